import { expect, type Locator, type Page } from '@playwright/test'
import { invoke } from '../fixtures/bridge'
import type { Emulator } from '../fixtures/emulator'

interface Role { readonly environment_type: 'dev' | 'test' | 'prod'; readonly role_name: string | null; readonly role_type: string }
export interface RemoteMember { readonly id: number; readonly name: string; readonly email: string; readonly grant_type?: string; readonly roles: readonly Role[] }
/** What the emulator holds of an account, as far as these tests look at it. */
export interface RemoteState {
  readonly customers: readonly { readonly id: number; readonly name: string; readonly environments: readonly unknown[] }[]
  readonly workspaces: Readonly<Record<string, { readonly rbac_migrated: boolean; readonly members: readonly RemoteMember[]; readonly environmentRoles: readonly { readonly name: string }[] }>>
}
/** One wished role, with the one that is there. */
export interface RoleEdit { readonly customerId: number; readonly memberId: number; readonly environment: 'dev' | 'test' | 'prod'; readonly base: string | null; readonly wish: string }

export const remoteState = (emulator: Emulator, account: string): Promise<RemoteState> => emulator.control<RemoteState>('GET', `/state?account=${account}`)

/** The role of a person in an environment as the emulator has it. */
export function remoteRole(state: RemoteState, { customerId, memberId, environment }: Pick<RoleEdit, 'customerId' | 'memberId' | 'environment'>): string | null {
  return state.workspaces[customerId]?.members.find(({ id }) => id === memberId)?.roles.find(({ environment_type }) => environment_type === environment)?.role_name ?? null
}

/** Customers with all environments on the migrated access model. */
export const editableCustomers = (state: RemoteState): RemoteState['customers'] => state.customers.filter(({ id, environments }) => environments.length >= 3 && state.workspaces[id]?.rbac_migrated === true)

/** Edits of people who are no administrators, each to another role that is none either: at most so many for each customer. */
export function roleEdits(state: RemoteState, environment: RoleEdit['environment'], count: number, perCustomer = 8): RoleEdit[] {
  const plain = (name: string | null): boolean => name === null || !/admin/i.test(name)
  return editableCustomers(state).flatMap(({ id: customerId }) => {
    const { members, environmentRoles } = state.workspaces[customerId]!
    const names = environmentRoles.map(({ name }) => name).filter(plain)
    return members.flatMap((member): RoleEdit[] => {
      const role = member.roles.find(({ environment_type }) => environment_type === environment)
      const wish = names.find((name) => name !== role?.role_name)
      const editable = role !== undefined && member.roles.every(({ role_type, role_name }) => role_name === null || role_type === 'environment') && plain(role.role_name) && !member.email.endsWith('@partner.example')
      return editable && wish !== undefined ? [{ customerId, memberId: member.id, environment, base: role.role_name, wish }] : []
    }).slice(0, perCustomer)
  }).slice(0, count)
}

/** The API has a name for no role at all. */
const roleOrNone = (name: string | null): string | null => (name === 'No access' ? null : name)

/** Stages edits as the screen does, in one act. */
export async function stage(page: Page, state: RemoteState, accountId: string, name: string, edits: readonly RoleEdit[]): Promise<void> {
  const drafts = edits.map(({ customerId, memberId, environment, base, wish }) => {
    const member = state.workspaces[customerId]!.members.find(({ id }) => id === memberId)!
    const seen = Object.fromEntries(member.roles.filter(({ environment_type }) => environment_type !== environment).map(({ environment_type, role_name }) => [environment_type, roleOrNone(role_name)]))
    return { kind: 'member.role', accountId, customerId, target: { memberId, environment }, base: roleOrNone(base), wish, seen }
  })
  expect(await invoke(page, 'intents.stage', { name, edits: drafts })).toMatchObject({ ok: true })
}

/** Another administrator gives a person another role, which is no administrator's, so that no guard minds its way back. */
export async function changeElsewhere(emulator: Emulator, state: RemoteState, account: string, { customerId, memberId, environment, base, wish }: RoleEdit): Promise<string> {
  const { members, environmentRoles } = state.workspaces[customerId]!
  const name = environmentRoles.map((role) => role.name).find((one) => one !== base && one !== wish && !/admin/i.test(one))!
  const others = members.find(({ id }) => id === memberId)!.roles.filter(({ environment_type, role_name }) => environment_type !== environment && role_name !== null)
  const env_roles = [{ environment_type: environment, name, role_type: 'environment' }, ...others.map(({ environment_type, role_name, role_type }) => ({ environment_type, name: role_name, role_type }))]
  const answer = await emulator.control<{ status: number }>('POST', '/other', { account, method: 'PUT', path: `/api/managed_users/${String(customerId)}/members/${String(memberId)}`, body: { env_roles } })
  expect(answer.status).toBe(200)
  return name
}

/** How many changes wait, asked of the engine: whatever was sent before is in the answer. */
export async function stagedCount(page: Page): Promise<number> {
  return ((await invoke(page, 'intents.counts', {})).value as { staged: number }).staged
}

/** Waits until people and roles of every customer of the account are on this computer. */
export async function waitUntilPeopleRead(page: Page, accountId: string, customers: number): Promise<void> {
  const read = async (resource: string): Promise<unknown> => {
    const reply = await invoke(page, 'reading.completeness', { resource, accounts: [accountId], customers: null })
    return (reply.value as { read: number }).read
  }
  for (const resource of ['members', 'environmentRoles']) await expect.poll(() => read(resource), { timeout: 60_000 }).toBe(customers)
}

/** Opens the collaborators of a customer by address. */
export async function openCollaborators(page: Page, accountId: string, customerId: number): Promise<Locator> {
  await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(customerId)}/collaborators`)
  const rows = page.locator('[role="grid"][data-grid="members"] [role="row"][data-key]')
  await rows.first().waitFor()
  return rows
}

/** The cell of a person in an environment, on the collaborators of a customer. */
export const roleCell = (page: Page, memberId: number, environment: string): Locator => page.locator(`[data-grid="members"] [data-key="${String(memberId)}"] [data-col="${environment}"]`)

/** Opens the changes by the rail, makes the plan and gives it. */
export async function makePlan(page: Page): Promise<Locator> {
  await page.locator('[data-nav="changes"]').click()
  await page.getByTestId('plan-make').click()
  const plan = page.getByTestId('plan')
  await plan.waitFor({ timeout: 40_000 })
  return plan
}

/** Applies the plan on screen and waits for the end of its job. */
export async function applyPlan(page: Page): Promise<Locator> {
  await page.getByTestId('plan-apply').click()
  const job = page.getByTestId('job')
  await expect(job).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 })
  return job
}
