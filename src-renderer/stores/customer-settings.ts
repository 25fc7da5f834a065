import type { Customer } from '@contract/access'
import type { AccountId, CustomerId } from '@contract/ids'
import { call } from '../bridge/client'

/** Settings of some customers of an account as they were read last; the gone are left out. Throws AppError. */
export async function settingsOf(accountId: AccountId, ids: readonly CustomerId[]): Promise<readonly Customer[]> {
  return ids.length === 0 ? [] : (await call('customers.settings', { accountId, ids: [...ids] })).customers
}
