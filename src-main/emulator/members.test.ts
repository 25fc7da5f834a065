import { describe, expect, it } from 'vitest'
import { acceptInvitation } from './invitations'
import { EXTERNAL_PEOPLE } from './generate-people'
import { testWorld, type TestWorld } from './test-world'

interface MemberBody { id: number; email: string; grant_type: string; role_name: string; roles: { environment_type: string; role_name: string; role_type: string }[]; user_groups: { id: string; name: string }[]; last_activity_log: unknown }
interface List<T> { data: T[]; total: number }
const envRole = (environment_type: string, name: string, role_type: string | undefined = 'environment') => ({ environment_type, name, ...(role_type === undefined ? {} : { role_type }) })
const members = ({ read }: TestWorld, query = '') => read<List<MemberBody>>('GET', `MU/members${query}`)
const first = (test: TestWorld) => members(test).data.find(({ grant_type }) => grant_type === 'team') as MemberBody

describe('members', () => {
  it('lists everyone at once with a role for each environment, and finds by a part of the address', () => {
    const test = testWorld({ people: 130 })
    const all = members(test)
    expect(all.total).toBe(all.data.length)
    expect(all.data.filter(({ grant_type }) => grant_type === 'team')).toHaveLength(130)
    for (const { roles, role_name } of all.data) {
      expect(roles.map(({ environment_type }) => environment_type)).toEqual(['dev', 'test', 'prod'])
      expect(role_name).toBe(roles[0]?.role_name)
    }
    const { email } = first(test)
    const found = members(test, `?email=${encodeURIComponent(email.slice(2, 12).toUpperCase())}`)
    expect(found.data.map((one) => one.email)).toContain(email)
    expect(found.data.every((one) => one.email.includes(email.slice(2, 12)))).toBe(true)
    expect(members(test, '?email=nobody%40nowhere')).toEqual({ data: [], total: 0 })
  })

  it('gets one, and answers 404 in the classic form for none', () => {
    const test = testWorld()
    expect(test.read('GET', `MU/members/${String(first(test).id)}`)).toEqual(first(test))
    expect(test.call('GET', 'MU/members/1')).toEqual({ status: 404, body: { message: 'Not found' } })
    expect(test.call('GET', '/api/managed_users/999999/members')).toEqual({ status: 404, body: { message: 'Not found' } })
  })

  it('update changes the listed environments only, and a wrong one changes nothing', () => {
    const test = testWorld()
    const { id, roles } = first(test)
    const path = `MU/members/${String(id)}`
    const after = test.read<MemberBody>('PUT', path, { env_roles: [envRole('prod', 'EnvironmentAdmin')] })
    expect(after.roles).toEqual([roles[0], roles[1], { environment_type: 'prod', role_name: 'EnvironmentAdmin', role_type: 'environment' }])
    const cases: [unknown, string][] = [
      [{ env_roles: [envRole('dev', 'EnvironmentManager'), envRole('prod', 'Nonsense')] }, 'Role Nonsense not found'],
      [{ env_roles: [envRole('stage', 'Member')] }, 'environment_type stage is not an environment of this workspace'],
      [{ env_roles: [envRole('dev', 'Member'), envRole('dev', 'EnvironmentAdmin')] }, 'env_roles has more than one role for dev'],
      [{ env_roles: [envRole('dev', 'Member', 'other')] }, 'role_type other is unknown'],
      [{ env_roles: [{ environment_type: 'dev', role_type: 'environment' }] }, 'env_roles[name] is required'],
      [{ env_roles: 'Member' }, 'role_name or env_roles is required'],
      [{}, 'role_name or env_roles is required'],
      [{ env_roles: [envRole('dev', 'Member')], user_group_ids: ['pf-none'] }, 'Group pf-none not found'],
    ]
    for (const [body, message] of cases) expect(test.call('PUT', path, body), message).toMatchObject({ status: 400, body: { message } })
    expect(test.read('GET', path)).toEqual(after)
  })

  it('refuses legacy roles in a migrated workspace in the RBAC form: by role_name, by role_type, and by its absence', () => {
    const test = testWorld()
    const path = `MU/members/${String(first(test).id)}`
    const refused = { status: 400, body: { errors: [{ code: 'bad_request', title: 'Legacy roles are not supported in this workspace.' }] } }
    for (const body of [{ role_name: 'Admin' }, { env_roles: [envRole('dev', 'Admin', 'privilege_group')] }, { env_roles: [{ environment_type: 'dev', name: 'EnvironmentAdmin' }] }]) expect(test.call('PUT', path, body)).toEqual(refused)
    // role_name does not count beside env_roles.
    expect(test.call('PUT', path, { role_name: 'Admin', env_roles: [envRole('dev', 'Member')] }).status).toBe(200)
  })

  it('takes legacy roles in a workspace that is not migrated, role_name for dev only', () => {
    const test = testWorld({ legacy: 1 })
    const path = `MU/members/${String(first(test).id)}`
    const before = first(test).roles
    expect(test.read<MemberBody>('PUT', path, { role_name: 'Operator' }).roles).toEqual([{ environment_type: 'dev', role_name: 'Operator', role_type: 'privilege_group' }, before[1], before[2]])
    expect(test.read<MemberBody>('PUT', path, { env_roles: [{ environment_type: 'prod', name: 'Analyst' }, envRole('test', 'Member')] }).roles.slice(1)).toEqual([
      { environment_type: 'test', role_name: 'Member', role_type: 'environment' }, { environment_type: 'prod', role_name: 'Analyst', role_type: 'privilege_group' },
    ])
    expect(test.call('PUT', path, { role_name: 'EnvironmentAdmin' })).toMatchObject({ status: 400, body: { message: 'Role EnvironmentAdmin not found' } })
  })

  it('takes access away by the name "No access" and reads it back', () => {
    const test = testWorld()
    const path = `MU/members/${String(first(test).id)}`
    expect(test.read<MemberBody>('PUT', path, { env_roles: [envRole('prod', 'No access')] }).roles[2]).toEqual({ environment_type: 'prod', role_name: 'No access', role_type: 'environment' })
  })

  it('adds an existing user by e-mail or oauth_id and a new one by name', () => {
    const test = testWorld()
    const outside = EXTERNAL_PEOPLE.filter(({ id }) => !test.workspace.members.some((one) => one.id === id))
    const [one, two] = outside
    const roles = { env_roles: [envRole('dev', 'Member')] }
    expect(test.read<MemberBody>('POST', 'MU/members', { email: one?.email.toUpperCase(), ...roles })).toMatchObject({ id: one?.id, email: one?.email, grant_type: 'team', role_name: 'Member' })
    expect(test.read<MemberBody>('POST', 'MU/members', { oauth_id: `AAA0900110:UU00${String(two?.id)}` })).toMatchObject({ id: two?.id, role_name: 'No access' })
    expect(test.call('POST', 'MU/members', { email: one?.email, ...roles })).toMatchObject({ status: 409 })
    expect(test.call('POST', 'MU/members', { email: 'no-one@nowhere.example', ...roles })).toMatchObject({ status: 404, body: { message: 'User not found' } })
    expect(test.call('POST', 'MU/members', { name: 'New Person' })).toMatchObject({ status: 400, body: { message: 'role_name or env_roles is required' } })
    expect(test.call('POST', 'MU/members', roles)).toMatchObject({ status: 400, body: { message: 'Validation failed', errors: { name: ["can't be blank"] } } })
    expect(test.read<MemberBody>('POST', 'MU/members', { name: 'New Person', external_id: 'X1', time_zone: 'Kolkata', ...roles })).toMatchObject({ name: 'New Person', external_id: 'X1', time_zone: 'Kolkata' })
    expect(members(test).total).toBe(12 + 3 + members(test).data.filter(({ grant_type }) => grant_type === 'moderator').length)
  })

  it('removes a member with what was theirs, once', () => {
    const test = testWorld()
    const { id } = first(test)
    test.read('PUT', `MU/members/${String(id)}`, { user_group_ids: [test.workspace.groups[1]?.id] })
    test.read('PUT', `MU/projects/${String(test.workspace.projects[0]?.id)}/project_grants`, { project_grants: [{ assignment_type: 'User', assignment_id: id, project_role_id: test.workspace.projectRoles[0]?.id }] })
    expect(test.call('DELETE', `MU/members/${String(id)}`)).toMatchObject({ status: 204 })
    expect(test.call('DELETE', `MU/members/${String(id)}`)).toMatchObject({ status: 404 })
    expect(test.workspace.grants.some(({ user_id }) => user_id === id)).toBe(false)
    expect(test.workspace.groups.some(({ member_ids }) => member_ids.includes(id))).toBe(false)
  })

  it('shows customer managers as such, locked here, with the same role everywhere; who was added by hand is a member', () => {
    const test = testWorld()
    const manager = members(test).data.find(({ grant_type }) => grant_type === 'moderator') as MemberBody
    expect(new Set(manager.roles.map(({ role_name }) => role_name)).size).toBe(1)
    for (const method of ['PUT', 'DELETE']) expect(test.call(method, `MU/members/${String(manager.id)}`, { env_roles: [envRole('dev', 'Member')] })).toMatchObject({ status: 400, body: { message: 'Customer managers cannot be changed in the customer workspace' } })
    test.read('POST', 'MU/members', { email: manager.email, env_roles: [envRole('dev', 'Member')] })
    expect(members(test).data.filter(({ email }) => email === manager.email).map(({ grant_type }) => grant_type)).toEqual(['team'])
  })

  it('tells privileges for each environment, and those of projects with where they come from', () => {
    const test = testWorld()
    const { id } = first(test)
    const path = `MU/members/${String(id)}`
    const role = test.workspace.projectRoles[1]
    const [project] = test.workspace.projects
    const group = test.workspace.groups[1]
    test.read('PUT', path, { env_roles: ['dev', 'test', 'prod'].map((one) => envRole(one, one === 'prod' ? 'No access' : 'Member')), user_group_ids: [group?.id] })
    test.read('PUT', `MU/projects/${String(project?.id)}/project_grants`, { project_grants: [{ assignment_type: 'UserGroup', assignment_id: group?.id, project_role_id: role?.id }] })
    expect(test.read<List<unknown>>('GET', `${path}/privileges`).data).toEqual(['dev', 'test'].map((environment_type) => ({ environment_type, name: 'Member', role_type: 'environment', privileges: { environment: { privileges: ['read'] } } })))
    expect(test.read<List<unknown>>('GET', `${path}/projects_privileges`).data).toContainEqual({
      project: { id: project?.id, name: project?.name, environment: { id: test.customer.id, type: 'dev' } }, project_role: { id: role?.id, name: 'AdvancedBuilder' }, source: 'user_group', privileges: { recipes: { privileges: 'all' } },
    })
    test.read('PUT', `MU/projects/${String(project?.id)}/project_grants`, { project_grants: [{ assignment_type: 'User', assignment_id: String(id), project_role_id: role?.id }] })
    expect(test.read<List<{ user: { id: number } }>>('GET', `${path}/project_grants`).data.map(({ user }) => user.id)).toContain(id)
  })
})

