import { describe, expect, it } from 'vitest'
import { stateOf } from './state'
import { testWorld, type TestWorld } from './test-world'

interface Person { user_id: number; roles: { environment: string; name: string }[] }
interface Report { environment_roles: { name: string }[]; project_roles: { name: string }[]; collaborators: Person[]; projects: { id: number; environment: string; collaborators: { user_id: number; project_role: string }[] }[]; moderators: Person[] }
interface CustomReport extends Omit<Report, 'environment_roles' | 'project_roles'> { environment_role: { name: string; config: object }; project_role: { name: string; config: object } }
const state = ({ account }: TestWorld): string => JSON.stringify(stateOf(account, undefined))
const SYSTEM = 'MU/roles_migration/system_roles'
const CUSTOM = 'MU/roles_migration/custom_role'
const DRY: [string, object][] = [['?dry_run=true', {}], ['', { dry_run: true }], ['?dry_run=true', { dry_run: true }]]
const legacyWorld = (): TestWorld => {
  const test = testWorld({ legacy: 1, people: 40, customers: [20] })
  const custom = test.workspace.legacyRoles.filter(({ inherited }) => !inherited)
  expect(custom.length).toBeGreaterThan(0)
  return test
}
const errors = (status: number, code: string, title: string) => ({ status, body: { errors: [{ code, title }] } })

describe('legacy data', () => {
  it('has what makes migrations hard', () => {
    const { account } = testWorld({ legacy: 0.5, customers: [80], people: 20 })
    const legacy = account.customers.map((customer) => ({ customer, workspace: account.workspace(customer) })).filter(({ workspace }) => !workspace.rbac_migrated)
    expect(legacy.length).toBeGreaterThan(20)
    expect(legacy.length).toBeLessThan(60)
    const names = (role: 'own' | 'inherited') => legacy.flatMap(({ workspace }) => workspace.legacyRoles.filter(({ inherited }) => inherited === (role === 'inherited')).map(({ name, folder_ids }) => ({ name, folder_ids })))
    const shared = names('own').filter(({ name }) => name === 'Bot maintainer')
    expect(shared.length).toBeGreaterThan(5)
    expect(new Set(shared.map(({ folder_ids }) => folder_ids.join())).size).toBe(shared.length)
    const people = legacy.flatMap(({ customer, workspace }) => workspace.members.map((member) => ({ customer, roles: Object.values(member.roles).flatMap((held) => ('role_name' in held ? [held.role_name] : [])) })))
    expect(people.some(({ roles }) => new Set(roles).size === 3)).toBe(true)
    expect(people.some(({ roles }) => roles.includes('Partner helpdesk'))).toBe(true)
    expect(people.some(({ customer }) => customer.environments.length === 0)).toBe(true)
  })

  it('a fleet of 300 has every state and every branch that a migration meets', () => {
    const { account } = testWorld({ legacy: 0.6, customers: [300], people: 12, seed: 12 })
    const fleet = account.customers.map((customer) => ({ customer, workspace: account.workspace(customer) }))
    const count = (is: (one: (typeof fleet)[number]) => boolean): number => fleet.filter(is).length
    const own = ({ workspace }: (typeof fleet)[number]) => workspace.legacyRoles.filter(({ inherited }) => !inherited)
    const held = ({ workspace }: (typeof fleet)[number]) => workspace.members.map(({ roles }) => Object.values(roles).map((one) => ('role_name' in one ? one.role_name : null)))
    const states = {
      legacy: count(({ workspace }) => !workspace.system_roles_migrated), half: count(({ workspace }) => workspace.system_roles_migrated && !workspace.rbac_migrated), migrated: count(({ workspace }) => workspace.rbac_migrated),
      'migrated with people left behind': count((one) => one.workspace.rbac_migrated && held(one).some((roles) => roles.some((name) => name !== null))),
    }
    expect(Object.entries(states).filter(([, n]) => n === 0)).toEqual([])
    expect(states.legacy + states.half + states.migrated).toBe(300)
    const branches = {
      'no custom role': count((one) => !one.workspace.rbac_migrated && own(one).length === 0), 'several custom roles': count((one) => own(one).length > 1), 'custom roles with folders': count((one) => own(one).some(({ folder_ids }) => folder_ids.length > 0)),
      'three different roles': count((one) => held(one).some((roles) => new Set(roles.filter((name) => name !== null)).size === 3)), 'single environment': count(({ customer, workspace }) => customer.environments.length === 0 && !workspace.rbac_migrated),
      managers: count(({ customer }) => account.managers.some(({ permitted_workspace_ids: ids }) => ids.length === 0 || ids.includes(customer.id))), 'no equivalent': count((one) => held(one).some((roles) => roles.includes('Partner helpdesk'))),
    }
    expect(Object.entries(branches).filter(([, n]) => n < 5)).toEqual([])
  })

  it('custom roles are listed bare, without inherited ones, by name, and can be copied', () => {
    const { call, read, workspace } = legacyWorld()
    const list = read<{ id: number; name: string; folder_ids: string[] }[]>('GET', 'MU/roles')
    expect(list.map(({ name }) => name)).toEqual(workspace.legacyRoles.filter(({ inherited }) => !inherited).map(({ name }) => name))
    const [source] = list
    expect(read<unknown[]>('GET', `MU/roles?role_name=${String(source?.name)}`)).toHaveLength(1)
    const copy = read<{ name: string; folder_ids: string[] }>('POST', `MU/roles/${String(source?.id)}/copy`, { name: 'Copied' })
    expect(copy).toMatchObject({ name: 'Copied', folder_ids: source?.folder_ids })
    expect(read('POST', `MU/roles/${String(source?.id)}/copy`, { name: 'Again', folder_ids: [7] })).toMatchObject({ folder_ids: ['7'] })
    expect(call('POST', `MU/roles/${String(source?.id)}/copy`, { name: 'Copied' })).toMatchObject({ status: 400, body: { message: 'Validation failed' } })
    expect(call('POST', 'MU/roles/1/copy', { name: 'None' })).toMatchObject({ status: 404 })
  })
})

