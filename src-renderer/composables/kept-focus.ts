const CONTROL = 'input:enabled, select:enabled, button:enabled:not([aria-disabled="true"])'

/** The first thing inside that can be used. */
export const firstControl = (inside: Element | null): HTMLElement | null => inside?.querySelector<HTMLElement>(CONTROL) ?? null

/** For `focusout`: where what has the focus goes away, as a button that has done its work, the focus goes to what is nearest to it inside the element that listens. */
export function keepFocus({ relatedTarget, target, currentTarget }: FocusEvent): void {
  if (relatedTarget !== null || !(target instanceof Element) || !(currentTarget instanceof Element)) return
  const around: Element[] = []
  for (let one = target.parentElement; one !== null && currentTarget.contains(one); one = one.parentElement) around.push(one)
  queueMicrotask(() => {
    if (target.isConnected || document.activeElement !== document.body) return
    for (const one of around) {
      const next = one.isConnected ? firstControl(one) : null
      if (next !== null) return next.focus()
    }
  })
}

/** Gives a listener for `focusout`: where what has the focus goes away, `find` says where it goes. */
export const keepFocusAt = (find: () => HTMLElement | null | undefined) => ({ relatedTarget, target }: FocusEvent): void => {
  if (relatedTarget !== null || !(target instanceof Element)) return
  queueMicrotask(() => {
    if (!target.isConnected && document.activeElement === document.body) find()?.focus()
  })
}
