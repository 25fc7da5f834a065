import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, changeElsewhere, editableCustomers, makePlan, openCollaborators, remoteRole, remoteState, roleCell, roleEdits, stage, waitUntilPeopleRead, type RemoteMember } from '../pages/changes'
import { matrix, matrixCell, matrixSearch, openMatrix } from '../pages/matrix'
import { openAccountSettings } from '../pages/settings'

/** Two hundred people who can be edited, in few customers. */
const TOTAL = 12
const PEOPLE = 24
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,12', '--people', String(PEOPLE), '--quota', 'off'] })

const changes = async (emulator: Emulator): Promise<readonly LoggedRequest[]> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')
const fault = (emulator: Emulator, match: object, what: object, times?: number): Promise<unknown> => emulator.control('POST', '/faults', [{ match, fault: what, ...(times === undefined ? {} : { times }) }])
/** The number of requests once none has come for two seconds. */
async function whenQuiet(emulator: Emulator): Promise<number> {
  let last = { count: -1, at: Date.now() }
  await expect.poll(async () => {
    const { length } = await emulator.control<unknown[]>('GET', '/log')
    if (length !== last.count) last = { count: length, at: Date.now() }
    return Date.now() - last.at
  }, { timeout: 30_000 }).toBeGreaterThan(2000)
  return last.count
}

test('11 of 200 that are refused are told, and only they are tried again @row-25', async ({ launch, emulator }) => {
  test.setTimeout(240_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const edits = roleEdits(state, 'dev', 200, PEOPLE)
  expect(edits).toHaveLength(200)
  await stage(page, state, accountId, 'two hundred', edits)
  await makePlan(page)
  const failing = edits.filter((_, i) => i % 18 === 5)
  expect(failing).toHaveLength(11)
  await fault(emulator, { method: 'PUT', path: `/(${failing.map(({ customerId, memberId }) => `${String(customerId)}/members/${String(memberId)}`).join('|')})$` }, { kind: 'status', status: 400, body: { message: 'Not now' } })
  await page.getByTestId('plan-apply').click()
  const job = page.getByTestId('job')
  await expect(job).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 })
  await expect(job).toHaveAttribute('data-applied', '189')
  await expect(job).toHaveAttribute('data-failed', '11')
  await expect(job.getByText('Done, 11 need a decision')).toBeVisible()
  const customers = new Set(failing.map(({ customerId }) => customerId)).size
  await expect(page.getByTestId('job-failures').getByRole('listitem')).toHaveText([new RegExp(`^11 changes in ${String(customers)} customers.*Not now`)])
  // In the matrix they are not applied; nothing is kept.
  const [{ customerId, memberId }] = failing as [(typeof failing)[number]]
  await openMatrix(page)
  await matrixSearch(page).fill(state.workspaces[customerId]!.members.find(({ id }) => id === memberId)!.email)
  const cell = matrixCell(page, `${accountId}/${String(customerId)}/${String(memberId)}`, 'dev')
  await expect(cell).toHaveAttribute('data-state', 'failed')
  await expect(cell).toContainText('Not applied')
  await expect(matrix(page).locator('[data-group] .kept')).toHaveCount(0)
  await cell.click()
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  await expect(page.getByTestId('details-staged')).toContainText('No change is kept for this person here.')
  await page.getByTestId('details-history').getByRole('link').first().click()
  await expect(job).toHaveAttribute('data-failed', '11')
  await emulator.control('DELETE', '/faults')
  await emulator.control('DELETE', '/log')
  await page.getByRole('button', { name: 'Retry 11 failed' }).click()
  await expect(job).toHaveAttribute('data-applied', '200', { timeout: 30_000 })
  await expect(job).toHaveAttribute('data-job-state', 'done')
  await expect(job.getByText('Done', { exact: true })).toBeVisible()
  await expect(page.getByTestId('job-failures')).toHaveCount(0)
  expect(await changes(emulator)).toHaveLength(11)
})

test('a paused job sends nothing, a cancelled one gives up the rest, and the grid shows what is there @row-26', async ({ launch, emulator }) => {
  test.setTimeout(240_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const edits = roleEdits(state, 'dev', 200, PEOPLE)
  await stage(page, state, accountId, 'two hundred', edits)
  await makePlan(page)
  await fault(emulator, { method: 'PUT' }, { kind: 'delay', ms: 300 })
  await page.getByTestId('plan-apply').click()
  const job = page.getByTestId('job')
  const count = async (name: string): Promise<number> => Number(await job.getAttribute(`data-${name}`))
  await expect.poll(() => count('applied'), { timeout: 60_000 }).toBeGreaterThanOrEqual(50)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(job).toHaveAttribute('data-job-state', 'paused')
  const queued = await count('queued')
  const sent = await whenQuiet(emulator)
  // What was on its way in six customers is settled.
  expect(await count('queued')).toBeGreaterThanOrEqual(queued - 6)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(async () => (await emulator.control<unknown[]>('GET', '/log')).length).toBeGreaterThan(sent)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Cancel / }).click()
  await expect(job).toHaveAttribute('data-job-state', 'cancelled')
  await whenQuiet(emulator)
  const [applied, cancelled] = [await count('applied'), await count('cancelled')]
  expect(applied + cancelled).toBe(200)
  expect(cancelled).toBeGreaterThan(0)
  expect(await changes(emulator)).toHaveLength(applied)
  const after = await remoteState(emulator, REMOTE)
  const left = edits.filter((one) => remoteRole(after, one) === one.base)
  expect(left).toHaveLength(cancelled)
  await openCollaborators(page, accountId, left[0]!.customerId)
  const cell = roleCell(page, left[0]!.memberId, 'dev').locator('[data-state]')
  await expect(cell).toHaveAttribute('data-state', 'clean')
  await expect(cell).toHaveAttribute('data-value', left[0]!.base ?? 'No access')
})

