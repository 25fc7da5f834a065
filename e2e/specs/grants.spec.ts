import { expect, test } from '../fixtures/app'
import { enginePid } from '../fixtures/engine'
import type { LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, editableCustomers, makePlan, remoteState, type RemoteState } from '../pages/changes'
import { readOf, rowsOf } from '../pages/customer'

const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '12,6', '--people', '6', '--legacy', '0.3', '--quota', 'off'] })

interface Access {
  readonly members: readonly { readonly id: number; readonly name: string; readonly email: string }[]
  readonly groups: readonly { readonly id: string; readonly name: string; readonly system: boolean; readonly member_ids: readonly number[] }[]
  readonly grants: readonly { readonly project_id: number; readonly user_id: number | null; readonly group_id: string | null; readonly project_role_id: string }[]
  readonly projects: readonly { readonly id: number; readonly name: string; readonly environment: string }[]
  readonly projectRoles: readonly { readonly id: string; readonly name: string }[]
}
const accessOf = (state: RemoteState, id: number): Access => state.workspaces[id] as unknown as Access
const grantOf = ({ grants }: Access, project: number, user: number) => grants.find(({ project_id, user_id }) => project_id === project && user_id === user)

/** Project roles of each person and group on the projects of DEV, straight from the state of the other side: of their own and through groups. */
function effectiveRoles({ members, groups, grants, projects, projectRoles }: Access): Record<string, string> {
  const of = (project: number, holds: (grant: Access['grants'][number]) => boolean): string => [...new Set(grants.filter((one) => one.project_id === project && holds(one)).map((one) => projectRoles.find(({ id }) => id === one.project_role_id)!.name))].sort().join(', ')
  const found: Record<string, string> = {}
  for (const { id: project } of projects.filter(({ environment }) => environment === 'dev')) {
    for (const { id } of members) found[`user-${String(id)} ${String(project)}`] = of(project, (one) => one.user_id === id || groups.some((group) => group.id === one.group_id && (group.system || group.member_ids.includes(id))))
    for (const { id } of groups) found[`group-${id} ${String(project)}`] = of(project, (one) => one.group_id === id)
  }
  return found
}

