import type { LoggedRequest } from '../fixtures/emulator'
import { expect, test } from '../fixtures/shared'
import { showAccount } from '../pages/accounts'
import { customerPage, openCustomer, openTab, rowsOf } from '../pages/customer'
import { grid, rows } from '../pages/customers'

interface Member { id: number; name: string; email: string; roles: { environment_type: string; role_name: string | null }[] }
interface State {
  customers: { id: number; name: string; external_id: string | null; notification_email: string; environments: { id: number }[] }[]
  workspaces: Record<string, { rbac_migrated: boolean; members: Member[]; environmentRoles: { id: number | string; name: string; config: unknown; created_at: string; updated_at: string }[]; groups: { name: string; system: boolean }[]; projects: { name: string; environment: string }[] }>
}
const TOTAL = 12

test('each tab shows what the customer holds and asks for nothing of any other customer @row-2', async ({ page, emulator }) => {
  test.setTimeout(180_000)
  await showAccount(page, emulator, 1)
  const state = await emulator.control<State>('GET', '/state?account=a2')
  const customer = state.customers.find(({ id, environments }) => environments.length > 0 && state.workspaces[id]?.rbac_migrated === true)!
  const workspace = state.workspaces[customer.id]!
  // Connections and what else comes after the people is read as well, before it is looked at who is asked about.
  const quiet = async (): Promise<number> => {
    const { length } = await emulator.control<LoggedRequest[]>('GET', '/log')
    await emulator.control('DELETE', '/log')
    return length
  }
  await expect.poll(quiet, { intervals: [2500], timeout: 120_000 }).toBe(0)
  await openCustomer(page, customer.name, customer.id)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(customer.name)
  await expect(page.locator('[data-figure="recipes"] .big')).toHaveText(/\d/)

  await openTab(page, 'Collaborators')
  for (const member of workspace.members.slice(0, 3)) await expect(rowsOf(page, 'members').filter({ hasText: member.email })).toContainText(member.name)
  await openTab(page, 'Roles')
  await expect(rowsOf(page, 'environment-roles')).toHaveCount(workspace.environmentRoles.length)
  await openTab(page, 'Groups and projects')
  await expect(rowsOf(page, 'groups')).toHaveCount(workspace.groups.length)
  await expect(rowsOf(page, 'projects')).toHaveCount(workspace.projects.length)
  await openTab(page, 'Settings')
  await expect(page.locator('[data-field="notificationEmail"]')).toHaveText(customer.notification_email)
  await expect(page.locator('[data-field="externalId"]')).toHaveText(customer.external_id ?? '')

  const log = await emulator.control<LoggedRequest[]>('GET', '/log')
  const others = log.map(({ path }) => /managed_users\/(\d+)/.exec(path)?.[1]).filter((id) => id !== undefined && ![customer.id, ...customer.environments.map((one) => one.id)].map(String).includes(id))
  expect(others).toEqual([])
  expect(log.length).toBeGreaterThan(0)
})

