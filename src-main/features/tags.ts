import type { Handlers } from '../contract'
import type { FeatureDeps } from './deps'

type Methods = 'tags.list' | 'tags.of' | 'tags.change'

/** Tags of customers. */
export function tagsHandlers({ store, emit }: FeatureDeps): Handlers<Methods> {
  return {
    'tags.list': ({ accounts }) => {
      const counts = new Map<string, number>()
      // A customer that is gone keeps its tags until it comes again, and is not counted.
      for (const { tag, accountId, customerId } of store.tags.all(accounts)) counts.set(tag, (counts.get(tag) ?? 0) + (store.customers.exists(accountId, customerId) ? 1 : 0))
      return { tags: [...counts].map(([tag, customers]) => ({ tag, customers })) }
    },
    'tags.of': ({ customers }) => ({ customers: customers.map((one) => ({ ...one, tags: store.tags.of(one) })).filter(({ tags }) => tags.length > 0) }),
    'tags.change': ({ customers, add, remove }) => {
      const changed = store.tags.change(customers, add, remove)
      if (changed > 0) emit({ type: 'tags' })
      return { changed }
    },
  }
}
