import { expect, test } from '../fixtures/app'
import type { LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, editableCustomers, makePlan, remoteState, type RemoteState } from '../pages/changes'
import { invoke } from '../fixtures/bridge'
import { rowsOf } from '../pages/customer'

const REMOTE = 'a2'
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '12,6', '--people', '6', '--quota', 'off'] })

interface Access {
  readonly groups: readonly { readonly id: string; readonly name: string; readonly system: boolean; readonly member_ids: readonly number[] }[]
  readonly grants: readonly { readonly project_id: number; readonly user_id: number | null; readonly group_id: string | null; readonly project_role_id: string }[]
  readonly projects: readonly { readonly id: number; readonly name: string; readonly environment: string }[]
  readonly projectRoles: readonly { readonly id: string; readonly name: string }[]
}
const accessOf = (state: RemoteState, id: number): Access => state.workspaces[id] as unknown as Access

test('a person is added to a group: the project roles change before anything is sent, with one POST after; grants are set and taken away @row-6 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  for (const resource of ['members', 'groupMembers', 'grants', 'projectRoles']) await expect.poll(async () => ((await invoke(page, 'reading.completeness', { resource, accounts: [accountId], customers: null })).value as { read: number }).read, { timeout: 60_000 }).toBe(6)
  const state = await remoteState(emulator, REMOTE)
  const found = editableCustomers(state).flatMap(({ id, name }) => {
    const { groups, grants, projects } = accessOf(state, id)
    return groups.filter(({ system, id: group }) => !system && grants.some(({ group_id }) => group_id === group)).flatMap((group) => {
      const person = state.workspaces[id]!.members.find((one) => !one.email.endsWith('@partner.example') && !group.member_ids.includes(one.id))
      const grant = grants.find(({ group_id }) => group_id === group.id)!
      return person === undefined ? [] : [{ id, name, group, person, grant, project: projects.find((one) => one.id === grant.project_id)! }]
    })
  })
  const [{ id, name, group, person, grant, project }] = found as [(typeof found)[number]]
  const access = accessOf(state, id)
  const projectRole = access.projectRoles.find((one) => one.id === grant.project_role_id)!
  const dialog = page.getByTestId('edit-dialog')

  await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(id)}/groups`)
  await page.locator(`[data-testid="customer"][data-customer="${String(id)}"]`).waitFor()
  await page.getByRole('switch').click()
  const groupRow = rowsOf(page, 'groups').and(page.locator(`[data-key="${group.id}"]`))
  await groupRow.locator('[data-col="name"]').click()
  await page.getByRole('button', { name: 'Add people' }).click()
  await expect(dialog).toContainText(name)
  await expect(dialog).toContainText(emulator.accounts[1]!.name)
  await expect(dialog).toContainText('Working offline since')
  await dialog.locator('button[type="submit"]').click()
  await expect(dialog).toContainText('Choose at least one person.')
  const search = dialog.getByRole('searchbox')
  await search.fill('nobody is called this')
  await search.press('Escape')
  await expect(search).toHaveValue('')
  await page.keyboard.press('Control+f')
  await expect(search).toBeFocused()
  await dialog.getByRole('checkbox', { name: person.email }).click()
  await search.fill(person.email)
  await search.press('Enter')
  await dialog.locator('button[type="submit"]').dblclick()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '1')
  const member = page.locator(`[data-group-member="${String(person.id)}"]`)
  await expect(member).toHaveAttribute('data-state', 'gain')

  // Nothing was sent, and the panel shows what the person gains.
  await emulator.control('DELETE', '/log')
  await member.getByRole('button', { name: person.name, exact: true }).press('Enter')
  const panel = page.getByTestId('person-panel')
  await expect(panel).toBeFocused()
  const gained = panel.getByTestId('effective').locator(`[data-project="${String(project.id)}"] [data-state="gain"]`).filter({ hasText: group.name })
  await expect(gained).toContainText(projectRole.name)
  await panel.getByRole('checkbox', { name: group.name }).click()
  await expect(gained).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(gained).toHaveCount(1)
  await panel.getByRole('button', { name: 'Close' }).press('Escape')
  await expect(member.getByRole('button', { name: person.name, exact: true })).toBeFocused()

  // Out of a group and back; a grant of the group gets another role, and somebody a role of their own.
  const [inside] = group.member_ids
  if (inside !== undefined) {
    const leaving = page.locator(`[data-group-member="${String(inside)}"]`)
    await leaving.getByRole('button', { name: /out of the group/ }).press('Enter')
    await expect(leaving).toHaveAttribute('data-state', 'loss')
    await expect(leaving.getByRole('button', { name: /^Take back/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(leaving).toHaveAttribute('data-state', 'clean')
  }
  await rowsOf(page, 'projects').and(page.locator(`[data-key="${String(project.id)}"]`)).locator('[data-col="name"]').click()
  const grantRow = page.locator(`[data-grant="group-${group.id}"]`)
  const other = access.projectRoles.find((one) => one.id !== projectRole.id)!
  await grantRow.getByRole('combobox').selectOption(other.id)
  await expect(grantRow).toHaveAttribute('data-state', 'pending')
  await expect(grantRow).toHaveAttribute('data-value', other.name)
  const free = state.workspaces[id]!.members.find((one) => !one.email.endsWith('@partner.example') && !access.grants.some(({ project_id, user_id }) => project_id === project.id && user_id === one.id))!
  await page.getByRole('button', { name: 'Grant a role' }).click()
  await dialog.getByRole('searchbox').fill(free.email)
  await dialog.getByRole('checkbox', { name: free.email }).click()
  await dialog.locator('button[type="submit"]').click()
  await expect(dialog).toContainText('Choose a project role.')
  await dialog.getByLabel('Project role').selectOption(projectRole.id)
  await dialog.locator('button[type="submit"]').dblclick()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '3')
  expect((await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')).toEqual([])

  await page.getByRole('switch').click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'online')
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', '3')
  const sent = (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')
  expect(sent.filter(({ path }) => path.includes('/user_groups/')).map(({ method }) => method)).toEqual(['POST'])
  expect(sent.filter(({ path }) => path.includes('/project_grants')).map(({ method }) => method)).toEqual(['PUT'])
  const after = accessOf(await remoteState(emulator, REMOTE), id)
  expect(after.groups.find((one) => one.id === group.id)?.member_ids).toContain(person.id)
  expect(after.grants.find(({ project_id, group_id }) => project_id === project.id && group_id === group.id)?.project_role_id).toBe(other.id)
  expect(after.grants.find(({ project_id, user_id }) => project_id === project.id && user_id === free.id)?.project_role_id).toBe(projectRole.id)

  // A grant is taken away again.
  await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(id)}/groups`)
  await rowsOf(page, 'projects').and(page.locator(`[data-key="${String(project.id)}"]`)).locator('[data-col="name"]').click()
  await page.locator(`[data-grant="user-${String(free.id)}"]`).getByRole('combobox').selectOption('')
  await makePlan(page)
  await applyPlan(page)
  expect(accessOf(await remoteState(emulator, REMOTE), id).grants.some(({ project_id, user_id }) => project_id === project.id && user_id === free.id)).toBe(false)
})
