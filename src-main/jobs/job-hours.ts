import type { AccountId } from '../contract/ids'
import type { JobId } from '../contract/jobs'
import { doneAt, isWithin, msWithin, opensAt, type Hours } from '../domain/hours'
import type { JobRow } from '../store/repos/jobs'
import type { JobDeps } from './deps'

type HoursDeps = Pick<JobDeps, 'store' | 'clock'>

/** The last part of the hours is for reading back what was sent, which takes a minute at a tenth of the quota; in ms. */
const READ_BACK_MS = 120_000

/** What a job may do in an account at this time of day: `on` all, `ending` read back only, `off` nothing. */
export type Shift = 'on' | 'ending' | 'off'

export function shiftOf(deps: HoursDeps, jobId: JobId, accountId: AccountId): Shift {
  return shiftIn(hoursOf(deps, jobOf(deps, jobId), accountId), deps)
}

function shiftIn(hours: Hours | null, { clock }: HoursDeps): Shift {
  if (hours === null) return 'on'
  const now = clock.now()
  if (!isWithin(hours, now, clock)) return 'off'
  return isWithin(hours, now + READ_BACK_MS, clock) ? 'on' : 'ending'
}

/** When something of a job, or of one that were started now (null), may be begun in an account (UTC ms); null: now. */
export function goesOnAt(deps: HoursDeps, jobId: JobId | null, accountId: AccountId): number | null {
  const { clock } = deps
  const hours = hoursOf(deps, jobOf(deps, jobId), accountId)
  const shift = shiftIn(hours, deps)
  return hours === null || shift === 'on' ? null : opensAt(hours, clock.now() + (shift === 'ending' ? READ_BACK_MS : 0), clock)
}

/** Milliseconds from now until a job has worked so long in an account. */
export function untilWorked(deps: HoursDeps, job: JobRow, accountId: AccountId, workMs: number): number {
  const { clock } = deps
  const hours = hoursOf(deps, job, accountId)
  return hours === null ? workMs : doneAt(hours, clock.now(), workMs, clock) - clock.now()
}

/** Milliseconds in which a job could work in an account since it was started or resumed. */
export function ranSince(deps: HoursDeps, job: JobRow, accountId: AccountId): number {
  const { clock } = deps
  const now = clock.now()
  const since = job.runningSince ?? now
  const hours = hoursOf(deps, job, accountId)
  return hours === null ? Math.max(0, now - since) : msWithin(hours, since, now, clock)
}

function jobOf({ store }: HoursDeps, jobId: JobId | null): JobRow | null {
  return jobId === null ? null : store.jobs.get(jobId)
}

function hoursOf({ store }: HoursDeps, job: JobRow | null, accountId: AccountId): Hours | null {
  return job?.anyHour === true ? null : store.accountOptions.get(accountId).jobHours
}
