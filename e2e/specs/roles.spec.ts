import type { Page } from '@playwright/test'
import { holdAnswers, invoke } from '../fixtures/bridge'
import { expect, test } from '../fixtures/app'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, editableCustomers, makePlan, remoteRole, remoteState, waitUntilPeopleRead, type RemoteState } from '../pages/changes'
import { rowsOf } from '../pages/customer'
import { matrixCell, openMatrix, searchMatrix } from '../pages/matrix'
import { openTool } from '../pages/matrix-tools'
import { keepRoles, openRole, openRoles, roleDialog, rolePreview, roleRow } from '../pages/roles'

const REMOTE = 'a1'
const NAME = 'Support lead'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '12,6', '--people', '6', '--quota', 'off'] })

interface Role { readonly id: number | string; readonly name: string; readonly type: string; readonly config: Readonly<Record<string, unknown>> }
const rolesOf = (state: RemoteState, id: number): readonly Role[] => state.workspaces[id]?.environmentRoles as unknown as readonly Role[]
const roleIn = (state: RemoteState, id: number, name: string): Role | undefined => rolesOf(state, id).find((one) => one.name === name)
const holdersIn = (state: RemoteState, id: number, name: string): number => state.workspaces[id]!.members.flatMap(({ roles }) => roles.filter(({ role_name }) => role_name === name)).length
const writes = async (emulator: Emulator): Promise<readonly LoggedRequest[]> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')
const queued = (page: Page) => page.getByTestId('queue')

async function start(page: Page, emulator: Emulator): Promise<{ accountId: string; state: RemoteState; having: readonly { readonly id: number; readonly name: string }[]; lacking: readonly { readonly id: number; readonly name: string }[] }> {
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await waitUntilPeopleRead(page, accountId, 12)
  const state = await remoteState(emulator, REMOTE)
  const editable = editableCustomers(state)
  return { accountId, state, having: editable.filter(({ id }) => roleIn(state, id, NAME) !== undefined), lacking: editable.filter(({ id }) => roleIn(state, id, NAME) === undefined) }
}

