import { expect, test } from '../fixtures/app'
import { addAccount, addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'

test('an account is added, survives a restart and reads with the token from the keychain @row-28', async ({ launch, emulator, keychain }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  await waitUntilRead(first.page, 30)
  expect(await keychain.count()).toBe(1)
  await first.electron.close()

  await emulator.control('DELETE', '/log')
  const second = await launch()
  await expect(rows(second.page).first()).toBeVisible()
  await second.page.getByRole('button', { name: 'Read again' }).click()
  await expect.poll(async () => (await emulator.control<{ status: number }[]>('GET', '/log')).some((entry) => entry.status === 200)).toBe(true)
})

test('two accounts hold two keychain items; the same account twice is refused @row-28', async ({ launch, emulator, keychain }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await addEmulatorAccount(page, emulator, 1)
  expect(await keychain.count()).toBe(2)
  await waitUntilRead(page, 12)
  const { baseUrl, token } = emulator.accounts[0]!
  await addAccount(page, { name: 'The same again', baseUrl, token })
  await expect(page.locator('[role="alert"][data-error-code="DUPLICATE_ACCOUNT"]')).toBeVisible()
  expect(await keychain.count()).toBe(2)
  await expect(page.getByTestId('account-switcher').locator('[data-account-id]')).toHaveCount(2)
})

const WRONG = [
  { title: 'a wrong token', code: 'TOKEN_REFUSED', change: (baseUrl: string) => ({ baseUrl, token: 'not-a-token-of-this-account' }) },
  { title: 'an unreachable host', code: 'UNREACHABLE', change: (_: string, token: string) => ({ baseUrl: 'http://127.0.0.1:9', token }) },
  { title: 'a TLS error', code: 'TLS', change: (baseUrl: string, token: string) => ({ baseUrl: baseUrl.replace('http:', 'https:'), token }) },
  { title: 'an address that is not an API', code: 'NOT_WORKATO', change: (baseUrl: string, token: string) => ({ baseUrl: new URL(baseUrl).origin, token }) },
  { title: 'http to another machine', code: 'BASE_URL_INVALID', change: (_: string, token: string) => ({ baseUrl: 'http://partner.example', token }) },
] as const

for (const { title, code, change } of WRONG) {
  test(`${title} is named and nothing is saved @row-74`, async ({ launch, emulator, keychain }) => {
    const { page } = await launch()
    const { baseUrl, token } = emulator.accounts[0]!
    await addAccount(page, { name: 'Wrong', ...change(baseUrl, token) })
    await expect(page.locator(`[role="alert"][data-error-code="${code}"]`)).toBeVisible({ timeout: 30_000 })
    expect(await keychain.count()).toBe(0)
    await expect(page.getByTestId('account-switcher').locator('[data-account-id]')).toHaveCount(0)
  })
}

test('a token without the permission is told apart from a wrong one @row-74', async ({ launch, emulator, keychain }) => {
  await emulator.control('POST', '/faults', [{ match: { path: '/api/users/me' }, fault: { kind: 'status', status: 403, body: { message: 'Forbidden' } } }])
  const { page } = await launch()
  await addAccount(page, { ...emulator.accounts[0]!, name: 'No permission' })
  await expect(page.locator('[role="alert"][data-error-code="FORBIDDEN"]')).toBeVisible()
  expect(await keychain.count()).toBe(0)
})
