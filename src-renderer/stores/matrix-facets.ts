import { onUnmounted, watch } from 'vue'
import type { MatrixCounts, MatrixScope } from '@contract/matrix'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { EVERYTHING } from '../composables/matrix-query'

/** Counting everything takes long where there is much of it; in ms. */
const EVERY_MS = 3000

/** What there is to filter by in a scope, with its counts, whatever the filter is. For use in a component's setup. */
export function useMatrixFacets(scope: () => MatrixScope) {
  const answer = makeAnswer((of: MatrixScope): Promise<MatrixCounts> => call('matrix.counts', { ...EVERYTHING, scope: of }))
  watch(scope, (of) => {
    answer.clear()
    void answer.ask(of)
  }, { immediate: true })
  const changed = makeFollower(() => void answer.ask(scope()), EVERY_MS)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents' || event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return answer
}
