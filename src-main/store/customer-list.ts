import type { AccountId, CustomerId } from '../contract/ids'
import type { Db } from './db'
import type { ReadResource } from '../contract/reading'
import { customerExists, generationOf, markRead } from './read-state'
import { NO_CHANGES, replaceList, type ListChanges, type ListRow, type ListSpec } from './replace-list'

/**
 * Makes one list of a customer what was read, all or nothing. `complete` false: entries could not be read, so nothing is removed
 * and the read does not count as one. Nothing happens for a customer that is no longer there. `now` is UTC ms.
 */
export type ReplaceCustomerList<T> = (accountId: AccountId, customerId: CustomerId, items: readonly T[], now: number, complete?: boolean) => ListChanges

/** The writer of one list. */
export function customerList<T>(db: Db, spec: Omit<ListSpec, 'primaryKey' | 'resource'> & { readonly resource: ReadResource }, toRow: (item: T) => ListRow): ReplaceCustomerList<T> {
  return (accountId, customerId, items, now, complete = true) =>
    db.transaction(() => {
      if (!customerExists(db, accountId, customerId)) return NO_CHANGES
      const generation = complete ? markRead(db, accountId, spec.resource, customerId, items.length, now) : generationOf(db, accountId, spec.resource, customerId)
      const full = { ...spec, primaryKey: ['account_id', 'customer_id', 'id'] }
      return replaceList(db, full, { account_id: accountId, customer_id: customerId }, items.map(toRow), { now, generation, complete })
    })
}
