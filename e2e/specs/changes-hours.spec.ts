import { expect, test } from '../fixtures/app'
import type { LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { makePlan, remoteRole, remoteState, roleEdits, stage, waitUntilPeopleRead } from '../pages/changes'
import { openAccountSettings } from '../pages/settings'

const TOTAL = 6
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,6', '--people', '8', '--quota', 'off'] })

test('a job outside of the hours of its account says until when it waits, sends nothing, and starts where a person wants it anyway @row-54', async ({ launch, emulator }) => {
  test.setTimeout(150_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  // Two hours from now, for two hours, where the app is.
  const [from, to] = await page.evaluate(() => [2, 4].map((hours) => new Date(Date.now() + hours * 3600_000).toTimeString().slice(0, 5)))
  const main = await openAccountSettings(page, emulator.accounts[1]!.name)
  const options = main.getByTestId('account-options')
  await options.getByLabel('Jobs from').fill(from!)
  await options.getByLabel('Jobs until').fill(from!)
  await options.getByRole('button', { name: 'Save limits' }).click()
  await expect(options.getByRole('alert')).toContainText('The hours of jobs are too short.')
  await options.getByLabel('Jobs until').fill(to!)
  await options.getByRole('button', { name: 'Save limits' }).click()
  await expect(options.getByRole('status')).toHaveText('Saved')

  const state = await remoteState(emulator, REMOTE)
  const edits = roleEdits(state, 'dev', 4)
  await stage(page, state, accountId, 'four', edits)
  const plan = await makePlan(page)
  await expect(plan.getByTestId('plan-hours')).toContainText(`The job waits until`)
  await expect(plan.getByTestId('plan-hours')).toContainText(from!)
  await page.getByTestId('plan-apply').click()
  const job = page.getByTestId('job')
  await expect(job.getByTestId('job-eta')).toHaveText(new RegExp(`^Waits until .*${from!}$`))
  await expect(job.getByTestId('job-hours')).toContainText('Outside of its hours. 4 changes wait.')
  await expect(page.getByTestId('eta')).toContainText('about 2 h left')
  const writes = async (): Promise<number> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET').length
  expect(await writes()).toBe(0)
  await job.getByRole('button', { name: 'Start now anyway' }).click()
  await expect(job).toHaveAttribute('data-applied', '4', { timeout: 30_000 })
  await expect(job.getByTestId('job-hours')).toHaveCount(0)
  const after = await remoteState(emulator, REMOTE)
  for (const one of edits) expect(remoteRole(after, one)).toBe(one.wish)
})