test('refusals by quota without a number lose nothing and double nothing @row-27', async ({ launch, emulator }) => {
  test.setTimeout(150_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const edits = roleEdits(state, 'dev', 20, PEOPLE)
  await stage(page, state, accountId, 'twenty', edits)
  await makePlan(page)
  await emulator.control('DELETE', '/log')
  await fault(emulator, { method: 'PUT', every: 3 }, { kind: 'status', status: 429, body: { message: 'Too many requests' } }, 4)
  const job = await applyPlan(page)
  await expect(job).toHaveAttribute('data-applied', '20')
  const log = await changes(emulator)
  expect(log.filter(({ status }) => status === 429)).toHaveLength(4)
  const done = log.filter(({ status }) => status === 200).map(({ path }) => path)
  expect(new Set(done).size).toBe(20)
  expect(done).toHaveLength(20)
})

test('the last administrator of a customer stays, everything else is applied @row-51', async ({ launch, emulator }) => {
  test.setTimeout(150_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  const before = await remoteState(emulator, REMOTE)
  // A manager of customers counts as administrator everywhere; everybody else but one gives the administration of PROD up.
  const managers = await emulator.control<{ body: { result: { items: readonly { id: number }[] } } }>('POST', '/other', { account: REMOTE, method: 'GET', path: '/api/customer_managers' })
  for (const { id } of managers.body.result.items) await emulator.control('POST', '/other', { account: REMOTE, method: 'DELETE', path: `/api/customer_managers/${String(id)}` })
  const holds = ({ roles }: RemoteMember): boolean => roles.some((one) => one.environment_type === 'prod' && one.role_name === 'EnvironmentAdmin')
  const customerId = editableCustomers(before).find(({ id }) => before.workspaces[id]!.members.some(holds))!.id
  const admins = before.workspaces[customerId]!.members.filter(holds)
  const [last, ...others] = admins
  for (const { id } of others) await changeElsewhere(emulator, before, REMOTE, { customerId, memberId: id, environment: 'prod', base: 'EnvironmentAdmin', wish: 'EnvironmentAdmin' })
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const plain = roleEdits(state, 'dev', 5).filter(({ memberId }) => memberId !== last!.id)
  await stage(page, state, accountId, 'some', [...plain, { customerId, memberId: last!.id, environment: 'prod', base: 'EnvironmentAdmin', wish: 'Member' }])
  const plan = await makePlan(page)
  const blocked = plan.locator('[data-plan-item][data-verdict="blocked"]')
  await expect(blocked).toHaveCount(1)
  await expect(blocked).toContainText('Last environment admin here in PROD')
  const job = await applyPlan(page)
  await expect(job).toHaveAttribute('data-applied', String(plain.length))
  await expect(job).toHaveAttribute('data-failed', '1')
  expect(remoteRole(await remoteState(emulator, REMOTE), { customerId, memberId: last!.id, environment: 'prod' })).toBe('EnvironmentAdmin')
})

test('200 applied changes are undone, except the three that somebody else has changed since @row-57', async ({ launch, emulator }) => {
  test.setTimeout(240_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const before = await remoteState(emulator, REMOTE)
  const edits = roleEdits(before, 'dev', 200, PEOPLE)
  await stage(page, before, accountId, 'two hundred', edits)
  await makePlan(page)
  await applyPlan(page)
  const applied = await remoteState(emulator, REMOTE)
  const foreign = edits.slice(0, 3)
  const theirs = await Promise.all(foreign.map((edit) => changeElsewhere(emulator, applied, REMOTE, { ...edit, base: edit.wish, wish: edit.base ?? '' })))
  await page.getByRole('button', { name: 'Undo 200 changes' }).click()
  await expect(page.getByTestId('job-undone')).toContainText('200')
  const plan = await makePlan(page)
  await expect(plan.getByRole('tab', { name: 'Conflicts' })).toContainText('3')
  const job = await applyPlan(page)
  await expect(job).toHaveAttribute('data-applied', '197')
  await expect(job).toHaveAttribute('data-conflict', '3')
  const after = await remoteState(emulator, REMOTE)
  expect(foreign.map((edit) => remoteRole(after, edit))).toEqual(theirs)
  for (const edit of edits.slice(3)) expect(remoteRole(after, edit)).toBe(edit.base)
})

test('an invitation whose answer was lost is looked for by reading, and is never sent again @row-64', async ({ launch, emulator }) => {
  test.setTimeout(150_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const customerId = roleEdits(state, 'dev', 1)[0]!.customerId
  const email = 'somebody.new@acme.example'
  const draft = { kind: 'member.invite', accountId, customerId, target: { email }, base: null, wish: { name: 'Somebody New', roles: { dev: 'Member' }, groupIds: [] } }
  expect(await invoke(page, 'intents.stage', { name: 'An invitation', edits: [draft] })).toMatchObject({ ok: true })
  await makePlan(page)
  await emulator.control('DELETE', '/log')
  await fault(emulator, { method: 'POST', path: 'member_invitations' }, { kind: 'reset-after' })
  const job = await applyPlan(page)
  await expect(job).toHaveAttribute('data-unknown', '1')
  await expect(job).toContainText('Checking')
  expect(await changes(emulator)).toHaveLength(1)
  const reads = async (): Promise<number> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ path }) => path.endsWith(`/${String(customerId)}/members`)).length
  const readSoFar = await reads()
  await page.getByRole('button', { name: 'Check 1 again' }).click()
  await expect.poll(reads).toBeGreaterThan(readSoFar)
  await expect(job).toHaveAttribute('data-unknown', '1')
  await emulator.control('POST', '/accept', { account: REMOTE, customer: customerId, email })
  await expect(job).toHaveAttribute('data-job-state', 'done')
  await page.getByRole('button', { name: 'Check 1 again' }).click()
  await expect(job).toHaveAttribute('data-applied', '1')
  expect(await changes(emulator)).toHaveLength(1)

  await emulator.control('DELETE', '/faults')
  // Somebody who is a user already cannot be invited, but added: by the next plan.
  const here = state.workspaces[customerId]!.members.map((one) => one.email)
  const known = Object.values(state.workspaces).flatMap(({ members }) => members.map((one) => one.email)).find((one) => !here.includes(one))!
  expect(await invoke(page, 'intents.stage', { name: 'A second', edits: [{ ...draft, target: { email: known } }] })).toMatchObject({ ok: true })
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-failed', '1')
  const offer = page.getByTestId('job-addable')
  await expect(offer).toContainText('1 person is a Workato user already')
  await offer.getByRole('button', { name: 'Add instead' }).click()
  await expect(offer).toBeHidden()
  expect(await changes(emulator)).toHaveLength(2)
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', '1')
  expect((await remoteState(emulator, REMOTE)).workspaces[customerId]!.members.map((one) => one.email)).toContain(known)
})

test('a refused token stops its own account only, and a new one goes on where it was @row-65', async ({ launch, emulator }) => {
  test.setTimeout(150_000)
  const { page } = await launch()
  const [one, two] = [await addEmulatorAccount(page, emulator, 0), await addEmulatorAccount(page, emulator, 1)]
  await waitUntilPeopleRead(page, one, 3)
  await waitUntilPeopleRead(page, two, TOTAL)
  const [first, second] = [await remoteState(emulator, 'a1'), await remoteState(emulator, REMOTE)]
  const [mine, theirs] = [roleEdits(first, 'dev', 4, PEOPLE), roleEdits(second, 'dev', 4, PEOPLE)]
  await stage(page, first, one, 'four of one', mine)
  await stage(page, second, two, 'four of the other', theirs)
  await makePlan(page)
  const { token, name } = emulator.accounts[1]!
  await emulator.control('POST', '/tokens', { account: REMOTE, token, revoke: true })
  await emulator.control('DELETE', '/log')
  await page.getByTestId('plan-apply').click()
  const job = page.getByTestId('job')
  await expect(job).toHaveAttribute('data-applied', '4')
  await expect(job).toHaveAttribute('data-queued', '4')
  const held = page.getByTestId('job-held')
  await expect(held).toHaveAttribute('data-account-id', two)
  await expect(held).toHaveAttribute('data-error-code', 'TOKEN_REFUSED')
  await expect(job).toHaveAttribute('data-job-state', 'paused')
  const address = new URL(page.url()).hash
  await emulator.control('POST', '/tokens', { account: REMOTE, token: 'the-second-token-of-this-account' })
  const main = await openAccountSettings(page, name)
  await main.getByRole('button', { name: 'Replace token' }).click()
  const dialog = page.getByRole('dialog', { name: `Replace the token of ${name}` })
  await dialog.getByLabel('API token').fill('the-second-token-of-this-account')
  await dialog.getByRole('button', { name: 'Replace token' }).click()
  await expect(dialog).toBeHidden()
  await page.evaluate((hash) => (location.hash = hash), address)
  await expect(job).toHaveAttribute('data-job-state', 'done', { timeout: 30_000 })
  await expect(job).toHaveAttribute('data-applied', '8')
  const done = (await changes(emulator)).filter(({ status }) => status === 200)
  expect(done.map(({ account }) => account).sort()).toEqual([...mine.map(() => 'a1'), ...theirs.map(() => REMOTE)])
  expect(new Set(done.map(({ path }) => path)).size).toBe(8)
})
