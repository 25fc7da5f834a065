import { createHash } from 'node:crypto'
import type { AccountId } from '../contract/ids'
import type { WaitingChanges } from '../contract/methods/accounts'
import type { Store } from '../store'

/** What of an account is not sent yet: edits that no job has, and steps of jobs that wait. */
export function waitingOf({ intents, steps }: Pick<Store, 'intents' | 'steps'>, accountId: AccountId): WaitingChanges {
  const staged = intents.live({ accountId, customerId: null }).map(({ id }) => id)
  const queued = steps.waiting(accountId).map(({ intent }) => intent.id)
  return { staged: staged.length, queued: queued.length, fingerprint: createHash('sha256').update(JSON.stringify([staged, queued])).digest('hex') }
}
