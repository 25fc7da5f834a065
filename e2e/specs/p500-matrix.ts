import type { Page } from '@playwright/test'
import { invoke } from '../fixtures/bridge'
import { expect, test } from '../fixtures/shared'
import { remoteState, waitUntilPeopleRead } from '../pages/changes'
import { countRows, matrix, matrixRows, matrixSearch, openMatrix, queue } from '../pages/matrix'
import { openTool } from '../pages/matrix-tools'

// 500 customers of 50 people: some 26,000 rows. Loaded by p500.spec.ts, so that one app serves both.
const ROW = 28
const WINDOW = 200
const rowAt = (page: Page, rowIndex: number) => matrix(page).locator(`[role="row"][aria-rowindex="${String(rowIndex)}"]`)
const scrollTo = (page: Page, rowIndex: number): Promise<void> => matrix(page).evaluate((grid, top) => void (grid.scrollTop = top), (rowIndex - 2) * ROW)

const grouping = (page: Page, name: string): Promise<void> => page.getByTestId('matrix-bar').getByRole('group', { name: 'Group rows' }).getByRole('button', { name, exact: true }).click()

async function openWhole(page: Page): Promise<number> {
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-read', '500', { timeout: 120_000 })
  await openMatrix(page)
  // The view that was left is the one that is entered.
  await grouping(page, 'Customer')
  await matrixSearch(page).fill('')
  const matches = async (): Promise<number> => Number(await page.getByTestId('matrix-matches').getAttribute('data-matched'))
  await expect.poll(matches).toBeGreaterThan(25_000)
  const matched = await matches()
  // Every row, a head for each customer, and the heads of the columns.
  await expect(matrix(page)).toHaveAttribute('aria-rowcount', String(matched + 500 + 1))
  return matched
}

test('the three cells of fifty people are what the API holds, and a customer manager has one over all three that cannot be edited @row-3', async ({ page, emulator }) => {
  const matched = await openWhole(page)
  const { workspaces } = await remoteState(emulator, 'a1')
  const seen = new Map<string, readonly { env: string | null; value: string | null; text: string; state: string | null }[]>()
  for (let rowIndex = 2; seen.size < 50; rowIndex += 400) {
    await scrollTo(page, rowIndex)
    await expect(rowAt(page, rowIndex)).toHaveAttribute('data-key', /./)
    const rows = await matrixRows(page).evaluateAll((all) => all.map((row) => ({
      key: String(row.getAttribute('data-key')),
      cells: [...row.querySelectorAll<HTMLElement>('[data-env]')].map((cell) => ({ env: cell.getAttribute('data-env'), value: cell.getAttribute('data-value'), text: cell.innerText.trim(), state: cell.getAttribute('data-state') })),
    })))
    for (const { key, cells } of rows) if (cells.length === 3 && seen.size < 50) seen.set(key, cells)
  }
  for (const [key, cells] of seen) {
    const [, customer, member] = key.split('/')
    const held = workspaces[customer!]!.members.find(({ id }) => id === Number(member))!
    for (const { env, value, text, state } of cells) {
      const role = held.roles.find(({ environment_type }) => environment_type === env)
      if (role === undefined) continue
      expect({ key, env, value }).toEqual({ key, env, value: role.role_name ?? 'No access' })
      // System roles are shown without the word that they all begin with.
      if (state === 'clean') expect(role.role_name ?? 'No access').toContain(text)
    }
  }
  await matrixSearch(page).fill('@partner.example')
  await expect(page.getByTestId('matrix-matches')).not.toHaveAttribute('data-matched', String(matched))
  const merged = matrix(page).locator('[role="gridcell"][aria-colspan="3"][data-state="locked"]').first()
  await expect(merged).toContainText('Customer manager')
  await merged.click()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('role-picker')).toContainText('A customer manager has one role in every environment')
  await expect(page.getByTestId('role-picker').getByRole('option')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('matrix-left')).toContainText('Customer manager')
  await expect(queue(page)).toHaveAttribute('data-count', '0')
  await matrixSearch(page).fill('')
})

