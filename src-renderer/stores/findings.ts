import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import type { FindingKind, MatrixRow, MatrixScope, MatrixView } from '@contract/matrix'
import { AppError, appError, type AppErrorJson } from '@contract/errors'
import { MOST_CELLS } from '@contract/sheet-limits'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { NO_FILTER } from '../composables/matrix-query'

/** Rows of one kind that are shown at first, and more with each asking; a window has no more. */
const STEP = 50
const WINDOW = 200

/** What the lint of access finds in a scope: the rows of the kind that is open. For use in a component's setup. */
export function useFindings(scope: () => MatrixScope) {
  const kind = ref<FindingKind | null>(null)
  const shown = ref(STEP)
  const failure = shallowRef<AppErrorJson | null>(null)
  const view = (findings: readonly FindingKind[]): MatrixView => ({ scope: scope(), filter: { ...NO_FILTER, findings: [...findings] }, grouping: 'flat', sort: { by: 'customer', direction: 'asc' } })
  const rows = makeAnswer(async (of: FindingKind): Promise<{ readonly rows: readonly MatrixRow[]; readonly matched: number }> => {
    const { window, matched } = await call('matrix.page', { ...view([of]), collapsed: [], offset: 0, limit: Math.min(WINDOW, shown.value) })
    return { rows: window.flatMap((line) => (line.kind === 'row' ? [line.row] : [])), matched }
  })
  function reload(): void {
    if (kind.value !== null) void rows.ask(kind.value)
  }
  function open(next: FindingKind | null): void {
    kind.value = next
    shown.value = STEP
    rows.clear()
    reload()
  }
  function more(): void {
    shown.value = Math.min(WINDOW, shown.value + STEP)
    reload()
  }
  const canShowMore = computed(() => shown.value < WINDOW && (rows.value?.matched ?? 0) > shown.value)
  /** The keys of all rows of a kind; null: there are more than one act takes, or they could not be read, as `failure` tells. */
  async function keysOf(of: FindingKind): Promise<readonly string[] | null> {
    try {
      const { keys, matched } = await call('matrix.keys', { ...view([of]), offset: 0, limit: MOST_CELLS })
      if (matched > keys.length) throw appError('BAD_INPUT', `${matched.toLocaleString('en')} people are too many for one act, which takes ${MOST_CELLS.toLocaleString('en')} at most.`, 'Nothing was changed. Choose fewer customers for the matrix.')
      failure.value = null
      return keys
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return null
    }
  }
  watch(scope, () => open(null))
  const changed = makeFollower(reload)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents' || event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return { kind, rows, canShowMore, failure, open, more, keysOf }
}
