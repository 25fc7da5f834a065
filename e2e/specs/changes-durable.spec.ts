import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, makePlan, remoteState, roleEdits, stage, waitUntilPeopleRead } from '../pages/changes'

const TOTAL = 12
const PEOPLE = 24
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,12', '--people', String(PEOPLE), '--quota', 'off'] })

test('a journal whose entry was altered says so at the next start, and names the range @row-66', async ({ launch, emulator, userData }) => {
  test.setTimeout(180_000)
  const first = await launch()
  const accountId = await addEmulatorAccount(first.page, emulator, 1)
  await waitUntilPeopleRead(first.page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  await stage(first.page, state, accountId, 'three', roleEdits(state, 'dev', 3))
  await makePlan(first.page)
  await applyPlan(first.page)
  await first.page.locator('[data-nav="history"]').click()
  await expect(first.page.getByTestId('history')).not.toHaveAttribute('data-altered-at', /./)
  await expect(first.page.locator('[data-grid="journal"] [data-event="sending"]').first()).toBeVisible()
  await first.electron.close()

  const Database = createRequire(__filename)('libsql') as new (path: string) => { exec(sql: string): void; close(): void }
  const ledger = new Database(join(userData, 'ledger.db'))
  ledger.exec('DROP TRIGGER IF EXISTS journal_append_only')
  // One bit of one byte: what is left is neither JSON nor text.
  ledger.exec("UPDATE journal SET data = CAST(x'fb' || substr(CAST(data AS BLOB), 2) AS TEXT) WHERE n = 2")
  ledger.close()

  const { page } = await launch()
  await page.locator('[data-nav="history"]').click()
  const alert = page.getByTestId('journal-altered')
  await expect(alert).toContainText('altered at entry 2')
  await expect(page.getByTestId('history')).toHaveAttribute('data-altered-at', '2')
  await expect(page.locator('[data-altered="true"]').first()).toBeVisible()
})

test('a second process that is forced onto the same data can read and not write @row-78', async ({ launch, emulator, userData }) => {
  test.setTimeout(120_000)
  const first = await launch()
  const accountId = await addEmulatorAccount(first.page, emulator, 1)
  await waitUntilPeopleRead(first.page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const [one, two] = roleEdits(state, 'dev', 2)
  await stage(first.page, state, accountId, 'one', [one!])
  // What keeps a second start away.
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) rmSync(join(userData, name), { force: true })
  const second = await launch()
  await expect(second.page.getByTestId('queue')).toHaveAttribute('data-count', '1')
  expect(await invoke(second.page, 'intents.discard', { name: 'All', removes: null })).toMatchObject({ ok: false, error: { code: 'STORE_READONLY' } })
  await stage(first.page, state, accountId, 'another', [two!])
  await expect(first.page.getByTestId('queue')).toHaveAttribute('data-count', '2')
})
