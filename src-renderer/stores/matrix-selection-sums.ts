import { onUnmounted, watch } from 'vue'
import type { SelectionSums } from '@contract/matrix'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'

/** Counts over chosen rows, following what is read and staged. For use in a component's setup; no rows: nothing is asked. */
export function useSelectionSums(rows: () => readonly string[]) {
  const answer = makeAnswer((keys: readonly string[]): Promise<SelectionSums> => call('matrix.sums', { rows: [...keys] }))
  const ask = (): void => {
    if (rows().length === 0) answer.clear()
    else void answer.ask(rows())
  }
  watch(rows, ask, { immediate: true })
  const changed = makeFollower(ask)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents' || event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return answer
}
