import type { Page } from '@playwright/test'
import { expect, test, type Fixtures } from '../fixtures/app'
import { movableTime } from '../fixtures/clock'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { enginePid } from '../fixtures/engine'
import { addEmulatorAccount } from '../pages/accounts'
import { readOf } from '../pages/customer'
import { applyPlan, editableCustomers, makePlan, openCollaborators, remoteState, waitUntilPeopleRead, type RemoteState } from '../pages/changes'

const TOTAL = 6
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '12,6', '--people', '6', '--quota', 'off'] })

const dialog = (page: Page) => page.getByTestId('edit-dialog')
const queue = (page: Page, count: number) => expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(count))
const posts = async (emulator: Emulator, part: string, method = 'POST'): Promise<number> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter((one) => one.method === method && one.path.includes(part)).length

/** An app that has read one account, on the collaborators of a customer with all environments. */
async function start(launch: Fixtures['launch'], emulator: Emulator) {
  const app = await launch()
  const { page } = app
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const [customer, other] = editableCustomers(state)
  await openCollaborators(page, accountId, customer!.id)
  return { page, app, accountId, state, customer: customer!, other: other! }
}
const team = (state: RemoteState, id: number) => state.workspaces[id]!.members.filter(({ email, roles }) => !email.endsWith('@partner.example') && !roles.some(({ role_name }) => /admin/i.test(role_name ?? '')))
const roleName = (state: RemoteState, id: number): string => state.workspaces[id]!.environmentRoles.find(({ name }) => !/admin/i.test(name))!.name

