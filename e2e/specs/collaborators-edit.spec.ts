import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, editableCustomers, makePlan, openCollaborators, remoteState, waitUntilPeopleRead, type RemoteState } from '../pages/changes'

const TOTAL = 6
const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '12,6', '--people', '6', '--quota', 'off'] })

const dialog = (page: Page) => page.getByTestId('edit-dialog')
const queue = (page: Page, count: number) => expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(count))
const posts = async (emulator: Emulator, part: string, method = 'POST'): Promise<number> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter((one) => one.method === method && one.path.includes(part)).length

/** An app that has read one account, on the collaborators of a customer with all environments. */
async function start(launch: () => Promise<{ page: Page }>, emulator: Emulator) {
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  const state = await remoteState(emulator, REMOTE)
  const [customer, other] = editableCustomers(state)
  await openCollaborators(page, accountId, customer!.id)
  return { page, accountId, state, customer: customer!, other: other! }
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

  // An existing user by OAuth id.
  await page.getByRole('button', { name: 'Add an existing user' }).click()
  await page.getByRole('button', { name: 'OAuth ID' }).click()
  await submit.click()
  await expect(page.getByText('The OAuth ID is missing.')).toBeVisible()
  await page.getByLabel('OAuth ID', { exact: true }).fill('AAA0932808240:UU0239093499')
  await page.getByLabel('Role in TEST').selectOption(role)
  await submit.click()
  await queue(page, 4)
  await expect(coming).toHaveCount(4)
  await page.getByRole('button', { name: 'Take back: Uma' }).click()
  await expect(coming).toHaveCount(3)
  await queue(page, 3)

  await emulator.control('DELETE', '/log')
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-job-state', 'done')
  expect(await posts(emulator, '/member_invitation')).toBe(2)
})
