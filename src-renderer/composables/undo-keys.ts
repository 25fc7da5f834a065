import { onMounted, onUnmounted } from 'vue'

/** In a text field these keys belong to the field. */
const inTextField = (target: EventTarget | null): boolean => target instanceof Element && target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]') !== null

/** Ctrl/Cmd+Z takes the last edit back, Ctrl/Cmd+Shift+Z and Ctrl+Y do it again, everywhere but in text fields and behind dialogs. */
export function useUndoKeys({ undo, redo }: { readonly undo: () => Promise<unknown>; readonly redo: () => Promise<unknown> }): void {
  function onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || inTextField(event.target)) return
    if (document.querySelector('[aria-modal="true"]') !== null) return
    const key = event.key.toLowerCase()
    if (key !== 'z' && !(key === 'y' && event.ctrlKey)) return
    event.preventDefault()
    void (key === 'y' || event.shiftKey ? redo() : undo())
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onUnmounted(() => window.removeEventListener('keydown', onKey))
}
