/** Presets of the filter by the date joined. */
export const DATE_PRESETS = ['last7', 'last30', 'last90', 'thisYear'] as const
export type DatePreset = (typeof DATE_PRESETS)[number]

const DAY = 86_400_000
const DAYS: Readonly<Record<Exclude<DatePreset, 'thisYear'>, number>> = { last7: 7, last30: 30, last90: 90 }

/** First moment of a preset, in UTC ms; the range has no end. */
export function presetStart(preset: DatePreset, now: number): number {
  const date = new Date(now)
  if (preset === 'thisYear') return new Date(date.getFullYear(), 0, 1).getTime()
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() - (DAYS[preset] - 1) * DAY
}

/** First or last moment of a day as an input of type date gives it, in local time; null for none. */
export function dayBound(text: string, edge: 'start' | 'end'): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (parts === null) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])]
  return edge === 'start' ? new Date(year, month, day).getTime() : new Date(year, month, day, 23, 59, 59, 999).getTime()
}

/** The local day of a moment as an input of type date takes it; empty for none. */
export function dayText(ms: number | null): string {
  if (ms === null) return ''
  const date = new Date(ms)
  return [String(date.getFullYear()).padStart(4, '0'), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-')
}