describe('migration of system roles', () => {
  it('a dry run from query, body or both changes nothing and answers what the real one does', () => {
    const test = legacyWorld()
    const before = state(test)
    const reports = DRY.map(([query, body]) => test.read<{ data: Report }>('POST', `${SYSTEM}${query}`, body))
    expect(state(test)).toBe(before)
    const real = test.read<{ data: Report }>('POST', SYSTEM)
    for (const report of reports) expect(report).toEqual(real)
    expect(state(test)).not.toBe(before)
    expect(real.data.environment_roles.map(({ name }) => name)).toEqual(['EnvironmentAdmin', 'EnvironmentManager', 'Member'])
    expect(real.data.project_roles.map(({ name }) => name)).toEqual(['ProjectAdmin', 'AdvancedBuilder', 'ProjectOperator'])
    expect(real.data.collaborators.length).toBeGreaterThan(10)
    const system = test.account.managers.filter(({ role_id, permitted_workspace_ids: ids }) => role_id < 4 && ids.includes(test.customer.id))
    expect(real.data.moderators.map(({ user_id }) => user_id)).toEqual(system.map(({ user }) => user.id))
  })

  it('really converts: what the report says is what members and grants then are', () => {
    const test = legacyWorld()
    const held = new Map(test.workspace.members.map(({ id, roles }) => [id, { ...roles }]))
    const { data } = test.read<{ data: Report }>('POST', SYSTEM)
    for (const { user_id, roles } of data.collaborators) {
      const now = test.read<{ roles: { environment_type: string; role_name: string; role_type: string }[] }>('GET', `MU/members/${String(user_id)}`).roles
      for (const { environment, name } of roles) expect(now).toContainEqual({ environment_type: environment, role_name: name, role_type: 'environment' })
    }
    for (const [id, roles] of held) {
      const converted = data.collaborators.find(({ user_id }) => user_id === id)?.roles.map(({ environment }) => environment) ?? []
      for (const [environment, role] of Object.entries(roles)) expect(converted.includes(environment)).toBe(role.role_type === 'privilege_group' && ['Admin', 'Analyst', 'Operator'].includes(role.role_name))
    }
    for (const project of data.projects) {
      for (const { user_id, project_role } of project.collaborators) {
        const access = test.read<{ data: { project: { id: number }; project_role: { name: string } }[] }>('GET', `MU/members/${String(user_id)}/projects_privileges`).data
        expect(access.filter((one) => one.project.id === project.id).map((one) => one.project_role.name)).toEqual([project_role])
      }
    }
    expect(test.workspace.groups.some(({ name }) => name.startsWith('Legacy Analyst'))).toBe(true)
    expect(test.call('POST', SYSTEM)).toEqual(errors(400, 'bad_request', 'Roles of this workspace have already been migrated'))
  })

  it('is the same on every machine', () => {
    const results = [legacyWorld(), legacyWorld()].map((test) => JSON.stringify(test.read('POST', SYSTEM)) + state(test))
    expect(results[0]).toBe(results[1])
  })

  it('refuses a dry_run that differs or is no truth value', () => {
    const test = legacyWorld()
    const before = state(test)
    expect(test.call('POST', `${SYSTEM}?dry_run=true`, { dry_run: false })).toEqual(errors(400, 'bad_request', 'dry_run differs between query and body'))
    expect(test.call('POST', SYSTEM, { dry_run: 'yes' })).toEqual(errors(400, 'bad_request', 'dry_run must be true or false'))
    expect(state(test)).toBe(before)
  })
})

