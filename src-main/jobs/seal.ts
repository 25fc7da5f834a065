import { appError } from '../contract/errors'
import type { BatchId, Intent, IntentDraft, IntentId } from '../contract/intents'
import { newId } from '../domain/new-id'
import type { StagedCounts } from '../store/repos/intents'
import type { JobDeps } from './deps'

type SealDeps = Pick<JobDeps, 'store' | 'clock' | 'random' | 'emit' | 'author'>

/** Edits as they would be behind everything that is staged, to be looked at and never kept. */
export function asIfStaged(edits: readonly IntentDraft[], { clock, author }: Pick<SealDeps, 'clock' | 'author'>): readonly Intent[] {
  const sealed = { batchId: 'preview' as BatchId, author, at: clock.now() }
  return edits.map((edit, i) => ({ ...edit, ...sealed, id: `preview-${String(i)}` as IntentId, seq: Number.MAX_SAFE_INTEGER - edits.length + i }) as Intent)
}

/** Puts edits down as one batch, sealed with everything that makes them theirs for good (G2); on disk when it returns (G1). Throws ACCOUNT_NOT_FOUND. */
export function stageBatch(deps: SealDeps, name: string, removes: readonly IntentId[], edits: readonly IntentDraft[]): { readonly batchId: BatchId; readonly counts: StagedCounts } {
  const { store, clock, random, emit, author } = deps
  const there = new Set(store.accounts.list().map(({ id }) => id))
  if (edits.some(({ accountId }) => !there.has(accountId))) throw appError('ACCOUNT_NOT_FOUND', 'The account of these changes is no longer here.', 'It was removed. Nothing was staged.')
  const batchId = newId(random) as BatchId
  const at = clock.now()
  // A spread that is followed by more fields costs ten times as much, which is seen with ten thousand edits.
  const sealed = (edit: IntentDraft, seq: number): Intent => Object.assign({}, edit, { id: newId(random) as IntentId, batchId, author, at, seq }) as Intent
  store.intents.step(batchId, name, removes, (first) => edits.map((edit, i) => sealed(edit, first + i)))
  emit({ type: 'intents' })
  return { batchId, counts: store.intents.counts() }
}
