import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import type { BatchId, Intent, IntentId } from '../contract/intents'
import type { FeatureDeps } from './deps'

type Methods = 'intents.stage' | 'intents.restage' | 'intents.discard' | 'intents.undo' | 'intents.redo' | 'intents.list' | 'intents.counts' | 'intents.nextSeq'

/** Edits that wait for a plan; every change is on disk before it is answered (G1). */
export function intentsHandlers({ store: { intents } }: FeatureDeps): Handlers<Methods> {
  const step = (batchId: BatchId, removes: readonly IntentId[], adds: readonly Intent[]) => {
    if (!isSealed(batchId, adds, intents.nextSeq())) {
      throw appError('BAD_INPUT', 'These edits do not go on from the last one.', 'Nothing was kept. Ask for the next place and stage them again, each with the id of the batch.')
    }
    intents.step(batchId, removes, adds)
    return intents.counts()
  }
  return {
    'intents.stage': ({ batchId, intents: adds }) => step(batchId, [], adds as Intent[]),
    'intents.restage': ({ batchId, removes, intents: adds }) => step(batchId, removes, adds as Intent[]),
    'intents.discard': ({ batchId, removes }) => step(batchId, removes ?? intents.live().map(({ id }) => id), []),
    'intents.undo': () => {
      intents.undo()
      return intents.counts()
    },
    'intents.redo': () => {
      intents.redo()
      return intents.counts()
    },
    'intents.list': ({ offset, limit }) => ({ intents: intents.page(offset, limit) as never, matched: intents.counts().staged }),
    'intents.counts': () => intents.counts(),
    'intents.nextSeq': () => ({ seq: intents.nextSeq() }),
  }
}

/** Whether the edits belong to the batch and follow all earlier ones in order (G3). */
function isSealed(batchId: BatchId, adds: readonly Intent[], nextSeq: number): boolean {
  return adds.every((one, i) => one.batchId === batchId && one.seq >= (adds[i - 1] === undefined ? nextSeq : (adds[i - 1] as Intent).seq + 1))
}
