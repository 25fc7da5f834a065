import { invoke } from '../fixtures/bridge'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { waitUntilPeopleRead } from '../pages/changes'
import { openMatrix } from '../pages/matrix-tools'
import type { Locator, Page } from '@playwright/test'

const CUSTOMERS = 12
const headers = (grid: Locator): Promise<(string | null)[]> => grid.getByRole('columnheader').evaluateAll((all) => all.map((one) => one.getAttribute('data-col')))
const widthOf = async (grid: Locator, column: string): Promise<number> => Math.round((await grid.locator(`[role="columnheader"][data-col="${column}"]`).boundingBox())?.width ?? 0)
const shownRows = (grid: Locator): Promise<(string | null)[]> => grid.locator('[role="row"][data-key]').evaluateAll((all) => all.slice(0, 6).map((one) => one.getAttribute('data-key')))

/** Tab until the thing with this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    const found = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '')
    if (typeof name === 'string' ? found === name : name.test(found)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab did not come to ${String(name)}`)
}

test('columns that were hidden, moved and narrowed by keyboard alone, and a saved view, are there after the app was killed @row-21 @row-22', async ({ launch, emulator }) => {
  test.setTimeout(120_000)
  const first = await launch()
  const accountId = await addEmulatorAccount(first.page, emulator, 0)
  await waitUntilPeopleRead(first.page, accountId, CUSTOMERS)
  const { page } = first
  const grid = await openMatrix(page)
  expect(await headers(grid)).toEqual(['number', 'person', 'dev', 'test', 'prod', 'groups', 'activity', 'findings'])

  await tabTo(page, 'Columns')
  await page.keyboard.press('Enter')
  for (const column of ['Groups', 'Findings']) {
    await tabTo(page, `Show ${column}`)
    await page.keyboard.press('Space')
  }
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Escape')
  await expect.poll(() => headers(grid)).toEqual(['number', 'person', 'dev', 'test', 'prod', 'activity'])
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, 'Move PROD to the left')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Width of PROD, in pixels')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('240')
  await tabTo(page, 'Roomy')
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await expect.poll(() => headers(grid)).toEqual(['number', 'person', 'prod', 'dev', 'test', 'activity'])
  await expect.poll(() => widthOf(grid, 'prod')).toBe(240)

  // A view holds rows, order and columns; the grid goes on from it and comes back to it.
  await page.getByRole('button', { name: 'Flat' }).click()
  await grid.getByRole('columnheader').filter({ hasText: 'Last activity' }).getByRole('button').click()
  await page.getByRole('button', { name: 'PROD role' }).click()
  await page.getByRole('checkbox', { name: /^Member/ }).check()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Remove filter PROD: Member' })).toBeVisible()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Name of the view').fill('PROD members')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'View: PROD members' })).toBeVisible()
  await page.getByLabel('Name of the view').fill('prod MEMBERS')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('A view named prod MEMBERS is there already.')
  // A view that is renamed has the focus afterwards, so that the keys of the menu go on.
  await page.getByRole('button', { name: 'Rename PROD members' }).press('Enter')
  await expect(page.getByLabel('New name')).toBeFocused()
  await page.keyboard.type('Members of PROD')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Saved views' }).getByRole('button', { name: 'Members of PROD', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Saved views' })).toBeHidden()
  const matches = page.getByTestId('matrix-matches')
  await expect(matches).not.toHaveAttribute('data-matched', String(await matches.getAttribute('data-total')))
  const before = { rows: await shownRows(grid), matched: await matches.getAttribute('data-matched'), columns: await headers(grid), width: await widthOf(grid, 'prod') }
  expect(before.rows.length).toBeGreaterThan(2)
  expect(before.columns).toContain('customer')
  // What the person does now is kept as well, and is not the view.
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(page.getByRole('button', { name: 'View: Members of PROD, changed' })).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Search the matrix' })).toBeFocused()
  // Kept a moment after the last choice: with the view that it came from, and without its filter.
  const kept = async (): Promise<unknown> => ((await invoke(page, 'views.list', { grid: 'matrix' })).value as { current: { viewId: string | null; content: { query: { filter: { roles: { prod: unknown[] } } } } } | null }).current
  await expect.poll(kept).toMatchObject({ viewId: expect.stringMatching(/./) as unknown, content: { query: { filter: { roles: { prod: [] } } } } })
  first.electron.process().kill('SIGKILL')
  await new Promise((done) => first.electron.process().once('exit', done))

  const again = await launch()
  const second = await openMatrix(again.page)
  await expect(again.page.getByRole('button', { name: 'View: Members of PROD, changed' })).toBeVisible()
  expect(await headers(second)).toEqual(before.columns)
  await expect(again.page.getByTestId('matrix-matches')).toHaveAttribute('data-matched', String(await again.page.getByTestId('matrix-matches').getAttribute('data-total')))
  await again.page.getByRole('button', { name: 'View: Members of PROD, changed' }).click()
  await again.page.getByRole('list', { name: 'Saved views' }).getByRole('button', { name: 'Members of PROD', exact: true }).click()
  await expect(again.page.getByTestId('matrix-matches')).toHaveAttribute('data-matched', before.matched ?? '')
  await expect.poll(() => shownRows(second)).toEqual(before.rows)
  expect(await widthOf(second, 'prod')).toBe(before.width)
  expect((await second.locator('[role="row"][data-key]').first().boundingBox())?.height).toBe(36)
  await expect(second.locator('[role="columnheader"][data-col="activity"]')).toHaveAttribute('aria-sort', 'ascending')
})