describe('migration of a custom role', () => {
  it('splits it into one role of each kind, within its folders, and takes it from the list', () => {
    const test = legacyWorld()
    const { workspace } = test
    const role = workspace.legacyRoles.find(({ inherited, name }) => !inherited && workspace.members.some(({ roles }) => Object.values(roles).some((held) => 'role_name' in held && held.role_name === name)))
    const before = state(test)
    const dry = DRY.map(([query, body]) => test.read<{ data: CustomReport }>('POST', `${CUSTOM}${query}`, { id: role?.id, ...body }))
    expect(state(test)).toBe(before)
    const real = test.read<{ data: CustomReport }>('POST', CUSTOM, { role_id: String(role?.id) })
    for (const one of dry) expect(one).toEqual(real)
    expect(real.data).toMatchObject({ environment_role: { name: role?.name }, project_role: { name: role?.name } })
    expect(real.data.collaborators.length).toBeGreaterThan(0)
    const allowed = new Set(workspace.folders.filter(({ id }) => role?.folder_ids.includes(String(id)) === true).map(({ project_id }) => project_id))
    expect(real.data.projects.every(({ id }) => allowed.has(id))).toBe(true)
    expect(workspace.environmentRoles.find(({ name }) => name === role?.name)?.type).toBe('custom')
    expect(workspace.legacyRoles).not.toContain(role)
    expect(test.call('POST', CUSTOM, { id: role?.id })).toEqual(errors(404, 'not_found', 'Not found'))
  })

  it('a customer is migrated when all of it is, and says no to more', () => {
    const test = legacyWorld()
    const { workspace } = test
    const inherited = workspace.legacyRoles.find((role) => role.inherited)
    expect(test.call('POST', CUSTOM, { id: inherited?.id })).toEqual(errors(400, 'bad_request', 'An inherited role cannot be migrated in the customer workspace'))
    test.read('POST', SYSTEM)
    expect(workspace.rbac_migrated).toBe(false)
    for (const { id } of test.read<{ id: number }[]>('GET', 'MU/roles')) test.read('POST', CUSTOM, { id })
    expect(workspace.rbac_migrated).toBe(true)
    expect(test.call('GET', 'MU/roles')).toEqual({ status: 404, body: { message: 'Not found' } })
    expect(test.call('POST', CUSTOM, { id: inherited?.id })).toMatchObject({ status: 400 })
    expect(test.call('GET', 'MU/environment_roles').status).toBe(200)
    // Whose role has no equivalent keeps it: both kinds live side by side.
    expect(workspace.members.some(({ roles }) => Object.values(roles).some((held) => held.role_type === 'privilege_group'))).toBe(true)
  })

  it('the path without customer acts on the partner workspace and on no customer', () => {
    const test = legacyWorld()
    const workspaces = () => JSON.stringify((stateOf(test.account, undefined) as { workspaces: unknown }).workspaces)
    const before = workspaces()
    const path = '/api/roles_migration/custom_role'
    expect(test.call('POST', path, { id: test.workspace.legacyRoles[0]?.id })).toEqual(errors(404, 'not_found', 'Not found'))
    expect(test.read('POST', path, { id: 247, dry_run: true })).toEqual(test.read('POST', path, { id: 247 }))
    expect(test.call('POST', path, { id: 247 })).toMatchObject({ status: 400 })
    expect(workspaces()).toBe(before)
  })
})
