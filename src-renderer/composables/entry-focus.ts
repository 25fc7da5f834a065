import { onMounted, type Ref } from 'vue'
import { regainFocus } from './regain-focus'

/** A page that was entered by a key takes the focus at its heading when the control that led here is gone. */
export function useEntryFocus(page: Ref<HTMLElement | null>): void {
  onMounted(() => regainFocus(() => page.value?.querySelector<HTMLElement>('h1, h2')))
}
