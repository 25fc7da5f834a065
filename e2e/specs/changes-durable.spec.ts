import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, editableCustomers, makePlan, remoteState, roleEdits, stage, waitUntilPeopleRead } from '../pages/changes'
import { ENVIRONMENTS, matrix, matrixCell, matrixOf, openMatrix, queue, rowKeys, searchMatrix, writeClipboard } from '../pages/matrix'

const TOTAL = 12
const PEOPLE = 40
const ROUNDS = 5
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,12', '--people', String(PEOPLE), '--quota', 'off'] })

test('500 cells of the matrix that were painted as kept while offline are there after each of five hard ends @row-46', async ({ launch, emulator }) => {
  test.setTimeout(240_000)
  let { page, electron } = await launch()
  await matrixOf(page, emulator, 1, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const customers = editableCustomers(state).slice(0, ROUNDS)
  expect(customers.length).toBe(ROUNDS)
  await page.getByRole('switch').click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
  const painted = () => matrix(page).locator('[data-env][data-state="pending"]').evaluateAll((cells) => cells.map((cell) => [cell.getAttribute('data-member'), cell.getAttribute('data-env'), cell.getAttribute('data-value')].join(' ')))
  let kept = 0
  for (const { id } of customers) {
    const words = `customer-${String(id)}.example`
    const people = state.workspaces[id]!.members.filter(({ email }) => email.includes(words))
    await searchMatrix(page, words, people.length)
    const keys = await rowKeys(page, words)
    // Every role another one than it is.
    const held = (key: string, environment: string) => people.find((one) => one.id === Number(key.split('/')[2]))!.roles.find(({ environment_type }) => environment_type === environment)?.role_name
    await writeClipboard(electron, keys.map((key) => ENVIRONMENTS.map((environment) => (held(key, environment) === 'Member' ? 'EnvironmentManager' : 'Member')).join('\t')).join('\n'))
    await matrixCell(page, keys[0]!, 'dev').click()
    await page.keyboard.press('Control+v')
    await expect(page.getByTestId('matrix-ghost')).toBeVisible()
    await page.keyboard.press('Enter')
    kept += keys.length * ENVIRONMENTS.length
    await expect(matrixCell(page, keys[0]!, 'prod')).toHaveAttribute('data-state', 'pending')
    const seen = await painted()
    const ended = new Promise<void>((resolve) => electron.once('close', () => { resolve() }))
    electron.process().kill('SIGKILL')
    await ended
    expect(seen.length).toBeGreaterThan(20)
    ;({ page, electron } = await launch())
    await expect(queue(page)).toHaveAttribute('data-count', String(kept))
    await openMatrix(page)
    await searchMatrix(page, words, people.length)
    await expect(matrixCell(page, keys[0]!, 'prod')).toHaveAttribute('data-state', 'pending')
    expect(await painted()).toEqual(expect.arrayContaining(seen))
  }
  expect(kept).toBeGreaterThanOrEqual(500)
})

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