test('row 12,345 says that it is, no focused cell lies under the heads, a change is said, and the end is reached @row-35 @row-43', async ({ page }) => {
  const matched = await openWhole(page)
  await scrollTo(page, 12_345)
  const row = rowAt(page, 12_345)
  await expect(row).toHaveAttribute('data-key', /./)
  const head = (await rowAt(page, 1).boundingBox())!
  expect((await row.boundingBox())!.y).toBeGreaterThanOrEqual(head.y + head.height - 1)
  await matrix(page).locator('[role="gridcell"][data-col="dev"]').first().focus()
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('ArrowUp')
    const focused = (await matrix(page).locator(':focus').boundingBox())!
    expect(focused.y).toBeGreaterThanOrEqual(head.y + head.height - 1)
  }
  // A person with a role in DEV and in TEST, so that one cell and two can be told apart by what is said.
  const holds = '[data-state="clean"]:not([data-value="No access"])'
  await matrix(page).locator(`[role="gridcell"][data-col="dev"]${holds}:has(+ [data-col="test"]${holds})`).last().click()
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('staging-said')).toHaveText('1 cell set to No access, kept')
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('staging-said')).toHaveText('Undone: 1 cell set to No access')
  await expect(queue(page)).toHaveAttribute('data-count', '0')
  // Two keys in one breath: what is on its way is what is undone.
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('staging-said')).toHaveText('Undone: 2 cells set to No access')
  await expect(queue(page)).toHaveAttribute('data-count', '0')

  await page.keyboard.press('Control+End')
  await expect(rowAt(page, matched + 501)).toHaveAttribute('data-key', /./)
  await expect(rowAt(page, matched + 501).locator(':focus')).toHaveCount(1)
  await grouping(page, 'Flat')
  await expect(matrix(page)).toHaveAttribute('aria-rowcount', String(matched + 1))
  const header = matrix(page).getByRole('columnheader', { name: /^Person/ })
  const names = (): Promise<string[]> => matrixRows(page).locator('[role="rowheader"] .name').allInnerTexts()
  for (const [direction, turn] of [['descending', -1], ['ascending', 1]] as const) {
    await header.getByRole('button').click()
    await expect(header).toHaveAttribute('aria-sort', direction)
    await expect(async () => {
      const shown = await names()
      expect(shown.length).toBeGreaterThan(10)
      expect(shown).toEqual([...shown].sort((a, b) => turn * a.localeCompare(b)))
    }).toPass()
  }
})

test('the page never gets more than a window of rows: not by scrolling to the end, not by choosing everything, not by filling a thousand cells', async ({ page, electron }) => {
  const matched = await openWhole(page)
  const calls = await countRows(electron)
  for (let step = 1; step <= 15; step += 1) {
    const rowIndex = Math.floor((step / 15) * (matched + 500))
    await scrollTo(page, rowIndex)
    await expect(rowAt(page, rowIndex)).toHaveAttribute('data-key', /./)
    // What is drawn is what is in sight and little more.
    expect(await matrix(page).getByRole('row').count()).toBeLessThan(60)
  }
  await scrollTo(page, 2)
  await matrix(page).locator('[role="gridcell"][data-col="prod"]').first().click()
  await page.keyboard.press('Control+ ')
  await expect(page.getByTestId('matrix-selection')).toHaveAttribute('data-cells', String(matched))
  await page.keyboard.press('Delete')
  await expect(page.getByRole('alert')).toContainText(`${matched.toLocaleString('en')} cells are chosen, and one act takes at most 20,000`)
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  const early = await calls()
  expect(early.filter(({ method }) => method === 'matrix.keys' || method === 'matrix.stage')).toEqual([])

  // A thousand rows in PROD from the first one on.
  const first = matrix(page).locator('[role="gridcell"][data-col="prod"][data-state="clean"]').first()
  await first.click()
  const from = Number(await first.evaluate((cell) => cell.closest('[role="row"]')!.getAttribute('aria-rowindex')))
  await scrollTo(page, from + 1017)
  const last = rowAt(page, from + 1019).locator('[data-env="prod"], [data-env="dev"]').last()
  await last.click({ modifiers: ['Shift'] })
  await expect.poll(async () => Number(await page.getByTestId('matrix-selection').getAttribute('data-cells'))).toBeGreaterThan(990)
  await page.keyboard.press('Control+d')
  await expect.poll(async () => Number(await queue(page).getAttribute('data-count'))).toBeGreaterThan(100)
  const seen = await calls()
  expect(seen.some(({ method }) => method === 'matrix.stage')).toBe(true)
  expect(Math.max(...seen.map(({ rows }) => rows))).toBeLessThanOrEqual(WINDOW)
  expect(seen.filter(({ method }) => method !== 'matrix.page').map(({ rows }) => rows).filter((rows) => rows > 0)).toEqual([])
  await page.keyboard.press('Control+z')
  await expect(queue(page)).toHaveAttribute('data-count', '0')
  expect(await invoke(page, 'intents.discard', { name: 'All', removes: null })).toMatchObject({ ok: true })
})

