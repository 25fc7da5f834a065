import { ref, type Ref } from 'vue'
import { useMatrixStore } from '../../stores/matrix'
import { HEAD, useMatrixSelectionStore } from '../../stores/matrix-selection'
import { usePull, type CellAt } from './pull'

/** The cell that something is in; null: none. */
export function placeOf(target: EventTarget | null): CellAt | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[aria-colindex]') : null
  const line = cell?.closest<HTMLElement>('[data-line]')?.dataset['line']
  return cell === null || line === undefined ? null : { line: Number(line), column: Number(cell.getAttribute('aria-colindex')) - 1 }
}

/** The cell at a point of the window; heads do not count. */
function placeAt(x: number, y: number): CellAt | null {
  const place = document.elementsFromPoint(x, y).map(placeOf).find((one) => one !== null) ?? null
  return place === null || place.line === HEAD ? null : place
}

/** Choosing cells with the mouse, and filling further by the handle of the range; `focus` puts the focus into the active cell, `fill` hears how far. For use in a component's setup. */
export function useSheetPointer({ scroller, focus, fill }: { readonly scroller: Ref<HTMLElement | null>; readonly focus: () => void; readonly fill: (line: number, column: number) => void }) {
  const matrix = useMatrixStore()
  const selection = useMatrixSelectionStore()
  const pull = usePull(() => scroller.value, placeAt)
  /** The mouse is down: what it chooses is not where the focus goes. */
  const pressed = ref(false)
  /** Where the range would go while its handle is pulled. */
  const pulled = ref<CellAt | null>(null)
  /** The number of a row chooses it whole. */
  const numbered = (column: number): boolean => matrix.columns[column]?.key === 'number'

  function onHead(column: number): void {
    if (matrix.columns[column]?.environment == null && !numbered(column)) return
    void selection.go(Math.max(0, selection.active.line), column, false)
    selection.wholeColumns(numbered(column))
    pull.start({ over: () => undefined, done: focus })
  }
  function onPointerDown(event: PointerEvent): void {
    const place = placeOf(event.target)
    if (event.button !== 0 || place === null || (event.target as Element).closest('a, button')) return
    if (place.line === HEAD) return onHead(place.column)
    const choose = (cell: CellAt, extend: boolean): void => {
      void selection.go(cell.line, cell.column, extend)
      if (numbered(place.column)) selection.wholeRows()
    }
    pressed.value = true
    choose(place, event.shiftKey)
    pull.start({
      over: (cell) => (cell.line !== place.line || cell.column !== place.column || pull.pulling.value) && choose(cell, true),
      done: () => {
        pressed.value = false
        focus()
      },
    })
  }
  /** Down or to the right, whichever is farther. */
  function grown({ line, column }: CellAt): CellAt | null {
    const range = selection.range
    if (range === null) return null
    const [down, right] = [line - range.lastLine, matrix.columns.slice(range.lastColumn + 1, column + 1).filter(({ environment }) => environment !== null).length]
    return down <= 0 && right <= 0 ? null : down >= right ? { line, column: range.lastColumn } : { line: range.lastLine, column: range.lastColumn + right }
  }
  function onHandle(): void {
    pull.start({
      over: (cell) => (pulled.value = grown(cell)),
      done: () => {
        const to = pulled.value
        pulled.value = null
        if (to !== null) fill(to.line, to.column)
      },
    })
  }
  return { pressed, pulled, onPointerDown, onHandle }
}
