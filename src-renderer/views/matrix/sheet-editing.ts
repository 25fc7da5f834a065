import { onMounted, onUnmounted } from 'vue'
import { useI18n } from 'vue-i18n'
import { visibleText } from '@contract/plain-text'
import type { SheetPreview } from '@contract/sheet'
import { formatNumber } from '../../composables/format'
import { useMatrixStore } from '../../stores/matrix'
import { useMatrixActsStore, type NameOf } from '../../stores/matrix-acts'
import { useMatrixSelectionStore } from '../../stores/matrix-selection'
import { useRoleEditing } from '../../stores/role-editing'
import { editedCell } from './edited-cell'

/** Editing of the sheet by keys and clipboard; `cell` gives the active cell, `focus` puts the focus back into it. For use in a component's setup. */
export function useSheetEditing({ cell, focus, inGrid }: { readonly cell: () => HTMLElement | null; readonly focus: () => void; readonly inGrid: () => boolean }) {
  const { t } = useI18n()
  const matrix = useMatrixStore()
  const selection = useMatrixSelectionStore()
  const acts = useMatrixActsStore()
  const noAccess = t('customer.member.noAccess')
  const named = (key: string, more: Record<string, string> = {}): NameOf => ({ edits }: SheetPreview) => t(`matrix.act.${key}`, { n: formatNumber(edits), ...more }, edits)
  const wished = (wish: string | null): string => (wish === null ? noAccess : visibleText(wish))

  const editing = useRoleEditing(async ({ name, customer, environment, others }, wish) => {
    const one: NameOf = () => t('staging.batch.role', { name, environment: environment.toUpperCase(), customer, role: wished(wish) })
    await acts.set(wish, (others ?? 0) > 0 ? named('set', { role: wished(wish) }) : one)
  })
  function edit(typed = ''): void {
    const [row, environment, at] = [selection.row, selection.environment, cell()]
    // What was begun shows its outcome, or its question, first.
    if (acts.busy || row === null || environment === null || at === null) return
    void editing.open(editedCell(row, environment, Math.max(0, selection.count - 1)), at, typed)
  }
  /** Enter on the head of a group, or the arrows as in a tree; false: it is no head. */
  function onHead(event: KeyboardEvent): boolean {
    const line = matrix.lineAt(selection.active.line)
    if (line === undefined || line.kind === 'row') return false
    if (event.key === 'Enter' || event.key === ' ' || (event.key === 'ArrowRight' && line.collapsed) || (event.key === 'ArrowLeft' && !line.collapsed)) void matrix.toggle(line.key).then(focus)
    else return event.key === 'ArrowRight' || event.key === 'ArrowLeft'
    return true
  }
  const undone = (key: string): (() => void) | null => {
    switch (key) {
      case 'Enter': return acts.ghost === null ? () => edit() : () => void acts.accept()
      case 'F2': return () => edit()
      case 'Escape': return acts.ghost === null ? selection.shrink : acts.dismiss
      case 'Delete': case 'Backspace': return () => void acts.set(null, named('set', { role: noAccess }))
      default: return null
    }
  }
  const shortcut = (event: KeyboardEvent): (() => void) | null => {
    switch (event.key.toLowerCase()) {
      case 'a': return () => {
        selection.wholeColumns(true)
        focus()
      }
      case ' ': return () => selection.wholeColumns(false)
      case 'd': return () => void acts.fill('down', named('fill'))
      case 'r': return () => void acts.fill('right', named('fill'))
      default: return null
    }
  }
  function wholeRows(): void {
    selection.wholeRows()
    focus()
  }
  /** What a key does besides moving. What happens in a control inside a cell is the control's. */
  function onKey(event: KeyboardEvent): void {
    if (event.target instanceof Element && event.target.closest('a, button, input, select') !== null && event.key !== 'Escape') return
    const whole = event.ctrlKey || event.metaKey
    const done = whole ? shortcut(event) : event.key === ' ' && event.shiftKey ? wholeRows : undone(event.key)
    if (!whole && acts.ghost === null && onHead(event)) return event.preventDefault()
    if (done !== null) {
      event.preventDefault()
      return done()
    }
    if (whole || event.key.length !== 1) return
    event.preventDefault()
    if (event.key !== ' ') edit(event.key)
  }
  /** The clipboard belongs to the sheet only while the focus is in it, and to a dialog while one is open. */
  const ours = (): boolean => inGrid() && document.querySelector('[aria-modal="true"]') === null
  function onCopy(event: ClipboardEvent): void {
    if (!ours()) return
    event.preventDefault()
    void acts.copy(noAccess)
  }
  function onPaste(event: ClipboardEvent): void {
    if (!ours()) return
    event.preventDefault()
    void acts.paste(event.clipboardData?.getData('text/plain') ?? '', noAccess, named('paste'))
  }
  onMounted(() => {
    document.addEventListener('copy', onCopy)
    document.addEventListener('paste', onPaste)
  })
  onUnmounted(() => {
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('paste', onPaste)
    void editing.close(false)
    acts.dismiss()
  })
  /** The range was pulled further by its handle. */
  const fillTo = (line: number, column: number): void => void acts.fillTo(line, column, named('fill'))
  /** Tab in the open editor: the role is kept, and the next cell of the row is the active one. */
  async function goOn(back: boolean): Promise<void> {
    const { line, column } = selection.active
    await selection.go(line, Math.min(matrix.columns.length - 1, Math.max(0, column + (back ? -1 : 1))), false)
    focus()
  }
  return { editing, edit, onKey, fillTo, goOn, named }
}