test('project roles are edited in a grid by keyboard: what is effective is told before it is kept, a range is filled, who cannot be changed is left @row-6 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(150_000)
  const { page, electron } = await launch()
  const state = await remoteState(emulator, REMOTE)
  const inDev = ({ id }: { readonly id: number }): number => accessOf(state, id).projects.filter(({ environment }) => environment === 'dev').length
  const [customer, unread] = editableCustomers(state).filter((one) => inDev(one) >= 2).sort((one, other) => accessOf(state, other.id).grants.length - accessOf(state, one.id).grants.length)
  // On one project a customer manager is told to hold a role, which nobody can give them here.
  const { user } = (state as unknown as { managers: { user: { id: number; name: string; email: string } }[] }).managers[0]!
  const of = accessOf(state, customer!.id).projects.find(({ environment }) => environment === 'prod')!
  const [role] = accessOf(state, customer!.id).projectRoles
  const held = { id: 'pg-held', project: { id: of.id, name: of.name, environment: { id: customer!.id, type: 'prod' } }, project_role: { id: role!.id, name: role!.name }, user_group: null, user }
  await emulator.control('POST', '/faults', [
    { match: { method: 'GET', path: `/managed_users/${String(unread!.id)}/projects` }, fault: { kind: 'status', status: 422, body: '{"message":"not now"}' } },
    { match: { method: 'GET', path: `/projects/${String(of.id)}/project_grants` }, fault: { kind: 'status', status: 200, body: { data: [held], total: 1, page: { number: 1, size: 100 } } } },
  ])
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await expect.poll(() => readOf(page, accountId, customer!.id), { timeout: 60_000 }).toEqual(expect.arrayContaining(['members', 'groupMembers', 'grants', 'projectRoles']))
  const access = accessOf(state, customer!.id)
  const team = access.members.filter(({ email }) => !email.endsWith('@partner.example'))
  const open = async (id: number): Promise<void> => {
    await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(id)}/groups`)
    await page.locator(`[data-testid="customer"][data-customer="${String(id)}"]`).waitFor()
    await page.getByRole('button', { name: 'Grid', exact: true }).click()
  }
  await open(customer!.id)
  const grid = page.locator('[role="grid"][data-grid="grants"]')
  const cell = (key: string, project: string) => grid.locator(`[data-assignee="${key}"][data-project="${project}"]`)
  const queue = (count: number) => expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(count))

  // Every cell is what the other side holds; customer managers, whom its state has elsewhere, are there besides.
  await expect(grid.locator('[data-state="locked"]').first()).toBeVisible()
  const shown = await grid.locator('[data-assignee]').evaluateAll((cells) => cells.map((one) => [`${(one as HTMLElement).dataset['assignee']!} ${(one as HTMLElement).dataset['project']!}`, (one as HTMLElement).dataset['effective']!] as const))
  const expected = effectiveRoles(access)
  expect(Object.fromEntries(shown.filter(([key]) => key in expected))).toEqual(expected)
  expect(Object.values(expected).filter((one) => one !== '').length).toBeGreaterThan(3)

  // A customer manager is left as it is, and it is said why.
  await page.getByRole('switch').click()
  const locked = grid.locator('[data-assignee^="user-"][data-state="locked"]').first()
  await locked.click()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('role-picker')).toContainText('A customer manager has one role')
  await page.keyboard.press('Escape')
  await expect(locked).toBeFocused()

  // A letter opens the roles; what becomes effective is told before anything is kept.
  const keys = await grid.locator('[role="row"][data-key^="user-"]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['key']!))
  const [project, next] = (await grid.locator('[role="row"][data-line="0"] [data-project]').evaluateAll((cells) => cells.map((one) => (one as HTMLElement).dataset['project']!))) as [string, string]
  const mine = keys.filter((key) => team.some(({ id }) => key === `user-${String(id)}`))
  const run = mine.findIndex((key, i) => keys.indexOf(mine[i + 2] ?? '') === keys.indexOf(key) + 2)
  const [a, b, c] = mine.slice(run, run + 3) as [string, string, string]
  const before = await cell(a, project).getAttribute('data-value')
  const wish = access.projectRoles.find(({ name }) => name !== before && access.projectRoles.every((one) => one.name === name || one.name[0] !== name[0])) ?? access.projectRoles.find(({ name }) => name !== before)!
  await cell(a, project).click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowUp')
  await expect(cell(a, project)).toBeFocused()
  await page.keyboard.type(wish.name.slice(0, 6))
  const picker = page.getByTestId('role-picker')
  await expect(picker).toContainText(emulator.accounts[1]!.name)
  await expect(picker).toContainText(customer!.name)
  await expect(picker.getByTestId('grant-then')).toContainText(`${wish.name} directly`)
  await page.keyboard.press('Enter')
  await expect(cell(a, project)).toHaveAttribute('data-state', 'pending')
  await expect(cell(a, project)).toHaveAttribute('data-value', wish.name)
  await expect(cell(a, project)).toBeFocused()
  await queue(1)
  await expect(page.getByTestId('grant-bar')).toContainText(`${wish.name} directly`)

  // Down into the next two, and from there one to the right; undo takes one act back.
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+d')
  for (const key of [b, c]) await expect(cell(key, project)).toHaveAttribute('data-value', wish.name)
  const afterFill = Number(await page.getByTestId('queue').getAttribute('data-count'))
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+r')
  for (const key of [a, b, c]) await expect(cell(key, next)).toHaveAttribute('data-value', wish.name)
  await page.keyboard.press('Control+z')
  await queue(afterFill)
  await page.keyboard.press('Control+Shift+z')

  // All people at once: the customer manager is left out, with the reason.
  await cell(mine[0]!, project).click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Control+Shift+ArrowDown')
  await page.keyboard.type(wish.name.slice(0, 6))
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('grants-left')).toContainText('Customer manager')
  await expect(grid.locator(`[data-project="${project}"]:not([aria-readonly])`).first()).toHaveAttribute('data-value', wish.name)
  await page.keyboard.press('Control+z')
  // Acts that have to wait are about the cells of their own key presses, wherever the keys have led meanwhile; each is a step of undo.
  const engine = await enginePid(electron)
  process.kill(engine, 'SIGSTOP')
  await cell(b, project).click()
  for (const key of ['Delete', 'ArrowRight', 'Delete', 'ArrowUp', 'ArrowLeft']) await page.keyboard.press(key)
  await expect(cell(a, project)).toBeFocused()
  process.kill(engine, 'SIGCONT')
  for (const one of [project, next]) await expect(cell(b, one)).toHaveAttribute('data-value', '')
  await page.keyboard.press('Control+z')
  await expect(cell(b, next)).toHaveAttribute('data-value', wish.name)
  await page.keyboard.press('Control+z')
  await expect(cell(b, project)).toHaveAttribute('data-value', wish.name)

  // The search and another environment: other rows, other projects.
  await page.getByRole('searchbox', { name: 'Search people and groups' }).fill(team.find(({ id }) => a === `user-${String(id)}`)!.email)
  await expect(grid.locator('[role="row"][data-key]')).toHaveCount(1)
  await page.getByRole('button', { name: 'PROD', exact: true }).click()
  const inProd = access.projects.filter(({ environment }) => environment === 'prod').map(({ id }) => String(id))
  await expect(grid.locator('[data-project]')).toHaveCount(inProd.length)
  expect((await grid.locator('[data-project]').evaluateAll((cells) => cells.map((one) => (one as HTMLElement).dataset['project']!))).sort()).toEqual(inProd.sort())

  // What is kept goes out with a plan, and the other side has just that.
  await page.getByRole('switch').click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'online')
  await emulator.control('DELETE', '/log')
  await makePlan(page)
  await applyPlan(page)
  const sent = (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')
  expect(sent.every(({ path }) => /\/projects\/\d+\/project_grants$/.test(path))).toBe(true)
  expect(sent).toHaveLength(2)
  const after = accessOf(await remoteState(emulator, REMOTE), customer!.id)
  for (const key of [a, b, c]) for (const one of [project, next]) expect(grantOf(after, Number(one), Number(key.slice(5)))?.project_role_id).toBe(wish.id)

  // In the lists a customer manager is locked as well.
  await open(customer!.id)
  await page.getByRole('button', { name: 'Lists', exact: true }).click()
  await rowsOf(page, 'projects').and(page.locator(`[data-key="${String(of.id)}"]`)).locator('[data-col="name"]').click()
  const managed = page.locator(`[data-grant="user-${String(user.id)}"]`)
  await expect(managed.getByRole('img', { name: 'Customer manager, changed with the managers of the account' })).toBeVisible()
  await expect(managed.getByRole('combobox')).toHaveCount(0)

  // In a legacy customer nothing can be chosen, neither in the grid nor in the lists.
  const legacy = state.customers.find(({ id }) => state.workspaces[id]?.rbac_migrated === false)!
  await expect.poll(() => readOf(page, accountId, legacy.id)).toContain('projects')
  await open(legacy.id)
  await page.getByRole('button', { name: 'Lists', exact: true }).click()
  await rowsOf(page, 'projects').first().locator('[data-col="name"]').click()
  await expect(page.getByText('Legacy access model, migrate first').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Grant a role' })).toHaveCount(0)

  // What could not be read is said, in the grid and in a comparison, and nothing is concluded from it.
  await expect.poll(() => readOf(page, accountId, unread!.id)).toContain('members')
  await open(unread!.id)
  await expect(page.getByText('Not read: project grants.')).toBeVisible()
  await page.evaluate((hash) => (location.hash = hash), `#/customers/compare/${accountId}~${String(customer!.id)}/${accountId}~${String(unread!.id)}`)
  await expect(page.getByTestId('compare-unread')).toContainText('Projects, Project grants')
  await expect(page.getByTestId('differences')).toBeVisible()
  await expect(page.locator('tr[data-part="grant"]')).toHaveCount(0)
})
