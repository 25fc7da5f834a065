import type { Handlers } from '../contract'
import type { FeatureDeps } from './deps'

/** Reviews of access that provisioning asks for. */
export function reviewsHandlers({ store, jobs: { deps: { clock } } }: FeatureDeps): Handlers<'reviews.open' | 'reviews.confirm'> {
  return {
    'reviews.open': () => ({
      reviews: store.reviews.open().flatMap((one) => {
        const customer = store.customers.summary(one.accountId, one.customerId)
        return customer === null ? [] : [{ ...one, customer: customer.name }]
      }),
    }),
    'reviews.confirm': ({ accountId, customerId }) => {
      store.reviews.confirm(accountId, customerId, clock.now())
      return {}
    },
  }
}
