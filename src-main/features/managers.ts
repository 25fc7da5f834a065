import type { Handlers } from '../contract'
import { WHOLE_ACCOUNT } from '../store/read-state'
import type { FeatureDeps } from './deps'

/** Customer managers, from the local store. */
export function managersHandlers({ store }: FeatureDeps): Handlers<'managers.list'> {
  return {
    'managers.list': ({ accountId }) => {
      const managers = store.accountLists.managers(accountId)
      const reached = new Set(managers.flatMap(({ workspaces }) => (workspaces === 'all' ? [] : workspaces)))
      return {
        managers, customers: store.customers.named(accountId).filter(({ id }) => reached.has(id)).map(({ id, name }) => ({ id, name })),
        read: store.readStates.get(accountId, 'managers', WHOLE_ACCOUNT) ?? null,
      }
    },
  }
}