test('people are invited one by one and as a list, added, and taken back: errors are at their field, nothing is staged twice @row-4 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, state, customer } = await start(launch, emulator)
  const [somebody] = team(state, customer.id)
  const role = roleName(state, customer.id)
  const invite = page.getByRole('button', { name: 'Invite', exact: true })
  const submit = dialog(page).locator('button[type="submit"]')

  // What is missing is said at its field, and nothing is kept.
  await invite.click()
  await expect(dialog(page)).toContainText(customer.name)
  await expect(dialog(page)).toContainText(emulator.accounts[1]!.name)
  await submit.click()
  await expect(page.getByText('The name is missing.')).toBeVisible()
  await expect(page.getByText('Choose a role in at least one environment.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Ines Roy')
  await page.getByLabel('Email', { exact: true }).fill('ines at acme')
  await expect(page.getByText('This is no email address.')).toBeVisible()
  await page.getByLabel('Email', { exact: true }).fill(somebody!.email.toUpperCase())
  await expect(page.getByText(`${somebody!.name} is a collaborator of this customer already.`)).toBeVisible()
  await submit.click()
  await queue(page, 0)
  await page.getByLabel('Email', { exact: true }).fill('ines@acme.example')
  await page.getByLabel('Role in PROD').selectOption(role)
  await expect(page.getByText('Choose a role in at least one environment.')).toHaveCount(0)
  await submit.dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 1)
  const coming = page.getByTestId('coming').locator('[data-coming]')
  await expect(coming).toHaveCount(1)
  await expect(coming).toContainText('Ines Roy')

  // A list: each bad line is told with its number, only the others are kept.
  await invite.click()
  await page.getByRole('button', { name: 'Several people' }).click()
  await page.getByLabel('People, one on each line').fill(['name;e-mail', 'Tom Fox;tom@acme.example', 'Tom again;TOM@acme.example', `Known;${somebody!.email}`, 'Nobody;', 'Ines;ines@acme.example', 'Uma;uma@acme.example'].join('\n'))
  const found = page.getByTestId('people-found')
  await expect(found).toHaveAttribute('data-good', '2')
  await expect(found.locator('[data-line-problem]')).toHaveText([/Line 3: The same address stands in line 2 already/, /Line 4: .* is a collaborator/, /Line 5: The email is missing/, /Line 6: An invitation or addition for this address is kept already/])
  await page.getByLabel('Role in DEV').selectOption(role)
  await expect(submit).toHaveText('Invite 2 people')
  await submit.dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 3)

  // The same from a CSV file: what is wrong with a line is said in words, each kind of mistake in its own.
  await invite.click()
  await page.getByRole('button', { name: 'Several people' }).click()
  // The first of them manages every customer.
  const [manager] = (state as unknown as { managers: { user: { email: string } }[] }).managers
  const wrong: readonly (readonly [string, RegExp])[] = [
    [';no-name@acme.example', /Line 3: The name is missing\./], [`${'x'.repeat(201)};long@acme.example`, /Line 4: The name has more than 200 characters\./], ['\u202eOdd;odd@acme.example', /Line 5: The name holds characters that cannot be seen or turn the text around\./], ['No Address;', /Line 6: The email is missing\./],
    ['Bad Address;bad at acme', /Line 7: This is no email address\./], ['Again;ANN@acme.example', /Line 8: The same address stands in line 2 already\./], [`Known;${somebody!.email}`, new RegExp(`Line 9: ${somebody!.name} is a collaborator of this customer already\\.`)], ['Ines;ines@acme.example', /Line 10: An invitation or addition for this address is kept already\./],
    [`Manager;${manager!.user.email}`, /Line 11: .* is a customer manager and has access already\./],
  ]
  await dialog(page).locator('input[type="file"]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(['Name;Email', 'Ann Gale;ann@acme.example', ...wrong.map(([line]) => line)].join('\r\n')) })
  await expect(found).toHaveAttribute('data-good', '1')
  await expect(found.locator('[data-line-problem]')).toHaveText(wrong.map(([, words]) => words))
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)

  // A list that is sent before anything of it was looked at: the step of undo still counts who was kept.
  await invite.click()
  await page.getByRole('button', { name: 'Several people' }).click()
  await page.getByLabel('Role in DEV').selectOption(role)
  await page.getByLabel('People, one on each line').evaluate(async (field: HTMLTextAreaElement) => {
    field.value = 'Vic;vic@acme.example\nWim;wim@acme.example'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await Promise.resolve()
    field.form!.requestSubmit()
  })
  await queue(page, 5)
  await expect(page.getByTestId('queue')).toHaveAttribute('title', new RegExp(`Invite 2 people to ${customer.name}`))
  await expect(dialog(page)).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await queue(page, 3)

  // An existing user by OAuth id.
  await page.getByRole('button', { name: 'Add an existing user' }).click()
  await page.getByRole('button', { name: 'OAuth ID' }).click()
  await submit.click()
  await expect(page.getByText('The OAuth ID is missing.')).toBeVisible()
  await page.getByRole('button', { name: 'Email', exact: true }).click()
  await page.getByLabel('Email', { exact: true }).fill(somebody!.email)
  await page.getByLabel('Role in TEST').selectOption(role)
  await submit.click()
  await expect(page.getByText(`${somebody!.name} is a collaborator of this customer already.`)).toBeVisible()
  // Of an address that is changed while it is looked up nothing is kept.
  await page.getByLabel('Email', { exact: true }).evaluate((field: HTMLInputElement, next) => {
    field.form!.requestSubmit()
    field.value = next
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }, 'zoe@acme.example')
  await expect(page.getByText('is a collaborator of this customer already.')).toHaveCount(0)
  await page.getByRole('button', { name: 'OAuth ID' }).click()
  await page.getByLabel('OAuth ID', { exact: true }).fill('AAA0932808240:UU0239093499')
  await page.getByLabel('Role in TEST').selectOption(role)
  await submit.click()
  await queue(page, 4)
  await expect(coming).toHaveCount(4)
  await page.getByRole('button', { name: 'Take back: Uma' }).press('Enter')
  await expect(coming).toHaveCount(3)
  await expect(coming.getByRole('button').last()).toBeFocused()
  await queue(page, 3)

  await emulator.control('DELETE', '/log')
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-job-state', 'done')
  expect(await posts(emulator, '/member_invitation')).toBe(2)
})

