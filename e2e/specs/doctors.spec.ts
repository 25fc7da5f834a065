import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import { addEmulatorAccount } from '../pages/accounts'
import { waitUntilRead } from '../pages/customers'
import { openAccountSettings } from '../pages/settings'

test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '12,6', '--people', '5', '--quota', 'off'] })

test('a refused token pauses its account alone, says so on every screen, and the doctor names the hop @row-65 @row-74', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 6)
  const [first, second] = emulator.accounts
  const { customers } = await emulator.control<{ customers: { id: number }[] }>('GET', `/state?account=${first!.id}`)
  await emulator.control('POST', '/faults', [{ match: { path: `/api/managed_users/${String(customers[0]!.id)}/members` }, fault: { kind: 'status', status: 401 } }])
  await page.getByTestId('account-switcher').locator('[data-account-id]', { hasText: first!.name }).click()
  await page.getByRole('button', { name: 'Read again' }).click()
  await page.locator('[data-nav="people"]').click()
  const banner = page.getByTestId('token-banner')
  await expect(banner).toHaveCount(1)
  await expect(banner).toContainText(first!.name)
  await expect(banner).not.toContainText(second!.name)
  await emulator.control('DELETE', '/faults')
  await emulator.control('POST', '/faults', [{ match: { path: '/api/users/me' }, fault: { kind: 'status', status: 401 } }])
  await banner.getByRole('link', { name: 'Replace the token' }).click()
  const doctor = page.getByTestId('connection-doctor')
  await doctor.getByRole('button', { name: 'Check the connection' }).click()
  await expect(doctor).toHaveAttribute('data-failed-hop', 'token')
  await expect(doctor.getByRole('alert')).toHaveAttribute('data-error-code', 'TOKEN_REFUSED')
  await expect(doctor.locator('[data-hop="permission"]')).toHaveAttribute('data-state', 'not-reached')
})

test('a closed group of endpoints is named with what it hides and the endpoint to tick, and the rest works @row-75', async ({ launch, emulator }) => {
  const { page } = await launch()
  await emulator.control('POST', '/faults', [{ match: { path: '/project_grants' }, fault: { kind: 'status', status: 403 } }])
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  const main = await openAccountSettings(page, emulator.accounts[0]!.name)
  await main.getByTestId('permissions').getByRole('button', { name: 'Check' }).click()
  const grants = main.getByTestId('permissions').locator('[data-scope="grants"]')
  await expect(grants).toHaveAttribute('data-state', 'forbidden')
  await expect(grants).toContainText('/project_grants')
  await expect(main.getByTestId('permissions').locator('[data-scope="members"]')).toHaveAttribute('data-state', 'allowed')
})

test('working offline sends nothing, whatever asks for it', async ({ launch, emulator }) => {
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 6)
  await page.getByRole('switch', { name: 'Work offline' }).click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
  await emulator.control('DELETE', '/log')
  const { customers } = await emulator.control<{ customers: { id: number }[] }>('GET', '/state?account=a2')
  const target = { accountId, customerId: customers[0]!.id }
  const code = async (method: string, input: unknown): Promise<string | undefined> => (await invoke(page, method, input)).error?.code
  expect(await code('workspace.jobs', { ...target, from: 0, to: 1, interval: 'day' })).toBe('OFFLINE')
  expect(await code('doctor.checkScopes', { accountId })).toBe('OFFLINE')
  expect(await code('accounts.check', { dataCenter: 'custom', baseUrl: emulator.accounts[0]!.baseUrl, token: emulator.accounts[0]!.token })).toBe('OFFLINE')
  for (const [method, input] of [['workspace.refresh', target], ['customers.refresh', { accountId }], ['reading.retry', { accountId, customers: null }]] as const) expect(await code(method, input)).toBeUndefined()
  await openAccountSettings(page, emulator.accounts[1]!.name)
  const doctor = page.getByTestId('connection-doctor')
  await doctor.getByRole('button', { name: 'Check the connection' }).click()
  await expect(doctor).toHaveAttribute('data-failed-hop', 'network')
  await expect(doctor.getByRole('alert')).toHaveAttribute('data-error-code', 'OFFLINE')
  await expect(doctor.locator('[data-hop="answer"]')).toBeVisible()
  await expect(doctor.locator('[data-hop="tls"]'), 'an address without encryption has no such hop').toHaveCount(0)
  expect(await emulator.control('GET', '/log')).toEqual([])
})
