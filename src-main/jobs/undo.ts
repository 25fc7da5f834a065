import type { BatchId, Intent, IntentId } from '../contract/intents'
import type { JobId } from '../contract/jobs'
import { inverse, type Irreversible } from '../domain/plan/inverse'
import type { StagedCounts } from '../store/repos/intents'
import type { JobDeps } from './deps'
import { stageBatch } from './seal'

/** Something applied that stays as it is. */
interface NoWayBack { readonly intent: Intent; readonly why: Irreversible['why'] | 'account-gone' }

/** Stages the way back from everything that a job applied, as one batch; it is planned and applied like any other edit, so that later changes of others are conflicts (product 57). */
export function undoJob(deps: JobDeps, jobId: JobId, jobName: string): { readonly staged: number; readonly irreversible: readonly NoWayBack[]; readonly counts: StagedCounts } {
  const there = new Set(deps.store.accounts.list().map(({ id }) => id))
  const steps = deps.store.steps.inStates(jobId, ['applied'])
  const applied = steps.filter(({ accountId }) => there.has(accountId)).map(({ intent, outcome }) => ({
    intent, before: outcome.seen ?? intent.base, after: outcome.after ?? null, removed: outcome.removed ?? null, created: outcome.created ?? null, made: outcome.made ?? null,
  }))
  // Sealed anew when they are staged.
  const { intents, irreversible } = inverse(applied, { batchId: '' as BatchId, author: '', at: 0, nextId: () => '' as IntentId, nextSeq: () => 0 })
  const { counts } = stageBatch(deps, `Undo ${jobName}`.slice(0, 200), [], intents)
  const gone = steps.filter(({ accountId }) => !there.has(accountId)).map(({ intent }) => ({ intent, why: 'account-gone' as const }))
  return { staged: intents.length, irreversible: [...irreversible, ...gone], counts }
}
