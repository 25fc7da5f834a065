import { expect, test } from '../fixtures/app'
import { addAccount, addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'
import { openAccountSettings } from '../pages/settings'

test('an account is renamed and recoloured, and stays so after a restart @row-49', async ({ launch, emulator }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  const main = await openAccountSettings(first.page, emulator.accounts[0]!.name)
  await main.getByLabel('Name', { exact: true }).fill('Renamed here')
  await main.getByRole('radio', { name: 'Star' }).click()
  await main.getByRole('button', { name: 'Save changes' }).click()
  const item = (page: typeof first.page) => page.getByTestId('account-switcher').locator('[data-account-id]', { hasText: 'Renamed here' })
  await expect(item(first.page)).toHaveAttribute('data-account-colour', '6')
  await first.electron.close()
  const second = await launch()
  await expect(item(second.page)).toHaveAttribute('data-account-colour', '6')
  await expect(second.page).toHaveTitle('Renamed here - Customers - Rolodesk')
})

test('a refused token is told, replaced, and reading goes on @row-65', async ({ launch, emulator, keychain }) => {
  const { page } = await launch()
  const account = emulator.accounts[0]!
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  await emulator.control('POST', '/tokens', { account: account.id, token: account.token, revoke: true })
  await emulator.control('POST', '/tokens', { account: account.id, token: 'the-second-token-of-this-account' })
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.locator('[role="alert"][data-error-code="TOKEN_REFUSED"]')).toBeVisible()
  await expect(rows(page).first()).toBeVisible()

  const main = await openAccountSettings(page, account.name)
  await main.getByRole('button', { name: 'Replace token' }).click()
  const dialog = page.getByRole('dialog', { name: `Replace the token of ${account.name}` })
  await dialog.getByLabel('API token').fill(emulator.accounts[1]!.token)
  await dialog.getByRole('button', { name: 'Replace token' }).click()
  await expect(dialog.getByRole('alert')).toHaveAttribute('data-error-code', 'TOKEN_REFUSED')
  await dialog.getByLabel('API token').fill('the-second-token-of-this-account')
  await dialog.getByRole('button', { name: 'Replace token' }).click()
  await expect(dialog).toBeHidden()
  expect(await keychain.count()).toBe(1)
  await page.locator('[data-nav="customers"]').click()
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.locator('[role="alert"]')).toHaveCount(0)
})

test('a new token for an account whose old one is gone is sent only after its host was confirmed, by keyboard alone', async ({ launch, emulator, keychain }) => {
  const account = emulator.accounts[1]!
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 1)
  await waitUntilRead(first.page, 6)
  await first.electron.close()
  await keychain.deleteAll()
  const { page } = await launch()
  const main = await openAccountSettings(page, account.name)
  await main.getByRole('button', { name: 'Replace token' }).click()
  const dialog = page.getByRole('dialog', { name: `Replace the token of ${account.name}` })
  await dialog.getByLabel('API token').fill(account.token)
  await emulator.control('DELETE', '/log')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveAttribute('data-error-code', 'BASE_URL_UNCONFIRMED')
  expect(await emulator.control('GET', '/log')).toEqual([])
  await expect(dialog.getByRole('checkbox', { name: `Send the token to ${new URL(account.baseUrl).host}` })).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  expect(await keychain.count()).toBe(1)
  await expect.poll(async () => (await emulator.control<{ status: number }[]>('GET', '/log')).some(({ status }) => status === 200)).toBe(true)
})

test('an account is removed with its token and its rows, after its name was typed @row-73', async ({ launch, emulator, keychain }) => {
  const { page } = await launch()
  const account = emulator.accounts[0]!
  await addEmulatorAccount(page, emulator, 0)
  await addEmulatorAccount(page, emulator, 1)
  const main = await openAccountSettings(page, account.name)
  await main.getByRole('button', { name: 'Remove account' }).click()
  const dialog = page.getByRole('dialog', { name: `Remove ${account.name}` })
  const confirm = dialog.getByRole('button', { name: `Remove ${account.name}` })
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('textbox').fill(account.name.toLowerCase())
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('textbox').fill(account.name)
  await confirm.click()
  await expect(page.getByTestId('account-switcher').locator('[data-account-id]')).toHaveCount(1)
  await expect.poll(() => keychain.count()).toBe(1)
  await addAccount(page, account)
  await expect(page.getByTestId('account-switcher').locator('[data-account-id]')).toHaveCount(2)
})

test('the sandbox opens without a token, and what was changed in it survives a restart', async ({ launch, userData }) => {
  const flags = ['--no-sandbox-account', '--sandbox-size=12x5']
  const first = await launch(flags)
  await first.page.getByRole('button', { name: 'Open the sandbox' }).click()
  await waitUntilRead(first.page, 12)
  await first.electron.close()
  const { readFileSync, writeFileSync } = await import('node:fs')
  const file = `${userData}/sandbox.json`
  const accounts = JSON.parse(readFileSync(file, 'utf8')) as { tokens: unknown[]; customers: { name: string }[] }[]
  expect(accounts[0]!.tokens).toEqual([])
  accounts[0]!.customers[0]!.name = 'Aaa Changed In The Sandbox'
  writeFileSync(file, JSON.stringify(accounts))
  const second = await launch(flags)
  await second.page.getByRole('button', { name: 'Read again' }).click()
  await expect(rows(second.page).first()).toContainText('Aaa Changed In The Sandbox')
})
