import type { Locator, Page } from '@playwright/test'
import type { Emulator } from '../fixtures/emulator'
import { expect, test } from '../fixtures/shared'
import { invoke } from '../fixtures/bridge'
import { openMatrix } from '../pages/matrix-tools'
import { openPerson } from '../pages/people'

// People enough for more than one window of what differs.
test.use({ world: { seed: 7, customers: [10, 6], people: 25, quotaSpeed: null } })

interface Workspace {
  readonly rbac_migrated: boolean
  readonly members: readonly { readonly id: number; readonly name: string; readonly email: string; readonly roles: readonly { readonly environment_type: string; readonly role_name: string | null }[] }[]
  readonly groups: readonly { readonly id: string; readonly name: string; readonly system: boolean; readonly member_ids: readonly number[] }[]
  readonly environmentRoles: readonly { readonly name: string }[]
  readonly projects: readonly { readonly id: number; readonly name: string; readonly environment: string }[]
  readonly projectRoles: readonly { readonly id: string; readonly name: string }[]
  readonly grants: readonly { readonly project_id: number; readonly user_id: number | null; readonly group_id: string | null; readonly project_role_id: string }[]
}
interface State { readonly customers: readonly { readonly id: number; readonly name: string }[]; readonly workspaces: Readonly<Record<string, Workspace>> }
interface Place { readonly account: number; readonly id: number; readonly name: string; readonly workspace: Workspace }

/** Everything that both accounts hold. */
async function places(emulator: Emulator): Promise<readonly Place[]> {
  const states = await Promise.all(emulator.accounts.map(({ id }) => emulator.control<State>('GET', `/state?account=${id}`)))
  return states.flatMap(({ customers, workspaces }, account) => customers.map(({ id, name }) => ({ account, id, name, workspace: workspaces[id]! })))
}
const roleOf = ({ projectRoles }: Workspace, id: string): string => projectRoles.find((one) => one.id === id)?.name ?? ''
const projectOf = ({ projects }: Workspace, id: number) => projects.find((one) => one.id === id)

/** What a person has in a customer as lines of `part environment what=value`. Groups and grants of a legacy customer cannot be read. */
function personFacts({ workspace }: Place, email: string): string[] {
  const member = workspace.members.find((one) => one.email === email)
  if (member === undefined) return []
  const groups = workspace.rbac_migrated ? workspace.groups.filter(({ system, member_ids }) => system || member_ids.includes(member.id)) : []
  const grants = new Map<string, string[]>()
  for (const one of workspace.rbac_migrated ? workspace.grants : []) {
    const project = projectOf(workspace, one.project_id)
    if (project === undefined || (one.user_id !== member.id && !groups.some(({ id }) => id === one.group_id))) continue
    const key = `grant ${project.environment} ${project.name}`
    grants.set(key, [...(grants.get(key) ?? []), roleOf(workspace, one.project_role_id)].sort())
  }
  return [
    'member  member', ...member.roles.flatMap(({ environment_type, role_name }) => (role_name === null || role_name === 'No access' ? [] : [`access ${environment_type} role=${role_name}`])),
    ...groups.map(({ name }) => `group  ${name}`), ...[...grants].map(([key, roles]) => `${key}=${roles.join(', ')}`),
  ]
}
/** What a customer has, part by part. */
function customerFacts({ workspace }: Place): string[] {
  const email = (id: number | null): string => workspace.members.find((one) => one.id === id)?.email.toLowerCase() ?? ''
  return [
    ...workspace.members.flatMap((one) => one.roles.flatMap(({ environment_type, role_name }) => (role_name === null || role_name === 'No access' ? [] : [`access ${environment_type} ${one.email.toLowerCase()}=${role_name}`]))),
    ...workspace.groups.filter(({ system }) => !system).flatMap(({ name, member_ids }) => member_ids.map((id) => `groupMember  ${name}: ${email(id)}`)),
    ...workspace.projects.map(({ name, environment }) => `project ${environment} ${name}`),
    ...workspace.grants.flatMap((one) => { const project = projectOf(workspace, one.project_id); return project === undefined ? [] : [`grant ${project.environment} ${project.name}: ${one.user_id === null ? (workspace.groups.find(({ id }) => id === one.group_id)?.name ?? '') : email(one.user_id)}=${roleOf(workspace, one.project_role_id)}`] }),
  ]
}
/** What only one of two lists holds. */
const difference = (a: readonly string[], b: readonly string[]): string[] => [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))].sort()
const common = (a: readonly string[], b: readonly string[]): string[] => a.filter((one) => b.includes(one)).sort()

