import { onUnmounted, ref, type Ref } from 'vue'
import { onAppEvent } from '../bridge/client'
import { makeFollower } from '../composables/follow'
import { useAccountsStore } from './accounts'

/** Grows when a reading of the account on screen may have seen other roles. For use in a component's setup. */
export function useDriftChanges(): Readonly<Ref<number>> {
  const accounts = useAccountsStore()
  const version = ref(0)
  const follow = makeFollower(() => (version.value += 1))
  onUnmounted(onAppEvent((event) => {
    if ((event.type === 'changed' && event.accountId === accounts.activeId && event.table === 'members') || (event.type === 'engine' && event.status === 'running')) follow()
  }))
  return version
}
