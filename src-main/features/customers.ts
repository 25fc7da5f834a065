import type { Handlers } from '../contract'
import type { CustomerId } from '../contract/ids'
import type { CustomerQuery } from '../contract/methods/customers'
import type { FeatureDeps } from './deps'

type Methods = 'customers.page' | 'customers.settings' | 'customers.facets' | 'customers.onScreen' | 'customers.refresh' | 'sync.state'

/** Customers from the local store, and the reading behind them. */
export function customersHandlers({ store, sync }: FeatureDeps): Handlers<Methods> {
  return {
    'customers.page': (query) => {
      const { rows, matched, total } = store.customers.page(query, taggedIn(store, query))
      const tags = store.tags.ofMany(query.accountId, rows.map(({ id }) => id))
      return { accountId: query.accountId, offset: query.offset, rows: rows.map((row) => ({ ...row, tags: [...(tags.get(row.id) ?? [])] })), matched, total }
    },
    'customers.settings': ({ accountId, ids }) => ({ customers: ids.flatMap((id) => store.customerDetails.customer(accountId, id)?.customer ?? []) }),
    'customers.facets': ({ accountId }) => store.customers.facets(accountId),
    'customers.onScreen': ({ accountId, ids }) => {
      sync(accountId).show(ids)
      return {}
    },
    'customers.refresh': ({ accountId }) => {
      sync(accountId).start(true)
      return sync(accountId).state()
    },
    'sync.state': ({ accountId }) => sync(accountId).state(),
  }
}

/** Customers of the account that have one of the tags that are asked for; null: none is. */
function taggedIn(store: FeatureDeps['store'], { accountId, filter: { tags = [] } }: CustomerQuery): readonly CustomerId[] | null {
  return tags.length === 0 ? null : store.tags.having(tags, [accountId]).map(({ customerId }) => customerId)
}