describe('invitations', () => {
  const body = { name: 'Ines Roy', email: 'Ines@Acme.example', env_roles: [envRole('dev', 'EnvironmentManager'), envRole('prod', 'Member')] }

  it('go to both paths, once in twenty minutes for a person and a workspace, and again after', () => {
    const test = testWorld()
    expect(test.call('POST', 'MU/member_invitations', body)).toMatchObject({ status: 200, body: { result: 'ok' } })
    test.world.clock.advance(20 * 60_000 - 1)
    expect(test.call('POST', 'MU/member_invitation', body)).toMatchObject({ status: 429 })
    expect(test.call('POST', `/api/managed_users/${String(test.single.id)}/member_invitation`, { ...body, env_roles: [envRole('dev', 'Member')] }).status).toBe(200)
    expect(test.call('POST', 'MU/member_invitations', { ...body, email: 'another@acme.example' }).status).toBe(200)
    test.world.clock.advance(1)
    expect(test.call('POST', 'MU/member_invitation', body).status).toBe(200)
  })

  it('make a member only when accepted, with the roles and groups of the invitation', () => {
    const test = testWorld()
    const group = test.workspace.groups[1]
    test.read('POST', 'MU/member_invitations', { ...body, user_group_ids: [group?.id] })
    expect(members(test, '?email=ines@acme').total).toBe(0)
    const request = { world: test.world, account: test.account, token: null, params: {}, query: new URLSearchParams(), body: {}, customer: test.customer, environment: 'dev' as const, workspace: test.workspace }
    expect(acceptInvitation(request, 'ines@acme.EXAMPLE')).toBe(true)
    expect(acceptInvitation(request, 'ines@acme.example')).toBe(false)
    const [joined] = members(test, '?email=ines@acme').data
    expect(joined?.roles.map(({ role_name }) => role_name)).toEqual(['EnvironmentManager', 'No access', 'Member'])
    expect(joined?.user_groups.map(({ id }) => id)).toContain(group?.id)
    expect(joined?.last_activity_log).toBeNull()
  })

  it('are refused without a role, for a non-address, and for an existing user', () => {
    const test = testWorld()
    expect(test.call('POST', 'MU/member_invitations', { name: 'A', email: 'a@b.example', user_group_ids: [test.workspace.groups[1]?.id] })).toMatchObject({ status: 400, body: { message: 'role_name or env_roles is required' } })
    expect(test.call('POST', 'MU/member_invitations', { ...body, email: 'not an address' })).toMatchObject({ status: 400, body: { message: 'Email is invalid' } })
    expect(test.call('POST', 'MU/member_invitations', { ...body, name: '' })).toMatchObject({ status: 400, body: { message: 'Validation failed' } })
    const outside = EXTERNAL_PEOPLE.find(({ id }) => !test.workspace.members.some((one) => one.id === id))
    expect(test.call('POST', 'MU/member_invitations', { ...body, email: outside?.email })).toMatchObject({ status: 409, body: { message: 'User already exists' } })
    const elsewhere = test.account.workspace(test.single).members.find(({ email }) => email?.includes('@customer-'))
    expect(test.call('POST', 'MU/member_invitations', { ...body, email: elsewhere?.email })).toMatchObject({ status: 409, body: { message: 'User already exists' } })
    expect(test.call('POST', 'MU/member_invitations', { ...body, email: first(test).email })).toMatchObject({ status: 409, body: { message: 'User is already a member of this workspace' } })
    expect(test.workspace.invitations).toEqual([])
  })
})
