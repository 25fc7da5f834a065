import { expect, test } from '../fixtures/app'
import { addAccount, addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'
import { openAccountSettings } from '../pages/settings'

const locked = '[role="alert"][data-error-code="KEYCHAIN_LOCKED"]'

test('adding while the keychain is locked saves nothing, and works once it is unlocked', async ({ launch, emulator, keychain }) => {
  await keychain.lock()
  const { page } = await launch()
  const account = emulator.accounts[0]!
  await addAccount(page, account)
  await expect(page.locator(locked)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('account-switcher').locator('[data-account-id]')).toHaveCount(0)
  await keychain.unlock()
  expect(await keychain.count()).toBe(0)
  await page.getByTestId('account-add').getByRole('button', { name: 'Add account' }).click()
  await waitUntilRead(page, 30)
  expect(await keychain.count()).toBe(1)
})

test('a keychain unlocked while the app runs is used again without a restart @row-29', async ({ launch, emulator, keychain }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 30)
  await keychain.lock()
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.locator(locked)).toBeVisible({ timeout: 30_000 })
  await expect(rows(page).first()).toBeVisible()
  await keychain.unlock()
  await emulator.control('DELETE', '/log')
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.locator(locked)).toHaveCount(0)
  await expect.poll(async () => (await emulator.control<{ status: number }[]>('GET', '/log')).some(({ status }) => status === 200)).toBe(true)
})

test('replacing a token while the keychain is locked keeps the old one', async ({ launch, emulator, keychain }) => {
  const account = emulator.accounts[0]!
  await emulator.control('POST', '/tokens', { account: account.id, token: 'the-second-token-of-this-account' })
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 30)
  const main = await openAccountSettings(page, account.name)
  await keychain.lock()
  await main.getByRole('button', { name: 'Replace token' }).click()
  const dialog = page.getByRole('dialog', { name: `Replace the token of ${account.name}` })
  await dialog.getByLabel('API token').fill('the-second-token-of-this-account')
  await dialog.getByRole('button', { name: 'Replace token' }).click()
  await expect(dialog.locator(locked)).toBeVisible({ timeout: 30_000 })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await keychain.unlock()
  await emulator.control('DELETE', '/log')
  await page.locator('[data-nav="customers"]').click()
  await page.getByRole('button', { name: 'Read again' }).click()
  const tails = async () => new Set((await emulator.control<{ tokenTail: string | null; status: number }[]>('GET', '/log')).filter(({ status }) => status === 200).map(({ tokenTail }) => tokenTail))
  await expect.poll(async () => [...(await tails())]).toEqual([account.token.slice(-4)])
})