test('whoever was invited is invited again only after twenty minutes, by itself @row-4', async ({ launch, emulator, userData }) => {
  test.setTimeout(90_000)
  const { page, app, accountId, state, customer } = await start(launch, emulator)
  const pass = await movableTime(app, userData, emulator)
  await emulator.control('DELETE', '/log')
  const asked = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByLabel('Name', { exact: true }).fill('Ines Roy')
    await page.getByLabel('Email', { exact: true }).fill('ines@acme.example')
    await page.getByLabel('Role in PROD').selectOption(roleName(state, customer.id))
  }
  await asked()
  await dialog(page).locator('button[type="submit"]').click()
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', '1')
  expect(await posts(emulator, '/member_invitation')).toBe(1)

  await pass(5)
  await openCollaborators(page, accountId, customer.id)
  await asked()
  await expect(dialog(page)).toContainText(/allowed at \d\d:\d\d/)
  await dialog(page).locator('button[type="submit"]').click()
  await expect(page.getByTestId('coming')).toContainText(/allowed at \d\d:\d\d/)
  await makePlan(page)
  await page.getByTestId('plan-apply').click()
  const job = page.getByTestId('job')
  await expect(job).toHaveAttribute('data-queued', '1')
  await expect(job.getByRole('heading', { level: 1 })).toContainText('1 change')
  await expect(page.locator('[data-step="queued"]')).toContainText(/allowed at \d\d:\d\d/)
  await pass(14)
  await expect(job).toHaveAttribute('data-queued', '1')
  expect(await posts(emulator, '/member_invitation')).toBe(1)
  await pass(1)
  await expect(job).toHaveAttribute('data-job-state', 'done', { timeout: 30_000 })
  await expect(job).toHaveAttribute('data-applied', '1')
  expect(await posts(emulator, '/member_invitation')).toBe(2)
})

