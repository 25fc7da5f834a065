import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app'
import { addAccount, addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'

/** Files below `folder` that hold `text` in UTF-8 or UTF-16. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined || stat.isSocket()) return []
    if (stat.isDirectory()) return filesWith(path, text)
    const bytes = readFileSync(path)
    return bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')) ? [path] : []
  })
}

test('no file of the user-data folder holds a token @row-28', async ({ launch, emulator, userData }) => {
  const { electron, page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 12)
  for (const { token } of emulator.accounts) expect(filesWith(userData, token)).toEqual([])
  await electron.close()
  for (const { token } of emulator.accounts) expect(filesWith(userData, token)).toEqual([])
  // The search itself finds what is there.
  expect(filesWith(userData, emulator.accounts[0]!.name).length).toBeGreaterThan(0)
})

test('an item deleted behind the app is told as absent; the rows stay @row-29', async ({ launch, emulator, keychain }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  await waitUntilRead(first.page, 30)
  await first.electron.close()
  await keychain.deleteAll()
  const { page } = await launch()
  await expect(rows(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.locator('[role="alert"][data-error-code="TOKEN_ABSENT"]')).toBeVisible()
})

test('a locked keychain is told as locked, and the token is there after it is unlocked', async ({ launch, emulator, keychain }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  await waitUntilRead(first.page, 30)
  await first.electron.close()
  await keychain.lock()
  const locked = await launch()
  await expect(rows(locked.page).first()).toBeVisible()
  await locked.page.getByRole('button', { name: 'Read again' }).click()
  await expect(locked.page.locator('[role="alert"][data-error-code="KEYCHAIN_LOCKED"]')).toBeVisible({ timeout: 30_000 })
  await locked.electron.close()
  await keychain.unlock()
  expect(await keychain.count()).toBe(1)
  const unlocked = await launch()
  await emulator.control('DELETE', '/log')
  await unlocked.page.getByRole('button', { name: 'Read again' }).click()
  await expect.poll(async () => (await emulator.control<{ status: number }[]>('GET', '/log')).some(({ status }) => status === 200)).toBe(true)
})

test.describe('without a keychain', () => {
  test.use({ keychainState: 'missing' })

  test('the cause is explained, "for this session only" works and leaves nothing on disk @row-29', async ({ launch, emulator, userData }) => {
    const first = await launch()
    const account = emulator.accounts[0]!
    await addAccount(first.page, account)
    await expect(first.page.locator('[role="alert"][data-error-code="KEYCHAIN_MISSING"]')).toBeVisible()
    const form = first.page.getByTestId('account-add')
    await form.getByLabel('API token').fill(account.token)
    await form.getByRole('checkbox', { name: /For this session only/ }).click()
    await form.getByRole('button', { name: 'Add account' }).click()
    await waitUntilRead(first.page, 30)
    await first.electron.close()
    expect(filesWith(userData, account.token)).toEqual([])

    const second = await launch()
    await expect(rows(second.page).first()).toBeVisible()
    await second.page.getByRole('button', { name: 'Read again' }).click()
    await expect(second.page.locator('[role="alert"][data-error-code="TOKEN_ABSENT"]')).toBeVisible()
  })
})
