import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { expect, test } from '../fixtures/app'

test('a damaged ledger is left as it is, explained, and mended without a restart of the app', async ({ launch, userData }) => {
  const first = await launch(['--sandbox-account', '--sandbox-size=12x2'])
  await expect(first.page.getByTestId('completeness')).toHaveAttribute('data-read', '12')
  await first.electron.close()
  const ledger = join(userData, 'ledger.db')
  renameSync(ledger, `${ledger}.good`)
  const damaged = Buffer.alloc(20_000, 'not a database ')
  writeFileSync(ledger, damaged)
  for (const suffix of ['-wal', '-shm']) rmSync(ledger + suffix, { force: true })

  const { page } = await launch([])
  const failure = page.getByRole('alert')
  await expect(failure).toHaveAttribute('data-error-code', 'STORE_CORRUPT')
  await expect(failure).toContainText('damaged')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(failure).toContainText('it is still so')
  expect(readFileSync(ledger).equals(damaged)).toBe(true)

  renameSync(`${ledger}.good`, ledger)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-read', '12')
  await expect(page.locator('[data-grid="customers"] [role="row"][data-key]').first()).toBeVisible()
})

test('data of a newer version are left as they are and both versions are named', async ({ launch, userData }) => {
  const first = await launch()
  await first.electron.close()
  const db = new Database(join(userData, 'ledger.db'))
  db.exec('PRAGMA user_version = 999')
  db.close()
  const { page } = await launch()
  const failure = page.getByRole('alert')
  await expect(failure).toHaveAttribute('data-error-code', 'STORE_NEWER')
  await expect(failure).toContainText('version 999')
})
