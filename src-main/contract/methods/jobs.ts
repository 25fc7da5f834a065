import { z } from 'zod'
import { intent } from '../intents'
import { jobFailure, jobId, jobState, jobStep, planId, stepState } from '../jobs'
import { defineMethod } from '../method'
import { stagedCounts } from './intents'

const count = z.number().int()
const window = { offset: count.min(0), limit: count.min(1).max(200) }
const one = z.strictObject({ jobId })
const command = () => defineMethod({ kind: 'command', home: 'engine', input: one, output: jobState })

/** Jobs: durable, one step for each target. */
export const jobMethods = {
  /** Starts what the plan says, if it still is what would be done (else PLAN_STALE); `typedCount` where a gate asks for it (else COUNT_NEEDED). Takes all staged intents over. */
  'jobs.start': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ planId, typedCount: count.nullable(), name: z.string().min(1).max(200) }), output: jobState,
  }),
  /** Newest first. */
  'jobs.list': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject(window), output: z.object({ jobs: z.array(jobState), matched: count }) }),
  'jobs.state': defineMethod({ kind: 'query', home: 'engine', input: one, output: jobState }),
  /** A window of its steps, of the given states or, when none is given, of all. */
  'jobs.steps': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ jobId, states: z.array(stepState).max(20), ...window }), output: z.object({ steps: z.array(jobStep), matched: count }),
  }),
  /** Why its failed steps have failed, what most have in common first: at most five, of `causes`. Those that a person has decided on are left out. */
  'jobs.failures': defineMethod({ kind: 'query', home: 'engine', input: one, output: z.object({ failures: z.array(jobFailure), causes: count }) }),
  /** Nothing more is sent or read; what is on its way is waited for. */
  'jobs.pause': command(),
  'jobs.resume': command(),
  /** The job no longer keeps to the hours of its accounts. */
  'jobs.startNow': command(),
  /** What is not sent yet never will be; what is on its way is still settled. */
  'jobs.cancel': command(),
  /** Failed steps are tried again, nothing else; a paused job stays paused. */
  'jobs.retryFailed': command(),
  /** Steps whose outcome is unknown are looked at once more, by reading; a paused job stays paused, and of a cancelled one nothing is sent. */
  'jobs.checkUnknown': command(),
  /** Decides open conflicts by the keys of their steps, null for all: `mine` stages the wish anew on what is there now, `theirs` lets it be. */
  'jobs.resolve': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ jobId, keys: z.array(z.string().max(600)).max(20_000).nullable(), choice: z.enum(['mine', 'theirs']) }),
    output: z.object({ resolved: count, job: jobState, counts: stagedCounts }),
  }),
  /** Stages the addition of everybody whose invitation was refused because they are users already, as one batch, to be planned and applied like any other edit; it takes no groups along. */
  'jobs.addInstead': defineMethod({ kind: 'command', home: 'engine', input: one, output: z.object({ staged: count, job: jobState, counts: stagedCounts }) }),
  /** Stages the way back from everything that the job applied as one batch, to be planned and applied like any other; what has none is told. */
  'jobs.undo': defineMethod({
    kind: 'command', home: 'engine', input: one,
    output: z.object({ staged: count, irreversible: z.array(z.object({ intent, why: z.enum(['member-unknown', 'no-role-to-invite-with', 'not-invitable', 'permanent', 'id-unknown', 'value-unknown', 'members-lost', 'account-gone']) })), counts: stagedCounts }),
  }),
}
