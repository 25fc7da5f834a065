import type { Handlers } from '../contract'
import type { FeatureDeps } from './deps'

type Methods = 'customers.page' | 'customers.facets' | 'customers.onScreen' | 'customers.refresh' | 'sync.state'

/** Customers from the local store, and the reading behind them. */
export function customersHandlers({ store, sync }: FeatureDeps): Handlers<Methods> {
  return {
    'customers.page': (query) => ({ accountId: query.accountId, offset: query.offset, ...store.customers.page(query) }),
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
