import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import type { FindingKind, MatrixRow, MatrixScope, MatrixView } from '@contract/matrix'
import { AppError, type AppErrorJson } from '@contract/errors'
import { MOST_CELLS } from '@contract/sheet-limits'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { EVERYTHING, NO_FILTER } from '../composables/matrix-query'

/** Rows of one kind that are shown at first, and more with each asking; a window has no more. */
const STEP = 50
const WINDOW = 200

/** What the lint of access finds in a scope: how often each kind, and the rows of the kind that is open. For use in a component's setup. */
export function useFindings(scope: () => MatrixScope) {
  const kind = ref<FindingKind | null>(null)
  const shown = ref(STEP)
  const failure = shallowRef<AppErrorJson | null>(null)
  const view = (findings: readonly FindingKind[]): MatrixView => ({ scope: scope(), filter: { ...NO_FILTER, findings: [...findings] }, grouping: 'flat', sort: { by: 'customer', direction: 'asc' } })
  const counts = makeAnswer(async () => {
    const { findings } = await call('matrix.counts', { ...EVERYTHING, scope: scope() })
    return new Map(findings.map(({ value, count }) => [value as FindingKind, count]))
  })
  const rows = makeAnswer(async (of: FindingKind): Promise<{ readonly rows: readonly MatrixRow[]; readonly matched: number }> => {
    const { window, matched } = await call('matrix.page', { ...view([of]), collapsed: [], offset: 0, limit: Math.min(WINDOW, shown.value) })
    return { rows: window.flatMap((line) => (line.kind === 'row' ? [line.row] : [])), matched }
  })
  const reload = (): void => {
    void counts.ask(undefined)
    if (kind.value !== null) void rows.ask(kind.value)
  }
  function open(next: FindingKind | null): void {
    kind.value = next
    shown.value = STEP
    rows.clear()
    if (next !== null) void rows.ask(next)
  }
  function more(): void {
    shown.value = Math.min(WINDOW, shown.value + STEP)
    if (kind.value !== null) void rows.ask(kind.value)
  }
  const canShowMore = computed(() => shown.value < WINDOW && (rows.value?.matched ?? 0) > shown.value)
  /** The keys of all rows of a kind; null: there are more than one act takes, or they could not be read. */
  async function keysOf(of: FindingKind): Promise<readonly string[] | null> {
    try {
      const { keys, matched } = await call('matrix.keys', { ...view([of]), offset: 0, limit: MOST_CELLS })
      failure.value = null
      return matched > keys.length ? null : keys
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return null
    }
  }
  watch(scope, () => {
    open(null)
    counts.clear()
    reload()
  }, { immediate: true })
  const changed = makeFollower(reload)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents' || event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return { kind, counts, rows, canShowMore, failure, open, more, keysOf }
}