test('five hundred people with the same change: one changed role is offered instead, with the least time of each way @row-55', async ({ page, emulator }) => {
  await openWhole(page)
  const accountId = String(await page.locator('[data-account-id][aria-current="true"]').getAttribute('data-account-id'))
  await waitUntilPeopleRead(page, accountId, 500)
  // Scarce quotas are a hundred times faster here, those of roles are not: one person a minute is a hundred then, against 600 roles, so that people are the slower way as in life.
  const options = (await invoke(page, 'accounts.options', { accountId })).value as { perMinute: object }
  expect(await invoke(page, 'accounts.setOptions', { accountId, options: { ...options, reserved: 0, perMinute: { members: 1 } }, mayExceed: false })).toMatchObject({ ok: true })
  const bar = page.getByTestId('matrix-bar')
  await bar.getByRole('button', { name: 'DEV role' }).click()
  await page.getByRole('checkbox', { name: /^Support lead/ }).click()
  await page.keyboard.press('Escape')
  const { customers, workspaces } = await remoteState(emulator, 'a1')
  const holding = customers.flatMap(({ id }) => workspaces[id]!.members.filter(({ roles }) => roles.some(({ environment_type, role_name }) => environment_type === 'dev' && role_name === 'Support lead')).map(() => id))
  await expect(page.getByTestId('matrix-matches')).toHaveAttribute('data-matched', String(holding.length))
  expect(holding.length).toBeGreaterThanOrEqual(500)
  const dialog = await openTool(page, 'Set roles')
  await dialog.getByRole('button', { name: /^All that match/ }).click()
  await dialog.getByRole('checkbox', { name: 'DEV' }).check()
  await dialog.getByRole('combobox', { name: 'Name of the role' }).fill('Member')
  const way = dialog.getByTestId('cheaper-way')
  const floor = (calls: number, perMinute: number): string => String(Math.round((calls * 60_000) / perMinute))
  await expect(way).toHaveAttribute('data-people', String(holding.length))
  await expect(way).toHaveAttribute('data-assignments-ms', floor(holding.length, 100))
  await expect(way).toHaveAttribute('data-definition-ms', floor(new Set(holding).size, 600))
  await expect(way).toHaveAttribute('data-inheritable-ms', floor(1, 600))
  await expect(way).toContainText(`${holding.length.toLocaleString('en')} people get Member instead of Support lead`)
  // It leads to the role with the privileges of the other, in these customers; nothing is kept by that alone.
  await way.getByRole('button', { name: 'Change Support lead instead' }).click()
  await expect(page.getByTestId('role-chosen')).toHaveAttribute('data-count', String(new Set(holding).size))
  await expect(page.getByTestId('role-dialog').getByLabel('JSON')).toHaveValue(/"environment"/)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('role-dialog')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(queue(page)).toHaveAttribute('data-count', '0')
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await invoke(page, 'accounts.setOptions', { accountId, options, mayExceed: false })
})