/** Lines on screen in the same words, both sides of each; `group` is the head that they stand under. */
async function lines(section: Locator, parts: readonly string[], valued: readonly string[]): Promise<readonly { readonly group: string; readonly line: string }[]> {
  const more = section.getByRole('button', { name: /^Show more/ })
  while (await more.count() > 0) {
    const before = await section.locator('tr[data-part]').count()
    await more.click()
    await expect.poll(() => section.locator('tr[data-part]').count()).toBeGreaterThan(before)
  }
  const rows = await section.locator('tr[data-part]').evaluateAll((all) => all.map((row) => ({ group: (row.parentElement as HTMLElement).dataset['group']!, ...(row as HTMLElement).dataset }))) as { group: string; part: string; environment: string; what: string; a?: string; b?: string }[]
  return rows.filter(({ part }) => parts.includes(part)).flatMap(({ group, part, environment, what, a, b }) => [...new Set([a, b])].flatMap((value) => (value === undefined ? [] : [{ group, line: `${part} ${environment} ${what}${valued.includes(part) ? `=${value}` : ''}` }])))
}
const choose = async (page: Page, label: string, text: string, key: string): Promise<void> => {
  const side = page.getByRole('group', { name: label })
  await side.getByRole('searchbox').fill(text)
  await side.locator(`[data-found="${key}"]`).click()
}
/** Everything that a comparison needs is on this computer. */
async function waitUntilCompared(page: Page, emulator: Emulator, all: readonly Place[]): Promise<void> {
  const ids = await page.locator('[data-testid="account-switcher"] [data-account-id]').evaluateAll((list) => list.map((one) => (one as HTMLElement).dataset['accountId']!))
  for (const [index, id] of ids.entries()) for (const resource of ['members', 'groupMembers', 'grants']) {
    const least = all.filter(({ account, workspace }) => account === index && (resource === 'members' || workspace.rbac_migrated)).length
    await expect.poll(async () => ((await invoke(page, 'reading.completeness', { resource, accounts: [id], customers: null })).value as { read: number }).read, { timeout: 60_000 }).toBeGreaterThanOrEqual(least)
  }
  expect(ids).toHaveLength(emulator.accounts.length)
}

