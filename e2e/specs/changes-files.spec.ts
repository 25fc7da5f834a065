import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, makePlan, remoteState, roleEdits, stage, waitUntilPeopleRead } from '../pages/changes'

const TOTAL = 12
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,12', '--people', '8', '--quota', 'off'] })

/** The dialogs of the system cannot be driven: they answer with this file. */
const answerDialogs = (electron: ElectronApplication, path: string): Promise<void> => electron.evaluate(({ dialog }, chosen) => {
  Object.assign(dialog, { showSaveDialog: async () => ({ canceled: false, filePath: chosen }), showOpenDialog: async () => ({ canceled: false, filePaths: [chosen] }) })
}, path)

test('an account with 40 changes goes only after 40 was typed, and a file brings all 40 back @row-73', async ({ launch, emulator, userData }) => {
  test.setTimeout(150_000)
  const { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  const { name } = emulator.accounts[1]!
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const edits = roleEdits(state, 'test', 40)
  expect(edits).toHaveLength(40)
  await stage(page, state, accountId, 'forty', edits)
  const file = join(userData, 'forty.json')
  await answerDialogs(electron, file)

  await page.locator('[data-nav="settings"]').click()
  await page.getByRole('button', { name: 'Remove account' }).click()
  const dialog = page.getByRole('dialog', { name: `Remove ${name}` })
  await expect(dialog.getByTestId('remove-waiting')).toHaveAttribute('data-count', '40')
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name)
  const confirm = dialog.getByRole('button', { name: `Remove ${name}` })
  await dialog.getByLabel('Type 40 to give the changes up').fill('39')
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('button', { name: 'Save changes to a file' }).click()
  await expect(dialog.getByText('40 changes saved')).toBeVisible()
  await dialog.getByLabel('Type 40 to give the changes up').fill('40')
  await confirm.click()
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '0')
  expect(readFileSync(file, 'utf8')).not.toContain(emulator.accounts[1]!.token)

  const again = await addEmulatorAccount(page, emulator, 1)
  expect(again).not.toBe(accountId)
  await page.locator('[data-nav="changes"]').click()
  await page.getByTestId('changes-open').click()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '40')
  await waitUntilPeopleRead(page, again, TOTAL)
  const plan = await makePlan(page)
  await expect(plan.getByRole('tab', { name: 'All' })).toContainText('40')
})

test('the evidence of a job is a file that the person chooses @row-17', async ({ launch, emulator, userData }) => {
  test.setTimeout(120_000)
  const { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const edits = roleEdits(state, 'dev', 3)
  await stage(page, state, accountId, 'three', edits)
  await makePlan(page)
  await applyPlan(page)
  const file = join(userData, 'evidence.json')
  await answerDialogs(electron, file)
  await page.getByRole('button', { name: 'Save evidence' }).click()
  await expect(page.getByRole('button', { name: 'Evidence saved' })).toBeVisible()
  const rows = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>[]
  expect(rows.map((row) => [row['account'], row['outcome'], row['read back']])).toEqual(edits.map(({ wish }) => [emulator.accounts[1]!.name, 'applied', wish]))
})
