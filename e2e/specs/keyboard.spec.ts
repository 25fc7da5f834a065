import type { Page } from '@playwright/test'
import { test as own } from '../fixtures/app'
import { expect, test } from '../fixtures/shared'
import { grid, rows, searchBox, waitUntilRead } from '../pages/customers'

/** From here on a use of the mouse fails the test. */
function forbidMouse(page: Page): void {
  for (const name of ['click', 'dblclick', 'down', 'up', 'move', 'wheel'] as const) page.mouse[name] = () => Promise.reject(new Error(`page.mouse.${name} is forbidden here`))
}

/** Presses Tab until the element with this accessible name has the focus; fails after a round of the window. */
async function tabTo(page: Page, role: 'button' | 'textbox' | 'combobox' | 'switch' | 'link', name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: true })
  for (let presses = 0; presses < 40; presses += 1) {
    const reached = await target.evaluateAll((found) => found.some((element) => element === document.activeElement))
    if (reached) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach the ${role} "${name}"`)
}

own('an account is added by keyboard alone, after a wrong token, and the next by a dialog @row-34', async ({ launch, emulator }) => {
  const { page } = await launch()
  forbidMouse(page)
  const [first, second] = emulator.accounts
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type(first!.name)
  await tabTo(page, 'combobox', 'Data center')
  await page.keyboard.type('Custom')
  await page.keyboard.press('Tab')
  await page.keyboard.type(first!.baseUrl)
  await page.keyboard.press('Tab')
  await page.keyboard.type('a-wrong-token')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveAttribute('data-error-code', 'TOKEN_REFUSED')
  await expect(page.getByLabel('API token')).toBeFocused()
  await page.keyboard.type(first!.token)
  await page.keyboard.press('Enter')
  await waitUntilRead(page, 12)
  await expect(page.getByRole('main')).toBeFocused()

  await tabTo(page, 'button', 'Add account')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add a partner account' })
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Control+2')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Add account' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type(second!.name)
  await tabTo(page, 'combobox', 'Data center')
  await page.keyboard.type('Custom')
  await page.keyboard.press('Tab')
  await page.keyboard.type(second!.baseUrl)
  await page.keyboard.press('Tab')
  await page.keyboard.type(second!.token)
  await page.keyboard.press('Enter')
  await waitUntilRead(page, 6)

  await expect(dialog).toBeHidden()
  const current = page.getByTestId('account-switcher').locator('[aria-current="true"]')
  await page.keyboard.press('Control+1')
  await expect(current).toContainText(first!.name)
  await page.keyboard.press('Control+2')
  await expect(current).toContainText(second!.name)
})

test('filter menus open, close and give the focus back by keyboard, one layer at a time @row-34', async ({ page }) => {
  forbidMouse(page)
  await searchBox(page).focus()
  await page.keyboard.type('a')
  await tabTo(page, 'button', 'Plan')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox').first()).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: /^Remove filter Plan/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Plan', exact: true }).first()).toBeFocused()
  await expect(searchBox(page)).toHaveValue('a')
  await tabTo(page, 'button', 'Date joined')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Any date' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Any date' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Any date' })).toHaveCount(0)
})

test('the grid is one tab stop: headers and rows are reached by arrows, also after scrolling @row-34 @row-35', async ({ page, electron }) => {
  forbidMouse(page)
  await tabTo(page, 'button', 'Date joined')
  await page.keyboard.press('Tab')
  await expect(rows(page).first().locator('[data-col="customer"]')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(grid(page).locator(':focus')).toHaveCount(0)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await expect(grid(page).getByRole('button', { name: 'Plan' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(grid(page).getByRole('columnheader', { name: 'Plan' })).toHaveAttribute('aria-sort', 'ascending')

  // Scrolled away from the active cell, Tab still finds the grid.
  await grid(page).evaluate((element) => element.scrollTo(0, 2000))
  await expect(grid(page).locator('[role="gridcell"][tabindex="0"], .sort[tabindex="0"]')).toHaveCount(1)

  // In a narrow window the focused cell comes into sight and the name stays there.
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 700))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  const cell = grid(page).locator('[role="gridcell"][data-col="apps"]:focus')
  await expect(cell).toBeInViewport({ ratio: 0.9 })
  await expect(rows(page).first().locator('[data-col="customer"]')).toBeInViewport({ ratio: 0.9 })
})

test('F6 goes round the regions @row-34', async ({ page }) => {
  forbidMouse(page)
  const region = (): Promise<string> => page.evaluate(() => document.activeElement?.closest('[data-region]')?.tagName ?? 'none')
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const seen: string[] = []
  for (let presses = 0; presses < 5; presses += 1) {
    await page.keyboard.press('F6')
    seen.push(await region())
  }
  expect(seen).toEqual(['NAV', 'HEADER', 'MAIN', 'FOOTER', 'NAV'])
})

test('every kind of button shows the focus that the keys gave it @row-34', async ({ page }) => {
  forbidMouse(page)
  await page.evaluate(() => (location.hash = '#/settings/accounts'))
  await tabTo(page, 'button', 'Replace token')
  const ring = (): Promise<string> => page.evaluate(() => getComputedStyle(document.activeElement!).boxShadow)
  const wanted = await ring()
  expect(wanted).not.toBe('none')
  await tabTo(page, 'button', 'Check the connection')
  expect(await ring()).toBe(wanted)
})

test('a page that is opened by keys has the focus, and the keys go back to where they came from @row-34', async ({ page }) => {
  forbidMouse(page)
  await tabTo(page, 'button', 'Date joined')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  const from = rows(page).nth(1).locator('[data-col="customer"]')
  await expect(from).toBeFocused()
  const name = await from.getByRole('link').innerText()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(from).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('dana@example.com')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  const memberships = page.locator('[data-grid="memberships"]')
  await memberships.locator('[role="row"][data-key]').first().waitFor()
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  const row = memberships.locator('[role="row"][data-key]').first()
  await expect(row.locator('[data-col="customer"]')).toBeFocused()
  for (const column of ['account', 'dev']) {
    await page.keyboard.press('ArrowRight')
    await expect(row.locator(`[data-col="${column}"]`)).toBeFocused()
  }
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('access-panel')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('access-panel')).toHaveCount(0)
  await expect(row.locator('[data-col="dev"]')).toBeFocused()
})
