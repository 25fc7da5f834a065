import { HEAD } from '../../stores/matrix-selection'

/** What a key does to the active cell: where it goes, and whether the range grows with it. */
export interface Move { readonly line: number; readonly column: number; readonly extend: boolean }

/** The cell that a key leads to, as in a spreadsheet; null: it is no key that moves. With Shift the range grows. `covered`: columns of the one cell that the active one is part of, where it takes several. */
export function moveFor(event: KeyboardEvent, { active }: { readonly active: { readonly line: number; readonly column: number } }, { lines, columns }: { readonly lines: number; readonly columns: { readonly length: number } }, page: number, covered: { readonly from: number; readonly to: number } | null = null): Move | null {
  const { line, column } = active
  const whole = event.ctrlKey || event.metaKey
  const bottom = lines - 1
  const right = columns.length - 1
  const to = (toLine: number, toColumn: number, extend = event.shiftKey): Move => {
    const least = extend ? 0 : HEAD
    return { line: Math.min(Math.max(least, toLine), bottom), column: Math.min(Math.max(0, toColumn), right), extend }
  }
  switch (event.key) {
    case 'ArrowDown': return to(whole ? bottom : line + 1, column)
    case 'ArrowUp': return to(whole ? 0 : line - 1, column)
    case 'ArrowRight': return to(line, whole ? right : (covered?.to ?? column) + 1)
    case 'ArrowLeft': return to(line, whole ? 0 : (covered?.from ?? column) - 1)
    case 'PageDown': return to(line + page, column)
    case 'PageUp': return to(Math.max(0, line - page), column)
    case 'Home': return to(whole ? 0 : line, 0)
    case 'End': return to(whole ? bottom : line, right)
    default: return null
  }
}
