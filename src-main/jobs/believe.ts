import { appError } from '../contract/errors'
import type { Lot } from '../store/repos/steps'
import type { JobDeps } from './deps'

const ALTERED = appError('STORE_CORRUPT', 'The data of this change were altered outside of Rolodesk.', 'It is not what was reviewed, so nothing of it was sent. Make the change again; the journal shows what was sent before.').json

/**
 * Whether a part of a job still is what was reviewed, as its first line in the journal says: targets and wishes lie in a file that others can write to.
 * One that is not is at its end, and nothing of it is sent.
 */
export function believed({ store, clock, log }: Pick<JobDeps, 'store' | 'clock' | 'log'>, lot: Lot): boolean {
  const begun = store.journal.started(lot)
  const sealed = typeof begun === 'object' && begun !== null && 'sealed' in begun ? begun.sealed : null
  if (sealed === store.steps.seal(lot)) return true
  log.error('jobs.altered', { jobId: lot.jobId, accountId: lot.accountId, customerId: lot.customerId })
  store.inLedger(() => {
    store.steps.distrust(lot, ALTERED, clock.now())
    store.journal.append({ at: clock.now(), ...lot, event: 'resolved', data: { altered: true } })
  })
  return false
}