test('two people over both accounts differ in what the other side holds of one and not of the other; what is alike is folded; one is made like the other @row-16 @row-49', async ({ page, emulator }) => {
  test.setTimeout(120_000)
  const all = await places(emulator)
  await waitUntilCompared(page, emulator, all)
  const email = 'dana@example.com'
  // Somebody who is in a customer of hers, with another role there.
  const here = all.find(({ workspace }) => workspace.rbac_migrated && workspace.members.some((one) => one.email === email))!
  const roles = (one: Workspace['members'][number]): string => JSON.stringify(one.roles.map(({ role_name }) => role_name))
  const dana = here.workspace.members.find((one) => one.email === email)!
  const other = here.workspace.members.find((one) => one.email !== email && one.roles.length === dana.roles.length && roles(one) !== roles(dana))!

  await openPerson(page, email)
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  // Enter takes whom the text finds, not whom an earlier one found while the answer is under way.
  const second = page.getByRole('group', { name: 'Second person' })
  await second.getByRole('searchbox').fill(email)
  await second.locator(`[data-found="${email}"]`).waitFor()
  await second.getByRole('searchbox').evaluate((field: HTMLInputElement, next) => {
    field.value = next
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  }, other.email)
  await second.locator(`[data-found="${other.email}"]`).waitFor()
  await expect(second.locator('[data-found]')).toHaveCount(1)
  await second.getByRole('searchbox').press('Enter')
  const result = page.getByTestId('comparison')
  const [a, b] = [email, other.email].map((one) => all.flatMap((place) => personFacts(place, one).map((line) => `${String(place.id)} ${line}`))) as [string[], string[]]
  await expect(result).toHaveAttribute('data-same', String(common(a, b).length))
  const told = async (section: string): Promise<string[]> => (await lines(page.getByTestId(section), ['member', 'access', 'group', 'grant'], ['access', 'grant'])).map(({ group, line }) => `${group.split('/')[1]!} ${line}`).sort()
  expect(await told('differences')).toEqual(difference(a, b))
  expect(difference(a, b).length).toBeGreaterThan(10)
  expect(new Set(all.filter(({ workspace }) => workspace.members.some((one) => one.email === email)).map(({ account }) => account)).size).toBe(2)
  await expect(page.getByTestId('alike').locator('tr')).toHaveCount(0)
  await page.getByTestId('alike').getByRole('button', { expanded: false }).press('Enter')
  await expect(page.getByTestId('alike').locator('tr[data-part]').first()).toBeVisible()
  expect(await told('alike')).toEqual(common(a, b))

  // Swapped, the sides change places; the one is made like the other where both are, after it was told what that does.
  await page.getByRole('button', { name: 'Swap the two' }).press('Enter')
  await expect(page.getByTestId('differences').locator('thead th').nth(1)).toHaveText(other.name)
  const like = page.getByRole('button', { name: `Make ${dana.name} like ${other.name} in ${here.name}` })
  await like.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(here.name)
  await expect(dialog).toContainText(emulator.accounts[here.account]!.name)
  await expect(dialog.getByTestId('sheet-preview')).toBeVisible()
  const edits = Number(await dialog.getByTestId('sheet-preview').getAttribute('data-edits'))
  expect(edits).toBeGreaterThan(0)
  await dialog.getByRole('button', { name: /^Keep / }).dblclick()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(edits))
  await expect(dialog).toHaveCount(0)
  // It is she who changes, into what the other has.
  const { rows: staged } = (await invoke(page, 'intents.pending', { accountId: null, customerId: null, offset: 0, limit: 200 })).value as { rows: { intent: { target: { memberId: number; environment: string }; wish: string | null } }[] }
  for (const { intent: { target, wish } } of staged) expect([target.memberId, wish ?? 'No access']).toEqual([dana.id, other.roles.find(({ environment_type }) => environment_type === target.environment)?.role_name ?? 'No access'])
  await expect(like).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '0')

  // From the selection of the matrix: two rows are two people.
  await openMatrix(page)
  await page.locator('[data-grid="matrix"] [role="row"][data-key]:not([data-group]) [data-col="person"]').first().click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('button', { name: 'Tools', exact: true }).click()
  await page.getByRole('link', { name: 'Compare these two people' }).press('Enter')
  await expect(result).toBeVisible()
})

test('two customers of two accounts differ in what the other side holds of one and not of the other @row-16', async ({ page, emulator }) => {
  test.setTimeout(120_000)
  const all = await places(emulator)
  await waitUntilCompared(page, emulator, all)
  const ids = await page.locator('[data-testid="account-switcher"] [data-account-id]').evaluateAll((list) => list.map((one) => (one as HTMLElement).dataset['accountId']!))
  const [one, other] = [0, 1].map((account) => all.find((place) => place.account === account && place.workspace.rbac_migrated && place.workspace.grants.length > 0)!) as [Place, Place]
  const key = ({ account, id }: Place): string => `${ids[account]!}~${String(id)}`
  await page.evaluate((hash) => (location.hash = hash), `#/customers/${ids[0]!}/${String(one.id)}`)
  await page.getByRole('link', { name: 'Compare', exact: true }).press('Enter')
  await choose(page, 'Second customer', other.name, key(other))
  await expect(page.getByTestId('differences')).toBeVisible()
  await expect(page.getByTestId('compare-unread')).toHaveCount(0)
  // Customer managers are told with the people of a customer; its state has them elsewhere.
  const told = (await lines(page.getByTestId('differences'), ['access', 'groupMember', 'project', 'grant'], ['access', 'grant'])).map(({ line }) => line).filter((line) => !line.includes('@partner.example'))
  expect(told.sort()).toEqual(difference(customerFacts(one), customerFacts(other)))
  expect(told.length).toBeGreaterThan(10)
})
