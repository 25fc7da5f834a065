import { nextTick, onMounted, type Ref } from 'vue'

/** A page that was entered by a key takes the focus at its heading when the control that led here is gone. */
export function useEntryFocus(page: Ref<HTMLElement | null>): void {
  onMounted(async () => {
    await nextTick()
    if (document.activeElement === null || document.activeElement === document.body) page.value?.querySelector<HTMLElement>('h1, h2')?.focus()
  })
}
