import type { Page } from '@playwright/test'

/** From here on a use of the mouse fails the test. */
export function forbidMouse(page: Page): void {
  for (const name of ['click', 'dblclick', 'down', 'up', 'move', 'wheel'] as const) page.mouse[name] = () => Promise.reject(new Error(`page.mouse.${name} is forbidden here`))
}

/** Presses Tab until the element with this accessible name has the focus; fails after a round of the window. */
export async function tabTo(page: Page, role: 'button' | 'textbox' | 'combobox' | 'switch' | 'link', name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: true })
  for (let presses = 0; presses < 40; presses += 1) {
    const reached = await target.evaluateAll((found) => found.some((element) => element === document.activeElement))
    if (reached) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach the ${role} "${name}"`)
}
