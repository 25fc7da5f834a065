import type { AccountId, CustomerId } from '../contract/ids'
import { customerKey } from '../domain/matrix/rows'
import { convertedIn } from '../jobs/migration/permit'
import type { Store } from '../store'

interface Customer { readonly accountId: AccountId; readonly customerId: CustomerId }
/** By their keys; `times` is another one whenever there are others. */
export interface Converted { readonly all: ReadonlyMap<string, Customer>; readonly times: number }

/** Customers whose access model is told otherwise than by their assignments, by what a migration has found or done: no reading of them need have changed. */
export function convertedCustomers(store: Store): () => Converted {
  let known: Converted = { all: new Map(), times: 0 }
  let of = ''
  return () => {
    const revisions = `${String(store.roleMigration.revision())} ${String(store.steps.revision())}`
    if (of === revisions) return known
    of = revisions
    const all = new Map(store.accounts.list().flatMap(({ id: accountId }) => [...convertedIn(store, accountId, null)].map((customerId) => [customerKey(accountId, customerId), { accountId, customerId }] as const)))
    if (others(known.all, all).length > 0) known = { all, times: known.times + 1 }
    return known
  }
}

/** Customers that are in one of the two only. */
export function others(a: Converted['all'], b: Converted['all']): readonly Customer[] {
  return [...[...a].filter(([key]) => !b.has(key)), ...[...b].filter(([key]) => !a.has(key))].map(([, customer]) => customer)
}
