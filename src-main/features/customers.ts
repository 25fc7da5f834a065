import type { Handlers } from '../contract'
import type { CustomerId } from '../contract/ids'
import type { CustomerQuery } from '../contract/methods/customers'
import type { FeatureDeps } from './deps'

type Methods = 'customers.page' | 'customers.facets' | 'customers.onScreen' | 'customers.refresh' | 'sync.state'

/** Customers from the local store, and the reading behind them. */
export function customersHandlers({ store, sync }: FeatureDeps): Handlers<Methods> {
  return {
    'customers.page': (query) => ({ accountId: query.accountId, offset: query.offset, ...store.customers.page(query, taggedIn(store, query)) }),
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
