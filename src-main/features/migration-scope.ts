import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { MigrationScope } from '../contract/migration'
import type { Store } from '../store'

/** The customers that a scope means, of which none need be there any more. Throws NOT_FOUND for a wave that is gone. */
export function customersIn(store: Store, accountId: AccountId, of: MigrationScope): readonly CustomerId[] {
  if ('customers' in of) return [...new Set(of.customers)]
  const wave = store.migrationWaves.waves(accountId).find(({ id }) => id === of.waveId)
  if (wave === undefined) throw appError('NOT_FOUND', 'This wave is no longer there.', 'It was removed. Look at the board.')
  return wave.customers
}