test('a cell shows the role of the API, a customer manager has one locked cell over three @row-3', async ({ page, emulator }) => {
  await showAccount(page, emulator, 1)
  const state = await emulator.control<State>('GET', '/state?account=a2')
  const customer = state.customers.find(({ id, environments }) => environments.length > 0 && state.workspaces[id]?.rbac_migrated === true)!
  await openCustomer(page, customer.name, customer.id)
  await openTab(page, 'Collaborators')
  for (const { id, roles } of state.workspaces[customer.id]!.members) {
    const row = rowsOf(page, 'members').and(page.locator(`[data-key="${String(id)}"]`))
    await row.locator('[data-col="person"]').scrollIntoViewIfNeeded()
    for (const { environment_type, role_name } of roles) await expect(row.locator(`[data-col="${environment_type}"]`)).toHaveText(role_name ?? 'No access')
  }
  const manager = rowsOf(page, 'members').filter({ hasText: 'Customer manager' }).first()
  await expect(manager.locator('[data-col="dev"]')).toHaveAttribute('aria-colspan', '3')
  await expect(manager.locator('[data-col="test"], [data-col="prod"]')).toHaveCount(0)
  await manager.locator('[data-col="dev"]').focus()
  await page.keyboard.press('ArrowRight')
  await expect(manager.locator('[data-col="groups"]')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(manager.locator('[data-col="dev"]')).toBeFocused()
})

test('collaborators are searched with marks and filtered by role and environment @row-2', async ({ page, emulator }) => {
  await showAccount(page, emulator, 1)
  const state = await emulator.control<State>('GET', '/state?account=a2')
  const customer = state.customers.find(({ id }) => state.workspaces[id]?.rbac_migrated === true && state.workspaces[id].members.length > 1)!
  const { members } = state.workspaces[customer.id]!
  const word = members[0]!.name.slice(0, 3).toLowerCase()
  await openCustomer(page, customer.name, customer.id)
  await openTab(page, 'Collaborators')
  await page.getByPlaceholder('Name or email').fill(members[0]!.email)
  await expect(rowsOf(page, 'members')).toHaveCount(1)
  await page.getByPlaceholder('Name or email').fill(word)
  await expect(rowsOf(page, 'members').locator('mark').first()).toHaveText(new RegExp(word, 'i'))
  await page.getByPlaceholder('Name or email').fill('nobody is called this')
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible()
})

test('the grid comes back where it was left, by keyboard alone @row-2 @row-34', async ({ page }) => {
  await rows(page).first().locator('[data-col="customer"]').focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('ArrowUp')
  const cell = grid(page).locator('[role="row"][aria-rowindex="30"] [data-col="apps"]')
  await expect(cell).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(customerPage(page).getByRole('tab', { name: 'Dashboard' })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('banner').getByRole('link', { name: 'Customers' }).press('Enter')
  await expect(cell).toBeFocused()
  await expect(cell).toBeInViewport()
})

test('arrow keys move through the tabs, and switching the account leaves the page @row-2 @row-34', async ({ page, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  await openCustomer(page, customers[0]!.name, customers[0]!.id)
  await customerPage(page).getByRole('tab', { name: 'Dashboard' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(customerPage(page).getByRole('tab', { name: 'Collaborators' })).toBeFocused()
  await page.keyboard.press('End')
  await expect(customerPage(page).getByRole('tab', { name: 'Settings' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+2')
  await expect(customerPage(page)).toHaveCount(0)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(TOTAL + 1))
})

test('privileges are shown as a tree and copied as the JSON of the API @row-5', async ({ electron, page, emulator }) => {
  await showAccount(page, emulator, 1)
  const state = await emulator.control<State>('GET', '/state?account=a2')
  const customer = state.customers.find(({ id }) => state.workspaces[id]?.rbac_migrated === true)!
  const role = state.workspaces[customer.id]!.environmentRoles[0]!
  await openCustomer(page, customer.name, customer.id)
  await openTab(page, 'Roles')
  await rowsOf(page, 'environment-roles').filter({ hasText: role.name }).first().locator('[data-col="name"]').focus()
  await page.keyboard.press('Enter')
  const detail = page.getByRole('complementary', { name: 'Details of the role' })
  await expect(detail.getByRole('heading', { level: 2 })).toHaveText(role.name)
  await expect(detail.locator('summary').first()).toContainText(Object.keys(role.config as object)[0]!)
  // When it was made and changed, and by which ID.
  expect(await detail.getByTestId('role-facts').locator('time').evaluateAll((times) => times.map((one) => Date.parse((one as HTMLTimeElement).dateTime)))).toEqual([Date.parse(role.created_at), Date.parse(role.updated_at)])
  await expect(detail.getByTestId('role-facts')).toContainText(String(role.id))
  await detail.getByRole('button', { name: 'Copy as JSON' }).click()
  await expect(detail.getByText('Copied as JSON').last()).toBeVisible()
  expect(JSON.parse(await electron.evaluate(({ clipboard }) => clipboard.readText()))).toEqual(role.config)
  await detail.getByRole('button', { name: 'JSON', exact: true }).click()
  expect(JSON.parse(await detail.locator('pre').innerText())).toEqual(role.config)
})

test('a chart can be read as a table whose numbers are those of the figures @row-2', async ({ page, emulator }) => {
  await showAccount(page, emulator, 1)
  const { customers } = await emulator.control<State>('GET', '/state?account=a2')
  await openCustomer(page, customers[1]!.name, customers[1]!.id)
  await page.getByRole('img', { name: /^Succeeded jobs/ }).locator('svg').waitFor()
  await page.getByRole('button', { name: 'Show as table: Jobs per day' }).press('Enter')
  const cells = await page.getByRole('table', { name: /^Succeeded jobs/ }).locator('tbody td:nth-child(2)').allInnerTexts()
  expect(cells).toHaveLength(30)
  const sum = cells.reduce((total, text) => total + (text === '–' ? 0 : Number(text.replaceAll(',', ''))), 0)
  await expect(page.locator('[data-figure="succeeded"] .big')).toHaveText(sum.toLocaleString('en'))
})

test('a part that cannot be read says why, keeps the rest and offers to read again @row-67', async ({ page, emulator }) => {
  await showAccount(page, emulator, 1)
  const state = await emulator.control<State>('GET', '/state?account=a2')
  const customer = state.customers.find(({ id }) => state.workspaces[id]?.rbac_migrated === true)!
  await expect(page.getByTestId('eta')).toHaveCount(0, { timeout: 60_000 })
  await emulator.control('POST', '/faults', [{ match: { path: `/managed_users/${String(customer.id)}/members` }, fault: { kind: 'status', status: 400 }, times: 50 }])
  await openCustomer(page, customer.name, customer.id)
  await openTab(page, 'Collaborators')
  await customerPage(page).getByRole('button', { name: 'Read again' }).first().click()
  await expect(customerPage(page).getByRole('alert')).toContainText('Collaborators could not be read')
  await expect(rowsOf(page, 'members').first()).toBeVisible()
  await emulator.control('DELETE', '/faults')
  await customerPage(page).getByRole('button', { name: 'Read again' }).first().click()
  await expect(customerPage(page).getByRole('alert')).toHaveCount(0)
})

test('without permission the page says for what, and how to get it, and keeps the rows @row-2', async ({ page, emulator }) => {
  await showAccount(page, emulator, 1)
  const state = await emulator.control<State>('GET', '/state?account=a2')
  const customer = state.customers.find(({ id }) => state.workspaces[id]?.rbac_migrated === true)!
  await expect(page.getByTestId('eta')).toHaveCount(0, { timeout: 60_000 })
  await emulator.control('POST', '/faults', [{ match: { path: `/managed_users/${String(customer.id)}/members` }, fault: { kind: 'status', status: 403 }, times: 50 }])
  await openCustomer(page, customer.name, customer.id)
  await openTab(page, 'Collaborators')
  await customerPage(page).getByRole('button', { name: 'Read again' }).first().click()
  await expect(customerPage(page).locator('[data-read-state="forbidden"]')).toContainText('No permission to read: Collaborators')
  await expect(customerPage(page).getByRole('link', { name: 'How to add it' })).toBeVisible()
  await expect(rowsOf(page, 'members').first()).toBeVisible()
})
