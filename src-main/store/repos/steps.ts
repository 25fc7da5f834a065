import { createHash } from 'node:crypto'
import type { AppErrorJson } from '../../contract/errors'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { JobCounts, JobId, StepState } from '../../contract/jobs'
import type { LimitClass } from '../../contract/limits'
import type { Db } from '../db'
import { parseJson } from '../parse-json'
import { toStep, type Step, type StepOutcome, type StoredStep } from '../step-row'

/** A customer's part of a job: it is read once before and once after its requests. */
export interface Lot { readonly jobId: JobId; readonly accountId: AccountId; readonly customerId: CustomerId }
/** What changes of a step; what is left out stays. */
export type StepChange = Partial<Pick<Step, 'state' | 'parked' | 'tries' | 'notBefore' | 'resolved'>> & { readonly outcome?: StepOutcome }
/** Steps of a job that failed alike, and in how many customers. */
export interface FailureOfJob { readonly outcome: StepOutcome; readonly steps: number; readonly customers: number }
/** Calls of a job by account: `done` were made, `open` are to be made. */
export interface CallsOfJob { readonly accountId: AccountId; readonly limitClass: LimitClass; readonly done: number; readonly open: number }

/** Not at its end, and not an unknown outcome that only a person can ask about again. */
const open = (alias: string): string => `${alias}.state IN ('queued', 'sending', 'sent', 'unknown') AND ${alias}.parked = 0`
const OPEN = open('job_steps')
const ADD = `INSERT INTO job_steps (account_id, job_id, place, customer_id, key, intent, covers, planned, call_key, limit_class, state, outcome, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const CHANGE = 'UPDATE job_steps SET state = ?, parked = ?, tries = ?, not_before = ?, resolved = ?, outcome = ?, updated_at = ? WHERE account_id = ? AND job_id = ? AND place = ?'
/** A row that was altered so that it is no JSON is nobody's target; it must not hide the others. */
const READABLE = 'json_valid(intent) AND json_valid(covers)'
/** A value in a JSON text that may be none. */
const inside = (column: 'intent' | 'outcome', path: string): string => `CASE WHEN json_valid(${column}) THEN ${column} ->> '${path}' END`
/** Per target in the order of the jobs (G3). */
const ITS_TURN = `NOT EXISTS (SELECT 1 FROM job_steps e JOIN jobs ej ON ej.id = e.job_id WHERE e.account_id = s.account_id AND e.key = s.key AND ${open('e')} AND ej.place < j.place)`
/** Nothing waits longer than two hours: what is to wait longer was written while the clock was ahead. In ms. */
const LONGEST_WAIT_MS = 2 * 3600_000
const ACTIONABLE = `s.account_id = ? AND ${open('s')} AND j.state IN ('running', 'cancelled') AND (s.not_before IS NULL OR s.not_before - ? NOT BETWEEN 1 AND ${String(LONGEST_WAIT_MS)}) AND ${ITS_TURN}`
const LOTS = `SELECT s.job_id AS jobId, s.account_id AS accountId, s.customer_id AS customerId FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE ${ACTIONABLE}
  GROUP BY s.job_id, s.customer_id ORDER BY j.place, min(s.place)`
const DUE = `SELECT s.* FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE ${ACTIONABLE} AND ${READABLE} AND s.job_id = ? AND s.customer_id = ? ORDER BY s.place`
const SEALED = 'SELECT place, account_id, customer_id, key, intent, covers FROM job_steps WHERE account_id = ? AND job_id = ? AND customer_id = ? ORDER BY place'
const COUNTS = `SELECT
  count(*) FILTER (WHERE state IN ('applied', 'sent')) AS applied, count(*) FILTER (WHERE state = 'already') AS already, count(*) FILTER (WHERE state = 'conflict') AS conflict,
  count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'cancelled') AS cancelled, count(*) FILTER (WHERE state IN ('queued', 'sending')) AS queued,
  count(*) FILTER (WHERE state = 'unknown') AS unknown FROM job_steps WHERE job_id = ?`
const CALLS = `SELECT account_id AS accountId, limit_class AS limitClass,
  count(DISTINCT call_key) FILTER (WHERE tries > 0 AND state NOT IN ('queued', 'sending', 'unknown')) AS done,
  count(DISTINCT call_key) FILTER (WHERE state IN ('queued', 'sending') OR (state = 'unknown' AND parked = 0)) AS open
  FROM job_steps WHERE job_id = ? AND call_key IS NOT NULL GROUP BY account_id, limit_class`
const CUSTOMERS = `SELECT account_id AS accountId, count(*) FILTER (WHERE open = 0) AS closed, count(*) FILTER (WHERE open = 1 AND begun = 1) AS begun, count(*) FILTER (WHERE open = 1 AND begun = 0) AS fresh
  FROM (SELECT account_id, customer_id, max(tries > 0) AS begun, max(${OPEN}) AS open FROM job_steps WHERE job_id = ? AND call_key IS NOT NULL GROUP BY account_id, customer_id) GROUP BY account_id`

const OUTCOMES = `SELECT job_id AS jobId, customer_id AS customerId, count(*) FILTER (WHERE ${OPEN}) AS open,
  count(*) FILTER (WHERE state IN ('conflict', 'failed', 'cancelled') OR (parked = 1 AND state <> 'applied')) AS failed, count(*) FILTER (WHERE state IN ('applied', 'already')) AS done, max(updated_at) AS at
  FROM job_steps WHERE account_id = ? AND job_id IN (SELECT value FROM json_each(?)) GROUP BY job_id, customer_id`

/** The details of an error may tell one request from another; what is said of it and its status do not. Of those alike the first one stands for all. */
const FAILURES = `SELECT outcome, min(place) AS place, count(*) AS steps, count(DISTINCT account_id || '/' || customer_id) AS customers FROM job_steps WHERE job_id = ? AND state = 'failed' AND resolved IS NULL AND ${READABLE}
  GROUP BY ${['$.error.title', '$.error.hint', '$.error.details.status', '$.reason'].map((path) => inside('outcome', path)).join(', ')} ORDER BY steps DESC, place`

const LAST_OF = 'SELECT s.*, j.name AS job FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE s.account_id = ? AND s.key IN (SELECT value FROM json_each(?)) ORDER BY j.place DESC, s.place LIMIT ?'

const LAST_OF_EACH = `SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY s.key ORDER BY j.place DESC, s.place) AS nth
  FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE s.account_id = ? AND s.key IN (SELECT value FROM json_each(?))) WHERE nth = 1 AND ${READABLE}`

const ABANDONED = [
  ["state = 'cancelled'", "state = 'queued'"], ["state = 'unknown', parked = 1", "state IN ('sending', 'unknown')"], ['parked = 1', "state = 'sent'"], ["resolved = 'theirs'", "state = 'conflict' AND resolved IS NULL"],
] as const

const DISTRUSTED = [["state = 'failed'", "state = 'queued'"], ["state = 'unknown', parked = 1", "state IN ('sending', 'sent', 'unknown')"]] as const

/** The last step of each person's role or removal that is not done: on its way, failed, or a conflict that nobody decided. */
const UNDONE = `SELECT s.* FROM jobs j CROSS JOIN job_steps s ON s.job_id = j.id AND s.state IN ('queued', 'sending', 'sent', 'unknown', 'conflict', 'failed')
  WHERE (s.state <> 'conflict' OR s.resolved IS NULL) AND ${READABLE} AND ${inside('intent', 'kind')} IN ('member.role', 'member.remove')
    AND NOT EXISTS (SELECT 1 FROM job_steps e JOIN jobs ej ON ej.id = e.job_id WHERE e.account_id = s.account_id AND e.key = s.key AND ej.place > j.place)`
/** Invitations that were refused because the address is a user's already (contract 1.10), which nobody has decided on yet. */
const EXISTING = `job_id = ? AND state = 'failed' AND resolved IS NULL AND ${inside('intent', 'kind')} = 'member.invite' AND ${inside('outcome', '$.error.details.status')} = 409`

/** Steps of jobs: each in exactly one state (G8). Whoever changes several, or one with a line of the journal, does so in a transaction. */
export function stepsRepo(db: Db) {
  let revision = 0
  const change = (step: Step, { outcome, ...rest }: StepChange, now: number): Step => {
    revision += 1
    const next: Step = { ...step, ...rest, outcome: outcome === undefined ? step.outcome : { ...step.outcome, ...outcome }, updatedAt: now }
    db.run(CHANGE, [next.state, next.parked, next.tries, next.notBefore, next.resolved, JSON.stringify(next.outcome), now, step.accountId, step.jobId, step.place])
    return next
  }
  const where = (condition: string, params: readonly (string | number)[]): Step[] => db.all<StoredStep>(`SELECT * FROM job_steps WHERE ${condition} AND ${READABLE} ORDER BY place`, params).map(toStep)
  return {
    /** Another one after every change, so that what was made of the steps can be kept until then. */
    revision: (): number => revision,
    undone: (): Step[] => db.all<StoredStep>(UNDONE).map(toStep),
    add: (steps: readonly Omit<Step, 'parked' | 'tries' | 'notBefore' | 'resolved'>[]): void => {
      revision += 1
      for (const one of steps) {
        db.run(ADD, [
          one.accountId, one.jobId, one.place, one.customerId, one.key, JSON.stringify(one.intent), JSON.stringify(one.covers), one.planned, one.callKey, one.limitClass, one.state,
          JSON.stringify(one.outcome), one.updatedAt,
        ])
      }
    },
    /** Gives the step as it is now. */
    change,
    /** Parts of running jobs of the account in which something can be done now, in the order of their turn. */
    lots: (accountId: AccountId, now: number): Lot[] => db.all<Lot>(LOTS, [accountId, now]),
    /** What can be done now of a part. */
    due: ({ jobId, accountId, customerId }: Lot, now: number): Step[] => db.all<StoredStep>(DUE, [accountId, now, jobId, customerId]).map(toStep),
    /** The last steps of some targets with the names of their jobs, the newest job first. */
    lastOf: (accountId: AccountId, keys: readonly string[], limit: number): { readonly step: Step; readonly job: string }[] =>
      db.all<StoredStep & { readonly job: string }>(LAST_OF, [accountId, JSON.stringify(keys), limit]).map((row) => ({ step: toStep(row), job: row.job })),
    /** The last step of each of some targets that has one, by its key. */
    lastOfEach: (accountId: AccountId, keys: readonly string[]): ReadonlyMap<string, Step> =>
      new Map(db.all<StoredStep>(LAST_OF_EACH, [accountId, JSON.stringify(keys)]).map(toStep).map((step) => [step.key, step])),
    /** A hash of what is sealed of a part, from the texts as they are in the file: another one when any of it was altered, added or taken out. */
    seal: ({ jobId, accountId, customerId }: Lot): string => createHash('sha256').update(JSON.stringify(db.all(SEALED, [accountId, jobId, customerId]))).digest('hex'),
    /** Ends a part whose rows are not to be believed, without reading them: nothing of it is sent, and what may have been on its way stays unknown. */
    distrust: ({ jobId, accountId, customerId }: Lot, error: AppErrorJson, now: number): void => {
      revision += 1
      for (const [set, states] of DISTRUSTED) {
        db.run(`UPDATE job_steps SET ${set}, not_before = NULL, outcome = ?, updated_at = ? WHERE account_id = ? AND job_id = ? AND customer_id = ? AND ${states}`, [JSON.stringify({ error }), now, accountId, jobId, customerId])
      }
    },
    /** When the next step of the account that waits for a time may go on; null: none waits. */
    nextAt: (accountId: AccountId, now: number): number | null =>
      db.get<{ at: number | null }>(`SELECT min(not_before) AS at FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE s.account_id = ? AND ${open('s')} AND j.state IN ('running', 'cancelled') AND not_before > ?`, [accountId, now])?.at ?? null,
    waitsUntil: (jobId: JobId, now: number): number | null =>
      db.get<{ at: number | null }>(`SELECT min(not_before) AS at FROM job_steps WHERE job_id = ? AND ${OPEN} AND not_before > ?`, [jobId, now])?.at ?? null,
    /** Steps that were on their way when the app ended, or of one part when it is taken up again. */
    underWay: (lot?: Lot): Step[] => (lot === undefined ? where("state = 'sending'", []) : where("state = 'sending' AND account_id = ? AND job_id = ? AND customer_id = ?", [lot.accountId, lot.jobId, lot.customerId])),
    open: (jobId: JobId): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM job_steps WHERE job_id = ? AND ${OPEN}`, [jobId])?.n ?? 0,
    stateOf: ({ accountId, jobId, place }: Step): string | undefined =>
      db.get<{ state: string }>('SELECT state FROM job_steps WHERE account_id = ? AND job_id = ? AND place = ?', [accountId, jobId, place])?.state,
    openOf: ({ jobId, accountId, customerId }: Lot): number =>
      db.get<{ n: number }>(`SELECT count(*) AS n FROM job_steps WHERE account_id = ? AND job_id = ? AND customer_id = ? AND ${OPEN}`, [accountId, jobId, customerId])?.n ?? 0,
    inStates: (jobId: JobId, states: readonly StepState[]): Step[] => where('job_id = ? AND state IN (SELECT value FROM json_each(?))', [jobId, JSON.stringify(states)]),
    page: (jobId: JobId, states: readonly StepState[], offset: number, limit: number): { readonly rows: Step[]; readonly matched: number } => {
      const params = [jobId, states.length, JSON.stringify(states)]
      const condition = `job_id = ? AND (? = 0 OR state IN (SELECT value FROM json_each(?))) AND ${READABLE}`
      return {
        rows: db.all<StoredStep>(`SELECT * FROM job_steps WHERE ${condition} ORDER BY place LIMIT ? OFFSET ?`, [...params, limit, offset]).map(toStep),
        matched: db.get<{ n: number }>(`SELECT count(*) AS n FROM job_steps WHERE ${condition}`, params)?.n ?? 0,
      }
    },
    counts: (jobId: JobId): JobCounts => db.get<JobCounts>(COUNTS, [jobId]) ?? { applied: 0, already: 0, conflict: 0, failed: 0, cancelled: 0, queued: 0, unknown: 0 },
    conflictsOpen: (jobId: JobId): number => db.get<{ n: number }>("SELECT count(*) AS n FROM job_steps WHERE job_id = ? AND state = 'conflict' AND resolved IS NULL", [jobId])?.n ?? 0,
    /** Why steps have failed, those alike as one, most first; nothing that a person has decided on. */
    failures: (jobId: JobId): FailureOfJob[] =>
      db.all<{ outcome: string; steps: number; customers: number }>(FAILURES, [jobId]).map(({ outcome, steps, customers }) => ({ outcome: (parseJson(outcome) ?? {}) as StepOutcome, steps, customers })),
    existing: (jobId: JobId): Step[] => where(EXISTING, [jobId]),
    existingCount: (jobId: JobId): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM job_steps WHERE ${EXISTING}`, [jobId])?.n ?? 0,
    /** Steps that cannot be shown, because their data were altered. */
    unreadable: (jobId: JobId): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM job_steps WHERE job_id = ? AND NOT (${READABLE})`, [jobId])?.n ?? 0,
    /** What our jobs did in an account since a time (UTC ms). */
    appliedSince: (accountId: AccountId, since: number): Step[] => where("account_id = ? AND state = 'applied' AND updated_at >= ?", [accountId, since]),
    /** What became of customers in some jobs of an account: steps that are open, that are at their end in vain, and that are as wished; `at`: when any of them changed last. */
    outcomes: (accountId: AccountId, jobs: readonly JobId[]): { jobId: JobId; customerId: CustomerId; open: number; failed: number; done: number; at: number }[] => db.all(OUTCOMES, [accountId, JSON.stringify(jobs)]),
    /** Accounts of the job with the number of their open steps. */
    accounts: (jobId: JobId): { accountId: AccountId; open: number }[] =>
      db.all(`SELECT account_id AS accountId, count(*) FILTER (WHERE ${OPEN}) AS open FROM job_steps WHERE job_id = ? GROUP BY account_id ORDER BY account_id`, [jobId]),
    /** Steps of the account that were not sent yet, in any job. */
    waiting: (accountId: AccountId): Step[] => where("account_id = ? AND state = 'queued'", [accountId]),
    /** Ends what belongs to accounts that are gone: nothing is sent or read for them any more. An outcome that is not known stays so. */
    abandon: (now: number): void => {
      revision += 1
      for (const [set, states] of ABANDONED) db.run(`UPDATE job_steps SET ${set}, not_before = NULL, updated_at = ? WHERE account_id NOT IN (SELECT id FROM accounts) AND ${states}`, [now])
    },
    calls: (jobId: JobId): CallsOfJob[] => db.all(CALLS, [jobId]),
    /** Customers of the job by account: with all at its end, with some of it sent, and with nothing sent yet. */
    customers: (jobId: JobId): { accountId: AccountId; closed: number; begun: number; fresh: number }[] => db.all(CUSTOMERS, [jobId]),
  }
}
