import type { BatchId, IntentId } from '../contract/intents'
import type { JobId } from '../contract/jobs'
import { inverse, type Irreversible } from '../domain/plan/inverse'
import type { StagedCounts } from '../store/repos/intents'
import type { JobDeps } from './deps'
import { stageBatch } from './seal'

/** Stages the way back from everything that a job applied, as one batch; it is planned and applied like any other edit, so that later changes of others are conflicts (product 57). */
export function undoJob(deps: JobDeps, jobId: JobId, jobName: string): { readonly staged: number; readonly irreversible: readonly Irreversible[]; readonly counts: StagedCounts } {
  const applied = deps.store.steps.inStates(jobId, ['applied']).map(({ intent, outcome }) => ({
    intent, before: outcome.seen ?? intent.base, after: outcome.after ?? null, removed: outcome.removed ?? null, created: outcome.created ?? null,
  }))
  // Sealed anew when they are staged.
  const { intents, irreversible } = inverse(applied, { batchId: '' as BatchId, author: '', at: 0, nextId: () => '' as IntentId, nextSeq: () => 0 })
  const { counts } = stageBatch(deps, `Undo ${jobName}`.slice(0, 200), [], intents)
  return { staged: intents.length, irreversible, counts }
}
