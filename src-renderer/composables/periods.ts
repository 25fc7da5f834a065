/** Periods that jobs can be shown for. */
export const PERIODS = ['days7', 'days30', 'days90', 'months12'] as const
export type Period = (typeof PERIODS)[number]

const DAYS: Readonly<Record<Exclude<Period, 'months12'>, number>> = { days7: 7, days30: 30, days90: 90 }
const INTERVAL = { days7: 'day', days30: 'day', days90: 'week', months12: 'month' } as const

/** Bounds of a period that ends now, in UTC ms, and the width of its steps. It begins with a whole day, or a whole month, in local time. */
export function periodRange(period: Period, now: number): { readonly from: number; readonly to: number; readonly interval: 'day' | 'week' | 'month' } {
  const today = new Date(now)
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()]
  const from = period === 'months12' ? new Date(year, month - 11, 1) : new Date(year, month, day - DAYS[period] + 1)
  return { from: from.getTime(), to: now, interval: INTERVAL[period] }
}

/** Sums over the steps of a period; null where no step has a number. Rates are shares of all jobs, 0..1. */
export function jobSums(steps: readonly { readonly succeededJobs: number | null; readonly failedJobs: number | null }[]) {
  const sum = (pick: (step: (typeof steps)[number]) => number | null): number | null =>
    steps.reduce<number | null>((total, step) => (pick(step) === null ? total : (total ?? 0) + (pick(step) ?? 0)), null)
  const succeeded = sum(({ succeededJobs }) => succeededJobs)
  const failed = sum(({ failedJobs }) => failedJobs)
  const total = succeeded === null || failed === null ? null : succeeded + failed
  return { succeeded, failed, total, errorRate: rate(failed, total), successRate: rate(succeeded, total) }
}

/** A share of a whole, or null where there is no whole. */
export function rate(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}
