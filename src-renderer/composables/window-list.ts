import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { AppError, type AppErrorJson } from '@contract/errors'
import { RowWindows, type WindowAnswer } from './row-windows'

interface Found { readonly rows: readonly unknown[]; readonly matched: number }
interface Asked { readonly offset: number; readonly limit: number }

/**
 * The rows that answer a question, in windows; `question` null: nothing is asked. Rows stay on screen until those of the next question are here, so a list whose
 * account changes is made anew. `changes` grows when the rows may be others. For use in a component's setup.
 */
export function useWindowList<Question, Answer extends Found>(question: () => Question | null, fetch: (question: Question, window: Asked) => Promise<Answer>, changes: () => unknown) {
  type Row = Answer['rows'][number]
  const matched = ref(0)
  const ready = ref(false)
  /** What came with the newest rows. */
  const latest = shallowRef<Answer | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  const version = ref(0)
  let range = { first: 0, last: 60 }
  let gone = false
  const windows = new RowWindows<Row, WindowAnswer<Row> & { readonly answer?: Answer }>(async (offset, limit) => {
    const asked = question()
    if (asked === null) return { rows: [], matched: 0, total: 0 }
    const answer = await fetch(asked, { offset, limit })
    return { rows: answer.rows, matched: answer.matched, total: answer.matched, answer }
  })

  async function settle(reading: Promise<boolean>): Promise<void> {
    try {
      if (!(await reading) || gone) return
      failure.value = null
      matched.value = windows.matched
      latest.value = windows.latest?.answer ?? null
      ready.value = question() !== null
      version.value += 1
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
    }
  }
  const row = (index: number): Row | undefined => (version.value < 0 ? undefined : windows.row(index))
  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }
  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))
  watch(() => JSON.stringify(question()), () => {
    range = { first: 0, last: 60 }
    void reload()
  }, { immediate: true })
  watch(changes, reload)
  onScopeDispose(() => (gone = true))
  return { matched, ready, latest, failure, row, show, reload }
}
