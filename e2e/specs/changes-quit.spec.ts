import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import Database from 'libsql'
import { expect, test } from '../fixtures/app'
import type { Emulator } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { makePlan, remoteRole, remoteState, roleEdits, stage, waitUntilPeopleRead } from '../pages/changes'

const TOTAL = 6
const REMOTE = 'a2'
const EDITS = 12
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,6', '--people', '8', '--quota', 'off'] })

/** What the question is answered with: the place of a button. Gives what was asked so far. */
const answer = (electron: ElectronApplication, response: number): Promise<void> => electron.evaluate(({ dialog }, chosen) => {
  Object.assign(dialog, { showMessageBox: async (...args: readonly unknown[]) => { Object.assign(globalThis, { asked: args.at(-1) }); return { response: chosen, checkboxChecked: false } } })
}, response)
const asked = (electron: ElectronApplication): Promise<string> => electron.evaluate(() => (globalThis as unknown as { asked?: { message: string } }).asked?.message ?? '')
const quit = (electron: ElectronApplication): Promise<void> => electron.evaluate(({ BrowserWindow }) => { setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()) })
/** Every change takes as long as that. */
const slow = (emulator: Emulator): Promise<unknown> => emulator.control('POST', '/faults', [{ match: { method: 'PUT' }, fault: { kind: 'delay', ms: 1500 } }])

const DAY_MS = 86_400_000
const ENDS = [
  { name: 'goes on at the next start where that was chosen', choice: 1, days: 0, state: 'done' },
  { name: 'stays paused where that was chosen', choice: 2, days: 0, state: 'paused' },
  { name: 'waits for a person where the next start is more than a week later', choice: 1, days: 8, state: 'paused' },
] as const
for (const { name, choice, days, state } of ENDS) {
  test(`closing the window asks while a job is at work, and the job ${name} @row-26 @row-63`, async ({ launch, emulator, userData }) => {
    test.setTimeout(150_000)
    const first = await launch()
    const accountId = await addEmulatorAccount(first.page, emulator, 1)
    await waitUntilPeopleRead(first.page, accountId, TOTAL)
    const remote = await remoteState(emulator, REMOTE)
    const edits = roleEdits(remote, 'dev', EDITS)
    expect(edits).toHaveLength(EDITS)
    await stage(first.page, remote, accountId, 'twelve', edits)
    await makePlan(first.page)
    await slow(emulator)
    await first.page.getByTestId('plan-apply').click()
    await expect(first.page.getByTestId('job')).toHaveAttribute('data-job-state', 'running')
    const { name: job } = (await first.page.evaluate(() => (globalThis as unknown as { rolodesk: { invoke(m: string, i: unknown): Promise<{ value: { jobs: { name: string }[] } }> } }).rolodesk.invoke('jobs.list', { offset: 0, limit: 1 }))).value.jobs[0]!
    await answer(first.electron, 0)
    await quit(first.electron)
    await expect.poll(() => asked(first.electron)).toBe(`The job ${job} is still at work.`)
    await expect(first.page.getByTestId('job')).toHaveAttribute('data-job-state', 'running')
    await answer(first.electron, choice)
    if (choice === 2) {
      // Nothing can be written for a while: the window stays, and says why.
      const writer = new Database(join(userData, 'ledger.db'))
      writer.exec('BEGIN IMMEDIATE')
      await quit(first.electron)
      await expect.poll(() => asked(first.electron), { timeout: 20_000 }).toBe(`The job ${job} could not be paused, so Rolodesk stays open.`)
      writer.exec('ROLLBACK')
      writer.close()
      await expect(first.page.getByTestId('job')).toHaveAttribute('data-job-state', 'running')
    }
    const ended = new Promise<void>((resolve) => first.electron.once('close', () => { resolve() }))
    await quit(first.electron)
    await ended
    await emulator.control('DELETE', '/faults')

    const ledger = new Database(join(userData, 'ledger.db'))
    ledger.exec(`UPDATE jobs SET running_since = running_since - ${String(days * DAY_MS)}; UPDATE job_steps SET updated_at = updated_at - ${String(days * DAY_MS)};`)
    ledger.close()

    const { page } = await launch()
    await page.locator('[data-nav="changes"]').click()
    const note = page.getByTestId('changes-old')
    if (days > 0) {
      await expect(note).toContainText(`The job ${job} of`)
      await note.getByRole('link', { name: 'Show the job' }).click()
      await expect(page.getByTestId('job-old')).toContainText('Nothing of it has moved for more than seven days')
    } else {
      await page.getByRole('link', { name: job }).click()
    }
    const shown = page.getByTestId('job')
    await expect(shown).toHaveAttribute('data-job-state', state, { timeout: 30_000 })
    if (state === 'paused') await page.getByRole('button', { name: 'Resume' }).click()
    await expect(shown).toHaveAttribute('data-applied', String(EDITS), { timeout: 30_000 })
    await expect(page.getByTestId('job-old')).toHaveCount(0)
    const after = await remoteState(emulator, REMOTE)
    for (const one of edits) expect(remoteRole(after, one)).toBe(one.wish)
  })
}