test('a role is made in chosen customers, and one that is held is deleted only after its holders got another @row-5 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page } = await launch()
  const { accountId, state, having, lacking } = await start(page, emulator)
  const held = having.find(({ id }) => holdersIn(state, id, NAME) > 0)!
  const [place, other] = lacking as [(typeof lacking)[number], (typeof lacking)[number]]
  const dialog = roleDialog(page)
  await invoke(page, 'tags.change', { customers: [{ accountId, customerId: place.id }], add: ['pilot'], remove: [] })
  await openRoles(page)
  await expect(roleRow(page, NAME).locator('[data-col="customers"]')).toHaveText(String(state.customers.filter(({ id }) => roleIn(state, id, NAME) !== undefined).length))
  await emulator.control('DELETE', '/log')

  // 201 characters: said at the field, and nobody is asked.
  await page.getByTestId('role-new').click()
  const name = dialog.getByLabel('Role', { exact: true })
  await expect(name).toBeFocused()
  await name.fill('x'.repeat(201))
  await expect(dialog.locator('#role-name-problem')).toHaveText('A name has at most 200 characters, this one has 201.')
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  const json = dialog.getByLabel('JSON')
  await json.fill('{\n  "team": {\n}}}')
  await expect(dialog.locator('#role-json-problem')).toHaveText('This is no JSON: the mistake is in line 3.')
  await json.fill('{"team": {"privileges": ["read"], "since": "2024"}}')
  await dialog.locator('[data-area="team"]').getByRole('button', { name: 'All' }).click()
  await expect(json).toHaveValue(JSON.stringify({ team: { privileges: 'all', since: '2024' } }, null, 2))
  await expect(dialog.locator('[data-area="team"]')).toContainText('since')
  await expect(dialog.getByRole('checkbox', { name: /inherit/ })).toBeDisabled()
  await expect(keepRoles(page)).toHaveAttribute('aria-disabled', 'true')
  expect(await writes(emulator)).toEqual([])

  // A name that is taken everywhere is refused at the field.
  await dialog.getByRole('button', { name: 'Tags' }).click()
  await page.getByRole('checkbox', { name: 'pilot' }).click()
  await page.keyboard.press('Escape')
  await dialog.locator(`[data-place="${String(place.id)}"] input`).click()
  await expect(dialog.locator('[data-place]')).toHaveCount(1)
  await name.fill('Member')
  await expect(dialog.locator('#role-name-problem')).toHaveText('Every chosen customer has a role named Member already.')
  await name.fill('Night shift')
  await dialog.getByRole('button', { name: 'Tags' }).click()
  await page.getByRole('checkbox', { name: 'pilot' }).click()
  await page.keyboard.press('Escape')
  await dialog.getByRole('searchbox').fill(other.name)
  await dialog.locator(`[data-place="${String(other.id)}"] input`).click()
  await expect(rolePreview(page)).toHaveAttribute('data-create', '2')
  await expect(page.getByTestId('role-where')).toContainText(emulator.accounts[0]!.name)
  await expect(page.getByTestId('role-where')).toContainText(place.name)
  await keepRoles(page).dblclick()
  await expect(dialog).toHaveCount(0)
  await expect(queued(page)).toHaveAttribute('data-count', '2')
  await expect(page.getByTestId('role-new')).toBeFocused()

  // Somebody holds it: the holders stand there, and nothing can be kept.
  const panel = await openRole(page, NAME)
  await panel.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('searchbox').fill(held.name)
  await dialog.locator(`[data-place="${String(held.id)}"] input`).click()
  const holders = dialog.getByTestId('role-held')
  await expect(holders).toHaveAttribute('data-count', String(holdersIn(state, held.id, NAME)))
  const holder = state.workspaces[held.id]!.members.find(({ roles }) => roles.some(({ role_name }) => role_name === NAME))!
  await expect(holders).toContainText(holder.email)
  await expect(rolePreview(page)).toHaveAttribute('data-left', '1')
  await expect(keepRoles(page)).toHaveAttribute('aria-disabled', 'true')
  await keepRoles(page).dblclick({ force: true })
  await expect(queued(page)).toHaveAttribute('data-count', '2')
  expect((await writes(emulator)).filter(({ method }) => method === 'DELETE')).toEqual([])
  await dialog.getByLabel('Give its holders another role first').selectOption('Member')
  await expect(rolePreview(page)).toHaveAttribute('data-delete', '1')
  await expect(rolePreview(page)).toHaveAttribute('data-moved', String(holdersIn(state, held.id, NAME)))
  await keepRoles(page).press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(queued(page)).toHaveAttribute('data-count', String(3 + holdersIn(state, held.id, NAME)))
  await page.keyboard.press('Control+z')
  await expect(queued(page)).toHaveAttribute('data-count', '2')
  await page.keyboard.press('Control+Shift+z')
  expect(await writes(emulator)).toEqual([])

  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', String(3 + holdersIn(state, held.id, NAME)))
  const after = await remoteState(emulator, REMOTE)
  expect([place, other].map(({ id }) => roleIn(after, id, 'Night shift')?.config)).toEqual([{ team: { privileges: 'all', since: '2024' } }, { team: { privileges: 'all', since: '2024' } }])
  expect([roleIn(after, held.id, NAME), holdersIn(after, held.id, NAME)]).toEqual([undefined, 0])
  expect((await writes(emulator)).filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([`/api/managed_users/${String(held.id)}/environment_roles/${String(roleIn(state, held.id, NAME)!.id)}`])
})

