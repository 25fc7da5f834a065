import { reactive } from 'vue'

/** Row of the column headers, above row 0. */
export const HEADER = -1

/** What moving through a grid needs to know of it. */
export interface RovingOptions {
  readonly rows: () => number
  readonly columns: () => number
  /** Rows that a page key moves. */
  readonly page: () => number
  /** The cell that holds a column of a row: its own column and how many it takes. */
  readonly cellAt: (row: number, column: number) => { readonly start: number; readonly span: number }
  /** Scrolls to a cell and focuses it. */
  readonly reveal: (row: number, column: number) => Promise<void>
  readonly start: { readonly row: number; readonly column: number }
}

/** One tab stop for a whole grid, headers included: the keys move the focused cell (the ARIA grid pattern). */
export function useRovingCell({ rows, columns, page, cellAt, reveal, start }: RovingOptions) {
  const active = reactive({ row: start.row, column: start.column })

  function target(event: KeyboardEvent): { row: number; column: number } | null {
    const { row, column } = active
    const whole = event.ctrlKey || event.metaKey
    switch (event.key) {
      case 'ArrowDown': return { row: row + 1, column }
      case 'ArrowUp': return { row: row - 1, column }
      case 'ArrowRight': return { row, column: column + cellAt(row, column).span }
      case 'ArrowLeft': return { row, column: column - 1 }
      case 'PageDown': return { row: row + page(), column }
      case 'PageUp': return { row: Math.max(0, row - page()), column }
      case 'Home': return { row: whole ? 0 : row, column: 0 }
      case 'End': return { row: whole ? rows() - 1 : row, column: columns() - 1 }
      default: return null
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.closest('[role="gridcell"], [role="columnheader"]') === null) return
    // With Alt the arrows go through what was visited before.
    const wanted = event.altKey ? null : target(event)
    if (wanted === null) return
    event.preventDefault()
    active.row = Math.min(Math.max(HEADER, wanted.row), rows() - 1)
    const column = Math.min(Math.max(0, wanted.column), columns() - 1)
    active.column = cellAt(active.row, column).start
    void reveal(active.row, active.column)
  }

  function onFocusCell(row: number, column: number): void {
    active.row = row
    active.column = column
  }
  return { active, onKey, onFocusCell }
}
