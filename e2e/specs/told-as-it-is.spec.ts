import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount, openForm } from '../pages/accounts'
import { openCustomer, openTab } from '../pages/customer'
import { choices, grid, rows, waitUntilRead } from '../pages/customers'

interface State {
  readonly customers: readonly { readonly id: number; readonly name: string; readonly task_count: number }[]
  readonly workspaces: Readonly<Record<string, { readonly rbac_migrated: boolean }>>
}
const top = (page: Page): Promise<number> => grid(page).evaluate((element) => element.getBoundingClientRect().top)

test.describe('with a mixed fleet', () => {
  test.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', '12', '--people', '5', '--legacy', '0.4', '--quota', 'off'] })

  test('a customer on the legacy model lacks nothing, and nothing of the others is called closed', async ({ launch, emulator }) => {
    const { customers, workspaces } = await emulator.control<State>('GET', '/state?account=a1')
    const legacy = customers.find(({ id }) => workspaces[id]?.rbac_migrated === false)!
    const migrated = customers.filter(({ id }) => workspaces[id]?.rbac_migrated === true).at(-1)!
    const { page } = await launch()
    await addEmulatorAccount(page, emulator, 0)
    await waitUntilRead(page, 12)
    await openCustomer(page, legacy.name, legacy.id)
    await openTab(page, 'Roles')
    await expect(page.getByText('This customer works with the legacy access model.')).toBeVisible()
    await expect(page.locator('[data-read-state]')).toHaveCount(0)
    await page.locator('[data-nav="customers"]').click()
    await openCustomer(page, migrated.name, migrated.id)
    await openTab(page, 'Roles')
    await expect(page.locator('[data-grid="environment-roles"] [role="row"][data-key]').first()).toBeVisible()
    await expect(page.locator('[data-read-state]')).toHaveCount(0)
  })
})

test('what the list told of the tasks is there when the customer itself was read', async ({ launch, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const [one] = customers
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  await openCustomer(page, one!.name, one!.id)
  await expect.poll(async () => (await emulator.control<{ path: string }[]>('GET', '/log')).some(({ path }) => path.endsWith(`/managed_users/${String(one!.id)}`))).toBe(true)
  await openTab(page, 'Settings')
  await expect(page.locator('[data-field="notificationEmail"]')).toHaveText(/@/)
  await openTab(page, 'Dashboard')
  await expect(page.locator('[data-figure="tasks"] .big')).toHaveText(one!.task_count.toLocaleString('en'))
})

test('a customer whose people could not be read is not said to have nobody', async ({ launch, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const [one] = customers
  await emulator.control('POST', '/faults', [{ match: { path: `/managed_users/${String(one!.id)}/members` }, fault: { kind: 'status', status: 500 } }])
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-failed', '1', { timeout: 40_000 })
  await openCustomer(page, one!.name, one!.id)
  await openTab(page, 'Collaborators')
  await expect(page.getByRole('alert')).toContainText('Collaborators could not be read')
  await expect(page.getByRole('tabpanel').getByText('nobody', { exact: true })).toHaveCount(0)
})

test('groups that are read while the page is open appear on it', async ({ launch, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const [one] = customers
  await emulator.control('POST', '/faults', [{ match: { path: `/managed_users/${String(one!.id)}/user_groups$` }, fault: { kind: 'delay', ms: 8000 } }])
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  await openCustomer(page, one!.name, one!.id)
  await openTab(page, 'Groups and projects')
  await expect(page.locator('[data-read-state="unread"]')).toContainText('Groups')
  await expect(page.locator('[data-grid="groups"] [role="row"][data-key]').first()).toContainText('All collaborators')
})

test('the rows stay where they are when the reading ends and when a filter is set', async ({ launch, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  await emulator.control('POST', '/faults', [{ match: { path: `/managed_users/${String(customers[0]!.id)}/members$` }, fault: { kind: 'delay', ms: 8000 } }])
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await expect(page.locator('main .head')).toContainText('Reading customers')
  await expect(rows(page).first()).toBeVisible()
  const before = await top(page)
  await waitUntilRead(page, 12)
  await expect(page.locator('main .head')).toContainText('12 customers in this account')
  expect(await top(page)).toBe(before)
  await page.getByRole('button', { name: /^Status/ }).first().click()
  await choices(page).first().click()
  await page.keyboard.press('Escape')
  await expect(page.locator('main .head')).toContainText(/\d+ of 12 match/)
  expect(await top(page)).toBe(before)
})

test('offline the dashboard says that jobs come later, and reads them by itself when online', async ({ launch, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const [one] = customers
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  const offline = page.getByRole('switch', { name: 'Work offline' })
  await offline.click()
  await openCustomer(page, one!.name, one!.id)
  await expect(page.getByText('They are read when Rolodesk is online again.')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await offline.click()
  await expect(page.locator('[data-figure="succeeded"] .big')).toHaveText(/\d/)
})

test('whose token it is stands there only as long as the token is the one that was checked', async ({ launch, emulator }) => {
  const { page } = await launch()
  const form = await openForm(page)
  const { baseUrl, token } = emulator.accounts[0]!
  await form.getByLabel('Data center').selectOption('custom')
  await form.getByLabel('Base URL').fill(baseUrl)
  await form.getByLabel('API token').fill(token)
  await form.getByRole('button', { name: 'Check the connection' }).click()
  await expect(form.getByText(/This token belongs to/)).toBeVisible()
  await form.getByLabel('API token').fill(`${token}x`)
  await expect(form.getByText(/This token belongs to/)).toHaveCount(0)
})

test('at 200 % nothing in the top bar lies over something else, and the tabs of a customer can be reached', async ({ launch, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const [one] = customers
  const { electron, page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  await openCustomer(page, one!.name, one!.id)
  await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(1280, 800)
    window?.webContents.setZoomFactor(2)
  })
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(640)
  const boxes = await page.locator('header .crumb > *, header .find, header .conn').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ left, right }) => ({ left, right })))
  expect(boxes.length).toBeGreaterThan(3)
  for (const [index, { left }] of boxes.entries()) if (index > 0) expect(left).toBeGreaterThanOrEqual(boxes[index - 1]!.right)
  const glyph = await page.locator('header .who').evaluate((who) => ({ chip: who.getBoundingClientRect().right, shape: who.firstElementChild?.getBoundingClientRect().right ?? Infinity }))
  expect(glyph.shape).toBeLessThanOrEqual(glyph.chip)
  await openTab(page, 'Collaborators')
  const person = page.locator('[data-grid="members"] [role="row"][data-key]').first().locator('[data-col="person"]')
  await person.focus()
  await expect(person).toBeInViewport({ ratio: 0.9 })
})
