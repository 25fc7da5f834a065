import { nextTick, onBeforeUpdate, onUpdated, type Ref } from 'vue'

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body

/** Gives the focus to what is in place of that which had it, once it is gone with the next update. */
export async function regainFocus(find: () => HTMLElement | null | undefined): Promise<void> {
  await nextTick()
  if (isLost()) find()?.focus()
}

/** When the control with the focus goes away in an update of this component, the one that is then in its place has it. */
export function useKeptFocus(root: Ref<HTMLElement | null>): void {
  let at = -1
  const controls = (): readonly HTMLElement[] => [...(root.value?.querySelectorAll<HTMLElement>('button:enabled, input:enabled, select:enabled, a[href]') ?? [])]
  onBeforeUpdate(() => { at = controls().findIndex((one) => one === document.activeElement) })
  onUpdated(() => {
    const now = controls()
    if (at >= 0 && isLost()) now[Math.min(at, now.length - 1)]?.focus()
  })
}
