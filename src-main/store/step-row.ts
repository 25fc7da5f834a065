import type { Member } from '../contract/access'
import type { AppErrorJson } from '../contract/errors'
import type { AccountId, CustomerId, MemberId } from '../contract/ids'
import type { Intent, IntentId, IntentValue } from '../contract/intents'
import { stepState, type JobId, type StepState } from '../contract/jobs'
import type { LimitClass } from '../contract/limits'
import type { BlockReason, Verdict } from '../contract/plan'
import { verdict } from '../contract/plan-schema'
import { parseJson } from './parse-json'

/** What became of a step, as far as it is known. */
export interface StepOutcome {
  /** Remote value that the request was decided on. */
  readonly seen?: IntentValue
  /** Remote value as it was read last. */
  readonly readBack?: IntentValue
  readonly reason?: BlockReason | null
  readonly error?: AppErrorJson | null
  /** The person as read back (roles), before they were removed, and as whom somebody new is a member now. */
  readonly after?: Member | null
  readonly removed?: Member | null
  readonly created?: MemberId | null
  /** Id of a role or group that was made. */
  readonly made?: string | null
  /** An unknown outcome of the last sending was looked for once and not seen. */
  readonly lookedFor?: boolean
}

/** One target of a job. */
export interface Step {
  readonly jobId: JobId
  readonly place: number
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly key: string
  readonly intent: Intent
  readonly covers: readonly IntentId[]
  readonly planned: Verdict
  readonly callKey: string | null
  readonly limitClass: LimitClass | null
  readonly state: StepState
  readonly parked: boolean
  readonly tries: number
  readonly notBefore: number | null
  readonly resolved: 'mine' | 'theirs' | null
  readonly outcome: StepOutcome
  readonly updatedAt: number
}

/** A step as the table holds it. */
export interface StoredStep {
  account_id: string; job_id: string; place: number; customer_id: number; key: string; intent: string; covers: string; planned: string; call_key: string | null; limit_class: string | null
  state: string; parked: number; tries: number; not_before: number | null; resolved: string | null; outcome: string; updated_at: number
}

/** The step of a row; what was sealed is taken as it was written. */
export function toStep(row: StoredStep): Step {
  return {
    jobId: row.job_id as JobId, place: row.place, accountId: row.account_id as AccountId, customerId: row.customer_id as CustomerId, key: row.key,
    intent: JSON.parse(row.intent) as Intent, covers: JSON.parse(row.covers) as IntentId[], planned: verdict.catch('blocked').parse(row.planned), callKey: row.call_key, limitClass: row.limit_class as LimitClass | null,
    state: stepState.parse(row.state), parked: row.parked === 1, tries: row.tries, notBefore: row.not_before, resolved: row.resolved === 'mine' || row.resolved === 'theirs' ? row.resolved : null,
    outcome: (parseJson(row.outcome) ?? {}) as StepOutcome, updatedAt: row.updated_at,
  }
}
