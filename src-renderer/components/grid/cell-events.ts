/** What a person does to a cell. */
export interface CellActs<Row> {
  /** Enter or a click. */
  readonly open: (row: Row, column: string, cell: HTMLElement) => void
  /** F2, a double click, or a letter typed on the cell. */
  readonly edit: (row: Row, column: string, cell: HTMLElement, typed: string) => void
  /** Space: the row is to be ticked; `extend`: all from the last one to it. */
  readonly pick: (row: Row, index: number, extend: boolean) => void
}

/** Tells which cell an event is about; what happens in a control inside a cell is the control's. */
export function useCellEvents<Row>(rowAt: (index: number) => Row | undefined, acts: CellActs<Row>) {
  function at(event: Event): { row: Row; index: number; column: string; cell: HTMLElement } | null {
    const target = event.target instanceof Element ? event.target : null
    const cell = target?.closest('a, button, input, select') ? null : target?.closest<HTMLElement>('[role="gridcell"]')
    const index = Number(cell?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1)
    const row = rowAt(index)
    return cell == null || row === undefined ? null : { row, index, column: cell.dataset['col'] ?? '', cell }
  }
  function open(event: Event): void {
    const found = at(event)
    if (found !== null) acts.open(found.row, found.column, found.cell)
  }
  function edit(event: Event, typed = ''): void {
    const found = at(event)
    if (found === null) return
    event.preventDefault()
    acts.edit(found.row, found.column, found.cell, typed)
  }
  /** For keys that do not move the focus. */
  function onCellKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === ' ') {
      const found = at(event)
      if (found === null) return
      event.preventDefault()
      acts.pick(found.row, found.index, event.shiftKey)
    } else if (event.key === 'F2') edit(event)
    else if (event.key.length === 1) edit(event, event.key)
  }
  return { open, edit, onCellKey }
}