test('what goes with people is told before they are removed; the last administrator stays, the others go @row-4 @row-49 @row-51', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, app, accountId, state, customer, other } = await start(launch, emulator)
  const { members, environmentRoles } = state.workspaces[customer.id]!
  const [last, second] = team(state, customer.id)
  // Nobody but one collaborator is administrator of DEV.
  const admin = environmentRoles.find(({ name }) => /^environment ?admin$/i.test(name))!.name
  const plain = roleName(state, customer.id)
  for (const member of members.filter(({ email }) => !email.endsWith('@partner.example'))) {
    const env_roles = member.roles.filter(({ role_type }) => role_type === 'environment').map(({ environment_type }) => ({ environment_type, name: environment_type === 'dev' && member.id === last!.id ? admin : plain, role_type: 'environment' }))
    await emulator.control('POST', '/other', { account: REMOTE, method: 'PUT', path: `/api/managed_users/${String(customer.id)}/members/${String(member.id)}`, body: { env_roles } })
  }
  const managers = await emulator.control<{ body: { result: { items: { id: number }[] } } }>('POST', '/other', { account: REMOTE, method: 'GET', path: '/api/customer_managers', body: {} })
  for (const { id } of managers.body.result.items) await emulator.control('POST', '/other', { account: REMOTE, method: 'DELETE', path: `/api/customer_managers/${String(id)}`, body: {} })
  await page.getByRole('button', { name: 'Read again' }).click()
  const row = (id: number) => page.locator(`[data-grid="members"] [data-key="${String(id)}"]`)
  await expect(row(last!.id).locator('[data-env="dev"]')).toHaveAttribute('data-value', admin, { timeout: 30_000 })

  // What is shown offline has to be read before.
  await expect.poll(() => readOf(page, accountId, customer.id), { timeout: 30_000 }).toEqual(expect.arrayContaining(['groups', 'groupMembers']))
  await page.getByRole('switch').click()
  for (const one of [last!, second!]) await row(one.id).getByRole('checkbox').click()
  // While it is not known what goes with them the button does nothing.
  const engine = await enginePid(app.electron)
  process.kill(engine, 'SIGSTOP')
  await page.getByRole('button', { name: 'Remove 2 people from the customer' }).click()
  await expect(dialog(page)).toContainText('Looking up what goes with them')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog(page).locator('button[type="submit"]').press('Enter')
  process.kill(engine, 'SIGCONT')
  await expect(dialog(page)).toContainText(customer.name)
  await expect(dialog(page)).toContainText(emulator.accounts[1]!.name)
  await expect(dialog(page)).toContainText('Working offline since')
  await expect(dialog(page).locator(`[data-removal="${String(last!.id)}"]`)).toContainText('Last environment admin here in DEV')
  await expect(dialog(page).locator(`[data-removal="${String(second!.id)}"]`)).toContainText(plain)
  await expect(page.getByTestId('remove-sum')).toHaveAttribute('data-blocked', '1')

  // Another customer comes on screen: the dialog goes with the one that it was for.
  await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(other.id)}/collaborators`)
  await expect(page.locator(`[data-testid="customer"][data-customer="${String(other.id)}"]`)).toBeVisible()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 0)
  await openCollaborators(page, accountId, customer.id)
  for (const one of [last!, second!]) await row(one.id).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Remove 2 people from the customer' }).click()
  await expect(page.getByTestId('remove-sum')).toBeVisible()
  await dialog(page).locator('button[type="submit"]').dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 2)
  await expect(row(second!.id)).toContainText('To be removed')
  await row(second!.id).getByRole('button', { name: /^Take back/ }).click()
  await expect(row(second!.id)).not.toContainText('To be removed')
  await queue(page, 1)
  // The same by keyboard, in the panel of somebody who is to be removed.
  await row(last!.id).locator('[data-col="person"]').focus()
  await page.keyboard.press('Enter')
  const panel = page.getByTestId('person-panel')
  await panel.getByRole('button', { name: 'Take back' }).press('Enter')
  await queue(page, 0)
  // The panel of whom is shown, with groups that can be joined and left; at this width every column is still in sight.
  await expect(panel).toHaveAttribute('data-member', String(last!.id))
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(last!.name)
  const { groups } = state.workspaces[customer.id]! as unknown as { groups: { id: string; name: string; system: boolean; member_ids: number[] }[] }
  const group = groups.find(({ system }) => !system)!
  const inside = panel.getByRole('checkbox', { name: group.name })
  await expect(inside).toBeChecked({ checked: group.member_ids.includes(last!.id) })
  await expect(panel.getByRole('checkbox', { name: groups.find(({ system }) => system)!.name })).toBeDisabled()
  await inside.press('Space')
  await expect(inside).toBeChecked({ checked: !group.member_ids.includes(last!.id) })
  await queue(page, 1)
  await page.keyboard.press('Control+z')
  await queue(page, 0)
  expect(await page.locator('[data-grid="members"]').evaluate((grid) => grid.scrollWidth - grid.clientWidth)).toBeLessThanOrEqual(0)
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(row(last!.id).locator('[data-col="person"]')).toBeFocused()
  await page.keyboard.press('Control+z')
  await queue(page, 1)
  await page.keyboard.press('Control+z')
  await queue(page, 2)

  await page.getByRole('switch').click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'online')
  await emulator.control('DELETE', '/log')
  const plan = await makePlan(page)
  await expect(plan.locator('[data-plan-item][data-verdict="blocked"]')).toContainText('Last environment admin here in DEV')
  await page.getByTestId('plan-apply').click()
  await expect(page.getByTestId('job')).toHaveAttribute('data-applied', '1', { timeout: 60_000 })
  expect(await posts(emulator, '/members/', 'DELETE')).toBe(1)
  const after = (await remoteState(emulator, REMOTE)).workspaces[customer.id]!.members.map(({ id }) => id)
  expect(after).toContain(last!.id)
  expect(after).not.toContain(second!.id)
})
