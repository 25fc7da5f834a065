import { computed, onUnmounted, watch } from 'vue'
import type { MemberId } from '@contract/ids'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import type { CustomerTarget } from './customer'

/** One window: a customer has a handful of them. */
const LIMIT = 200

/** The customer managers among the people of a customer, who are not changed there. For use in a component's setup. */
export function useManagersHere(target: () => CustomerTarget | null) {
  const answer = makeAnswer((here: CustomerTarget) => call('workspace.members', { ...here, search: '', roles: [], environment: null, kinds: ['manager'], sort: { by: 'name', direction: 'asc' }, offset: 0, limit: LIMIT }))
  function ask(): void {
    const here = target()
    if (here !== null) void answer.ask(here)
  }
  watch(target, () => {
    answer.clear()
    ask()
  }, { immediate: true })
  const changed = makeFollower(ask)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return computed<ReadonlySet<MemberId>>(() => new Set(answer.value?.rows.map(({ id }) => id) ?? []))
}