test('roles are compared over customers, made like one of them, changed in one customer, copied, and made where somebody is to get them @row-5 @row-68', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const before = await remoteState(emulator, REMOTE)
  const [first, second] = editableCustomers(before).filter(({ id }) => roleIn(before, id, NAME) !== undefined) as [RemoteState['customers'][number], RemoteState['customers'][number]]
  const odd = { ...roleIn(before, first.id, NAME)!.config, logs: { privileges: ['read'] }, beta: { flags: [1, { deep: null }] } }
  expect((await emulator.control<{ status: number }>('POST', '/other', { account: REMOTE, method: 'PUT', path: `/api/managed_users/${String(first.id)}/environment_roles/${String(roleIn(before, first.id, NAME)!.id)}`, body: { environment_role: { name: NAME, config: odd } } })).status).toBe(200)
  const { electron, page } = await launch()
  const { accountId, having, lacking } = await start(page, emulator)
  const dialog = roleDialog(page)

  // All of one name: two sets of privileges, and the others are made like the odd one.
  await openRoles(page)
  const panel = await openRole(page, NAME)
  await panel.getByRole('button', { name: 'Compare' }).click()
  const table = dialog.getByTestId('role-compare')
  await expect(table).toHaveAttribute('data-groups', '2')
  await expect(table.locator('[data-path]')).toHaveCount(2)
  await expect(table.locator('[data-path="logs.privileges"]')).toContainText('read')
  await table.locator('th[data-roles="1"]').getByRole('button').click()
  const others = before.customers.filter(({ id }) => id !== first.id && roleIn(before, id, NAME) !== undefined)
  await expect(rolePreview(page)).toHaveAttribute('data-update', String(others.filter(({ id }) => before.workspaces[id]!.rbac_migrated).length))
  // Another is chosen: until its privileges are there, nothing is proposed by its name.
  const letGo = await holdAnswers(electron, 'workspace.role')
  const rest = table.locator('th:not([data-roles="1"])').getByRole('button')
  await rest.click()
  await expect(rest).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByTestId('role-todo')).toBeVisible()
  await expect(keepRoles(page)).toHaveAttribute('aria-disabled', 'true')
  await letGo()
  await expect(rolePreview(page)).toHaveAttribute('data-update', '1')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(panel.getByRole('button', { name: 'Compare' })).toBeFocused()

  // Which customers have it cannot be told: that is said, and the privileges are there all the same.
  const answer = await holdAnswers(electron, 'roles.customers', 'No answer.')
  await panel.getByRole('button', { name: 'Edit' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: 'No answer.' })).toHaveCount(2)
  await expect(dialog.getByLabel('JSON')).toHaveValue(/"privileges"/)
  await expect(page.getByTestId('role-chosen')).toHaveAttribute('data-count', '0')
  await answer()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // While the dialog comes in, whoever is faster stays where they are.
  const slow = await page.addStyleTag({ content: '[role="dialog"] { transition-duration: 1s !important; }' })
  await panel.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByRole('searchbox').focus()
  await page.keyboard.type('a')
  await page.waitForFunction(() => document.querySelector('[role="dialog"]')!.getAnimations().length === 0)
  await expect(page.getByTestId('role-chosen')).not.toHaveAttribute('data-count', '0')
  await expect(dialog.getByRole('searchbox')).toBeFocused()
  await slow.evaluate((style) => (style as Element).remove())
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await page.getByRole('button', { name: 'Differs' }).click()
  await expect(page.getByTestId('role-matches')).toHaveAttribute('data-count', '1')

  // One customer: its own role beside one of another name elsewhere.
  await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(first.id)}/roles`)
  const row = (name: string) => rowsOf(page, 'environment-roles').filter({ hasText: name })
  await row(NAME).locator('[data-col="name"]').click()
  const detail = page.getByLabel('Details of the role')
  await detail.getByRole('button', { name: 'Compare' }).click()
  await dialog.getByLabel('Role', { exact: true }).selectOption('Member')
  await dialog.getByLabel('Customer', { exact: true }).selectOption({ label: second.name })
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(table).toHaveAttribute('data-groups', '2')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // The form changes one area; what it does not know stays as it was, and what differs is told.
  await detail.getByRole('button', { name: 'Edit' }).click()
  const json = dialog.getByLabel('JSON')
  await expect(json).toHaveValue(JSON.stringify(odd, null, 2))
  await expect(page.getByTestId('role-todo')).toHaveText('Nothing is changed yet.')
  await dialog.locator('[data-area="logs"]').getByLabel('Another word for logs').fill('export')
  await dialog.locator('[data-area="logs"]').getByLabel('Another word for logs').press('Enter')
  await expect(dialog.locator('[data-area="beta"]')).toContainText('flags')
  await expect(dialog.getByTestId('role-differences').locator('[data-path="logs.privileges"]')).toContainText('export, read')
  await expect(dialog.getByTestId('role-differences')).toHaveAttribute('data-count', '1')
  await dialog.getByLabel('Role', { exact: true }).fill('Help desk')
  await expect(rolePreview(page)).toHaveAttribute('data-update', '1')
  await expect(page.getByTestId('role-where')).toContainText(first.name)
  await keepRoles(page).dblclick()
  await expect(queued(page)).toHaveAttribute('data-count', '1')

  // A system role and an inherited one are locked with the reason, and can be copied.
  await row('Partner support').locator('[data-col="name"]').click()
  await expect(detail.getByTestId('role-lock')).toContainText('changed in the workspace that hands it down')
  await row('EnvironmentManager').locator('[data-col="name"]').click()
  await expect(detail.getByTestId('role-lock')).toContainText('belongs to Workato')
  await expect(detail.getByRole('button', { name: 'Edit' })).toHaveAttribute('aria-disabled', 'true')
  await detail.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(dialog.getByLabel('Role', { exact: true })).toHaveValue('EnvironmentManager copy')
  await dialog.getByRole('searchbox').fill(second.name)
  await dialog.locator(`[data-place="${String(second.id)}"] input`).click()
  await expect(rolePreview(page)).toHaveAttribute('data-create', '2')
  await keepRoles(page).click()
  await expect(queued(page)).toHaveAttribute('data-count', '3')

  // Somebody who is made like another gets a role that the customer lacks: it is made there by the same plan.
  const [place] = lacking as [(typeof lacking)[number]]
  const plain = (id: number) => before.workspaces[id]!.members.filter(({ email, roles }) => !email.endsWith('@partner.example') && roles.every(({ role_type, role_name }) => role_name === null || (role_type === 'environment' && !/Admin/.test(role_name))))
  const like = having.flatMap(({ id }) => plain(id)).find(({ roles }) => roles.some(({ environment_type, role_name }) => environment_type === 'dev' && role_name === NAME))!
  const person = plain(place.id)[0]!
  await openMatrix(page)
  await searchMatrix(page, person.email, 1)
  await matrixCell(page, `${accountId}/${String(place.id)}/${String(person.id)}`, 'dev').click()
  const tool = await openTool(page, 'Make like')
  await tool.getByRole('searchbox', { name: 'Person to take the roles from' }).fill(like.email)
  await tool.getByRole('list', { name: 'People found' }).getByRole('button').first().click()
  const missing = tool.getByTestId('like-missing')
  await missing.getByRole('button', { name: `Create ${NAME} there` }).click()
  await expect(rolePreview(page)).toHaveAttribute('data-create', '1')
  await expect(page.getByTestId('role-where')).toContainText(place.name)
  await keepRoles(page).dblclick()
  await expect(dialog).toHaveCount(0)
  await expect(missing).toContainText('To be made there')
  await expect(tool.getByTestId('sheet-preview')).toHaveAttribute('data-refused', '0')
  await tool.getByRole('button', { name: /^Keep/ }).click()
  await expect(tool).toBeHidden()
  const edited = Number(await queued(page).getAttribute('data-count'))
  expect(edited).toBeGreaterThanOrEqual(5)

  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', String(edited))
  const after = await remoteState(emulator, REMOTE)
  expect(roleIn(after, first.id, 'Help desk')?.config).toEqual({ ...odd, logs: { privileges: ['read', 'export'] } })
  expect([first, second].map(({ id }) => roleIn(after, id, 'EnvironmentManager copy')?.config)).toEqual([0, 1].map(() => roleIn(before, first.id, 'EnvironmentManager')?.config))
  expect(roleIn(after, place.id, NAME)?.config).toEqual(roleIn(before, second.id, NAME)?.config)
  expect(remoteRole(after, { customerId: place.id, memberId: person.id, environment: 'dev' })).toBe(NAME)
  expect(having.filter(({ id }) => id !== first.id).map(({ id }) => roleIn(after, id, NAME)?.config)).toEqual(having.filter(({ id }) => id !== first.id).map(({ id }) => roleIn(before, id, NAME)?.config))
})
