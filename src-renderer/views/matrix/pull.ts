import { onUnmounted, ref } from 'vue'

/** A cell by line and column. */
export interface CellAt { readonly line: number; readonly column: number }
/** Of the edge of the sheet within which it scrolls along, in px. */
const EDGE = 24

/** Pulling with the mouse over cells, from the press to the release: `over` hears each new cell, `done` the last. Near an edge the sheet scrolls along. */
export function usePull(scroller: () => HTMLElement | null, cellAt: (x: number, y: number) => CellAt | null) {
  const pulling = ref(false)
  let last: CellAt | null = null
  let end: (() => void) | undefined

  function start({ over, done }: { readonly over: (cell: CellAt) => void; readonly done?: (cell: CellAt | null) => void }): void {
    let point: { x: number; y: number } | null = null
    let frame = 0
    last = null
    const look = (): void => {
      frame = requestAnimationFrame(look)
      const box = scroller()?.getBoundingClientRect()
      if (point === null || box === undefined) return
      if (point.y > box.bottom - EDGE) scroller()?.scrollBy(0, 14)
      else if (point.y < box.top + EDGE) scroller()?.scrollBy(0, -14)
      const cell = cellAt(Math.min(Math.max(point.x, box.left + 2), box.right - 14), Math.min(Math.max(point.y, box.top + 2), box.bottom - 14))
      if (cell === null || (last !== null && cell.line === last.line && cell.column === last.column)) return
      last = cell
      pulling.value = true
      over(cell)
    }
    const move = (event: PointerEvent): void => void (point = { x: event.clientX, y: event.clientY })
    end = () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', release)
      pulling.value = false
    }
    const release = (): void => {
      end?.()
      done?.(last)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', release, { once: true })
    frame = requestAnimationFrame(look)
  }
  onUnmounted(() => end?.())
  return { pulling, start }
}
