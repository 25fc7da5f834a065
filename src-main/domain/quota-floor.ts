import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { CallCounts } from '../contract/plan'

const MINUTE_MS = 60_000

/** How fast one partner account may be asked; the numbers are the account's settings, see the limit classes of the contract for the documented ones. */
export interface QuotaSettings {
  /** Requests per minute where they differ from the documented ones. */
  readonly perMinute: Readonly<Partial<Record<LimitClass, number>>>
  /** Share 0 to 0.9 of every quota that is left to the partner's own automations. */
  readonly reserved: number
  /** Factor on every limit. */
  readonly speed: number
  /** Whether members and customers draw on one quota (contract 13). */
  readonly shareMembersAndCustomers: boolean
}

/** Milliseconds that the quotas need at least for so many calls; limit classes run side by side, so the slowest one counts. */
export function quotaFloor(calls: CallCounts, quotas: QuotaSettings): number {
  const times = new Map<LimitClass, number>()
  for (const [name, count] of Object.entries(calls) as [LimitClass, number][]) {
    const bucket = name === 'customers' && quotas.shareMembersAndCustomers ? 'members' : name
    times.set(bucket, (times.get(bucket) ?? 0) + count * spacingMs(bucket, quotas))
  }
  return Math.round(Math.max(0, ...times.values()))
}

/** How far a running job is; `elapsedMs` counts only the time in which it ran. */
export interface JobProgress { readonly done: CallCounts; readonly remaining: CallCounts; readonly elapsedMs: number }

/**
 * Milliseconds until a running job is done: the floor of what remains, stretched by how much slower than its floor the job has been so far.
 * Never faster than the floor. While less than a minute's worth is done, the pace says nothing yet, and the floor is given.
 */
export function remainingMs({ done, remaining, elapsedMs }: JobProgress, quotas: QuotaSettings): number {
  const doneFloor = quotaFloor(done, quotas)
  const stretch = doneFloor < MINUTE_MS ? 1 : Math.max(1, elapsedMs / doneFloor)
  return Math.round(quotaFloor(remaining, quotas) * stretch)
}

/** Number of requests by their limit class. */
export function countCalls(requests: readonly { readonly limitClass: LimitClass }[]): CallCounts {
  const counts: Partial<Record<LimitClass, number>> = {}
  for (const { limitClass } of requests) counts[limitClass] = (counts[limitClass] ?? 0) + 1
  return counts
}

/** Even distance of two requests. */
function spacingMs(name: LimitClass, { perMinute, reserved, speed }: QuotaSettings): number {
  return MINUTE_MS / ((perMinute[name] ?? LIMIT_CLASSES[name].perMinute) * speed * (1 - reserved))
}
