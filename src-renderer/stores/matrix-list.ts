import { computed, onUnmounted, ref, watch } from 'vue'
import type { MatrixLine } from '@contract/matrix'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { useMatrixStore } from './matrix'

/** Lines that are on one page of the list. */
export const LIST_STEP = 50

/** The lines of the matrix page by page, for those who read them one after the other. For use in a component's setup. */
export function useMatrixList() {
  const matrix = useMatrixStore()
  const from = ref(0)
  const answer = makeAnswer((offset: number): Promise<{ readonly window: readonly MatrixLine[]; readonly lines: number }> => call('matrix.page', { ...matrix.view, collapsed: [], offset, limit: LIST_STEP }))
  const reload = (): Promise<void> => answer.ask(from.value)
  watch(() => matrix.view, ({ scope }, before) => {
    // Nothing of other customers or accounts may stay under their name.
    if (before !== undefined && before.scope !== scope) answer.clear()
    from.value = 0
    void reload()
  }, { immediate: true })
  async function turn(by: 1 | -1): Promise<void> {
    from.value = Math.max(0, from.value + by * LIST_STEP)
    await reload()
  }
  const changed = makeFollower(() => void reload())
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents') void reload()
    else if (event.type === 'changed' || event.type === 'job' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  const lines = computed(() => answer.value?.lines ?? 0)
  return { from, lines, answer, turn, reload }
}
