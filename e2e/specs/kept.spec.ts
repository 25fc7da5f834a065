import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows, waitUntilRead } from '../pages/customers'

test('the account on screen, the order and the theme are there again after a restart', async ({ launch, emulator }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  await addEmulatorAccount(first.page, emulator, 1)
  await waitUntilRead(first.page, 12)
  const plan = (page: typeof first.page) => grid(page).getByRole('columnheader', { name: 'Plan' })
  for (const direction of ['ascending', 'descending']) {
    await plan(first.page).getByRole('button').click()
    await expect(plan(first.page)).toHaveAttribute('aria-sort', direction)
  }
  await first.page.locator('[data-nav="settings"]').click()
  await first.page.getByText('Appearance', { exact: true }).click()
  await first.page.getByLabel('Dark', { exact: true }).check()
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await first.electron.close()

  const { page } = await launch()
  await expect(rows(page).first()).toBeVisible()
  await expect(page.getByTestId('account-switcher').locator('[aria-current="true"]')).toContainText(emulator.accounts[1]!.name)
  await expect(plan(page)).toHaveAttribute('aria-sort', 'descending')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a second start on the same data ends by itself and leaves the first one in peace', async ({ launch, userData, keychain }) => {
  const { electron, page } = await launch()
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', join(__dirname, '../..'), '--no-sandbox-account']
  const second = spawn(process.env['ROLODESK_ELECTRON'] ?? '', args, { env: { ...process.env, ...keychain.env, ROLODESK_USER_DATA: userData }, timeout: 20_000 })
  expect(await new Promise((resolve) => second.once('close', resolve))).toBe(0)
  // Asked to end by the time limit it would end with 0 as well.
  expect(second.killed).toBe(false)
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  await expect(page.getByRole('heading', { name: 'Add a partner account' })).toBeVisible()
})
