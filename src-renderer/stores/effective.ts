import { onUnmounted, watch } from 'vue'
import type { MemberId } from '@contract/ids'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import type { CustomerTarget } from './customer'

/** Groups and project roles of a member, now and after what is staged; follows every edit and every reading. For use in a component's setup. */
export function useEffective(of: () => (CustomerTarget & { readonly memberId: MemberId }) | null) {
  const answer = makeAnswer((asked: CustomerTarget & { readonly memberId: MemberId }) => call('workspace.effective', asked))
  function ask(): void {
    const asked = of()
    if (asked !== null) void answer.ask(asked)
  }
  const changed = makeFollower(ask)
  // Synchronous: no frame may show one person's access under the name of another.
  watch(() => { const one = of(); return `${one?.accountId ?? ''}/${String(one?.customerId ?? '')}/${String(one?.memberId ?? '')}` }, () => {
    answer.clear()
    ask()
  }, { immediate: true, flush: 'sync' })
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents') ask()
    else if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return answer
}
