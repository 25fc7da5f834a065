import { onScopeDispose, watch } from 'vue'
import type { Output } from '@contract'
import type { AccountId } from '@contract/ids'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'

export type Manager = Output<'managers.list'>['managers'][number]

/** The customer managers of an account, followed; null: of none. For use in a component's setup. */
export function useManagers(account: () => AccountId | null) {
  const list = makeAnswer((accountId: AccountId) => call('managers.list', { accountId }))
  function read(): void {
    const id = account()
    if (id !== null) void list.ask(id)
  }
  // Synchronous: no frame may show the managers of one account under the name of another.
  watch(account, () => {
    list.clear()
    read()
  }, { immediate: true, flush: 'sync' })
  const changed = makeFollower(read)
  onScopeDispose(onAppEvent((event) => {
    if ((event.type === 'engine' && event.status === 'running') || (event.type === 'changed' && event.accountId === account() && (event.table === 'managers' || event.table === 'customers'))) changed()
  }))
  return list
}
