import { computed, shallowRef } from 'vue'

/** A cell by line and column; `key` names its row, null on the heads or while it is not read. */
export interface Place { readonly line: number; readonly column: number; readonly key: string | null }
/** A rectangle of cells, both ends included. */
export interface Rectangle { readonly firstLine: number; readonly lastLine: number; readonly firstColumn: number; readonly lastColumn: number }

/** The active cell of a sheet and the range around it. Columns before `from` hold no values: a range that would begin there has none. */
export function useCellRange({ keyAt, from }: { readonly keyAt: (line: number) => string | null; readonly from: number }) {
  const START: Place = { line: 0, column: from, key: null }
  const active = shallowRef(START)
  /** The other corner; where there is no range it is the active cell. */
  const anchor = shallowRef(START)
  const range = computed<Rectangle | null>(() => {
    const [a, b] = [anchor.value, active.value]
    const found = { firstLine: Math.min(a.line, b.line), lastLine: Math.max(a.line, b.line), firstColumn: Math.max(from, Math.min(a.column, b.column)), lastColumn: Math.max(a.column, b.column) }
    return found.firstLine < 0 || found.lastColumn < from ? null : found
  })
  const count = computed(() => (range.value === null ? 0 : (range.value.lastLine - range.value.firstLine + 1) * (range.value.lastColumn - range.value.firstColumn + 1)))
  function go(line: number, column: number, extend: boolean): void {
    active.value = { line, column, key: keyAt(line) }
    if (!extend) anchor.value = active.value
  }
  const shrink = (): void => void (anchor.value = active.value)
  function reset(): void {
    active.value = anchor.value = START
  }
  /** Remembers the corners, whatever is chosen later. What it gives says whether their rows are still those that were chosen, by what `now` says; a row that was not read when it was chosen counts as the one that is there. */
  function pin(): (now: (line: number) => string | null) => boolean {
    const corners = [active.value, anchor.value]
    return (now) => corners.every(({ line, key }) => key === null || now(line) === key)
  }
  return { active, anchor, range, count, go, shrink, reset, pin }
}
export type CellRange = ReturnType<typeof useCellRange>
