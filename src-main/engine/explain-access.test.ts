import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import type { EnvironmentType } from '../contract/access'
import { startEngineWorld } from '../testing/engine-world'

interface State {
  readonly customers: readonly { readonly id: number; readonly environments: readonly { readonly environment_type: EnvironmentType }[] }[]
  readonly managers: readonly { readonly user: { readonly id: number }; readonly permitted_workspace_ids: readonly number[] }[]
  readonly workspaces: Readonly<Record<string, Workspace>>
}
interface Workspace {
  readonly members: readonly { readonly id: number; readonly roles: readonly { readonly environment_type: EnvironmentType; readonly role_name: string; readonly role_type: string }[] }[]
  readonly groups: readonly { readonly id: string; readonly system: boolean; readonly member_ids: readonly number[] }[]
  readonly projectRoles: readonly { readonly id: string }[]
  readonly projects: readonly { readonly id: number; readonly environment: EnvironmentType }[]
  readonly grants: readonly { readonly id: string; readonly project_id: number; readonly user_id: number | null; readonly group_id: string | null }[]
}
type Why = Output<'people.why'>
const ENVIRONMENTS = ['dev', 'test', 'prod'] as const

let world: Awaited<ReturnType<typeof startEngineWorld>> | null = null
afterEach(async () => {
  await world?.stop()
  world = null
})

/** Grants that reach a member in an environment, found by asking each grant who it is for. */
function grantsOf({ groups, projects, grants }: Workspace, memberId: number, environment: EnvironmentType): Workspace['grants'] {
  const reaches = (groupId: string): boolean => groups.some((group) => group.id === groupId && (group.system || group.member_ids.includes(memberId)))
  return grants.filter(({ project_id, user_id, group_id }) => projects.some(({ id, environment: of }) => id === project_id && of === environment) && (user_id === memberId || (group_id !== null && reaches(group_id))))
}

it('why each of more than a hundred people has access is what the state of the other side says (product 62)', { timeout: 90_000 }, async () => {
  world = await startEngineWorld({ customers: 10, people: 11, legacy: 0.2, seed: 5 })
  const { value, control, id } = world
  // Who is in which group is then known from the groups alone.
  await control('POST', '/switches', { members_have_groups: false })
  const before = await control<State>('GET', '/state?account=a1')
  for (const customer of before.customers) {
    const { groups = [], projects = [], projectRoles = [] } = before.workspaces[customer.id] ?? {}
    const grant = { assignment_type: 'UserGroup', assignment_id: groups.find(({ system }) => system)?.id, project_role_id: projectRoles[0]?.id }
    await control('POST', '/other', { account: 'a1', method: 'PUT', path: `/api/managed_users/${String(customer.id)}/projects/${String(projects.at(-1)?.id)}/project_grants`, body: { project_grants: [grant] } })
  }
  await world.start()
  for (const resource of ['members', 'groupMembers', 'grants'] as const) {
    await expect.poll(() => value('reading.completeness', { resource, accounts: [id], customers: null }), { timeout: 30_000 }).toMatchObject({ total: 10, read: 10 })
  }
  const { customers, workspaces, managers } = await control<State>('GET', '/state?account=a1')
  const seen = { people: new Set<string>(), kinds: new Set<string>(), throughGroups: 0, managers: 0 }
  for (const { id: customerId, environments } of customers) {
    const workspace = workspaces[customerId]
    if (workspace === undefined) throw new Error('the state lacks a workspace')
    const why = (memberId: number, environment: EnvironmentType): Promise<Why> => value('people.why', { accountId: id, customerId, memberId, environment })
    const exists = (environment: EnvironmentType): boolean => (environments.length === 0 ? environment === 'dev' : environments.some((one) => one.environment_type === environment))
    for (const { id: memberId, roles } of workspace.members) {
      for (const environment of ENVIRONMENTS) {
        const { verdict, path } = await why(memberId, environment)
        const held = roles.find((one) => one.environment_type === environment)
        const grants = grantsOf(workspace, memberId, environment)
        const projects = new Set(grants.map(({ project_id }) => project_id)).size
        const expected = !exists(environment) ? { kind: 'none', why: 'no-environment' }
          : held !== undefined && held.role_name !== 'No access' ? { kind: 'role', roleName: held.role_name, legacy: held.role_type === 'privilege_group', projects }
            : projects > 0 ? { kind: 'projects-only', projects } : { kind: 'none', why: 'no-access' }
        expect(verdict, `${String(memberId)} in ${environment} of ${String(customerId)}`).toEqual(expected)
        const named = path.flatMap((one) => (one.kind === 'grant' ? [one.grantId] : []))
        expect([...new Set(named)].sort()).toEqual((exists(environment) ? grants : []).map((one) => one.id).sort())
        seen.kinds.add(verdict.kind)
        seen.throughGroups += path.filter(({ kind }) => kind === 'group').length
      }
      seen.people.add(`${String(customerId)}/${String(memberId)}`)
    }
    for (const { user, permitted_workspace_ids: only } of managers) {
      if (workspace.members.some((one) => one.id === user.id)) continue
      const { verdict } = await why(user.id, 'dev')
      const manages = only.length === 0 || only.includes(customerId)
      expect(verdict.kind === 'manager', `manager ${String(user.id)} of ${String(customerId)}`).toBe(manages)
      seen.managers += manages ? 1 : 0
    }
  }
  expect(seen.people.size).toBeGreaterThan(100)
  expect([...seen.kinds]).toEqual(expect.arrayContaining(['role', 'none']))
  expect(Math.min(seen.throughGroups, seen.managers)).toBeGreaterThan(0)
})
