import { describe, expect, it } from 'vitest'
import { testWorld } from './test-world'

interface RoleBody { id: number | string; name: string; type: string; members_count: number; config?: unknown }
interface List<T> { data: T[]; total: number; page: { number: number; size: number } }
const config = { team: { privileges: 'all' } }
const rbac = (status: number, code: string, title: string) => ({ status, body: { errors: [{ code, title }] } })

describe.each([
  { path: 'environment_roles', wrapper: 'environment_role', system: ['EnvironmentAdmin', 'EnvironmentManager', 'Member'] },
  { path: 'project_roles', wrapper: 'project_role', system: ['ProjectAdmin', 'AdvancedBuilder', 'ProjectOperator'] },
])('$path', ({ path, wrapper, system }) => {
  it('lists the system roles without config, by exact name, in pages', () => {
    const { read } = testWorld()
    const all = read<List<RoleBody>>('GET', `MU/${path}`)
    expect(all.page).toEqual({ number: 1, size: 100 })
    expect(all.data.filter(({ type }) => type === 'system').map(({ name }) => name)).toEqual(system)
    expect(all.data.every((role) => !('config' in role))).toBe(true)
    expect(read<List<RoleBody>>('GET', `MU/${path}?name=${String(system[1])}`)).toMatchObject({ total: 1, data: [{ name: system[1] }] })
    expect(read<List<RoleBody>>('GET', `MU/${path}?name=Nothing`)).toEqual({ data: [], total: 0, page: { number: 1, size: 100 } })
    for (const query of ['page[number]=2&page[size]=2', 'page%5Bnumber%5D=2&page%5Bsize%5D=2']) {
      expect(read<List<RoleBody>>('GET', `MU/${path}?${query}`)).toEqual({ data: all.data.slice(2, 4), total: all.total, page: { number: 2, size: 2 } })
    }
    expect(read<RoleBody>('GET', `MU/${path}/${String(all.data[0]?.id)}`)).toMatchObject({ data: { name: system[0], config: expect.any(Object) as object } })
  })

  it('makes, changes and deletes a custom role', () => {
    const { call, read } = testWorld()
    const made = read<{ data: RoleBody }>('POST', `MU/${path}`, { [wrapper]: { name: 'Support', config, inheritable: false } }).data
    expect(made).toMatchObject({ name: 'Support', config, type: 'custom', members_count: 0 })
    expect(made).not.toHaveProperty('inheritable')
    expect(typeof made.id).toBe(path === 'environment_roles' ? 'number' : 'string')
    const one = `MU/${path}/${String(made.id)}`
    expect(read('PUT', one, { [wrapper]: { name: 'x'.repeat(200), config: { any: { thing: [1] } } } })).toMatchObject({ data: { name: 'x'.repeat(200), config: { any: { thing: [1] } } } })
    expect(call('DELETE', one)).toMatchObject({ status: 204 })
    expect(call('DELETE', one)).toEqual(rbac(404, 'not_found', 'Not found'))
  })

  it('says what is wrong with a role in the RBAC form', () => {
    const { call, read } = testWorld()
    const refused: [unknown, string][] = [
      [{ name: 'A', config }, `${wrapper.charAt(0).toUpperCase()}${wrapper.slice(1)} can't be blank`],
      [{ [wrapper]: { config } }, "Name can't be blank"],
      [{ [wrapper]: { name: ' ', config } }, "Name can't be blank"],
      [{ [wrapper]: { name: 'x'.repeat(201), config } }, 'Name is too long (maximum is 200 characters)'],
      [{ [wrapper]: { name: 'A' } }, "Config can't be blank"],
      [{ [wrapper]: { name: 'A', config: [] } }, 'Config must be an object'],
      [{ [wrapper]: { name: 'A', config, inheritable: true } }, 'Inheritable can only be set in an admin workspace'],
      [{ [wrapper]: { name: system[0], config } }, 'Name has already been taken'],
    ]
    for (const [body, title] of refused) expect(call('POST', `MU/${path}`, body), title).toEqual(rbac(400, 'bad_request', title))
    const first = read<List<RoleBody>>('GET', `MU/${path}`).data[0]
    for (const method of ['PUT', 'DELETE']) expect(call(method, `MU/${path}/${String(first?.id)}`, { [wrapper]: { name: 'A', config } })).toEqual(rbac(400, 'bad_request', 'A role of type system cannot be changed in this workspace'))
  })
})

describe('roles in use', () => {
  it('an assigned role cannot be deleted, in the words of the documentation, and counts a person once', () => {
    const { call, read, workspace } = testWorld()
    const { id } = read<{ data: RoleBody }>('POST', 'MU/environment_roles', { environment_role: { name: 'Held', config } }).data
    const member = workspace.members[0]
    read('PUT', `MU/members/${String(member?.id)}`, { env_roles: ['dev', 'prod'].map((environment_type) => ({ environment_type, name: 'Held', role_type: 'environment' })) })
    expect(read('GET', `MU/environment_roles/${String(id)}`)).toMatchObject({ data: { members_count: 1 } })
    expect(call('DELETE', `MU/environment_roles/${String(id)}`)).toEqual(rbac(400, 'bad_request', 'You can’t delete a role when collaborators are assigned to the role.'))
    read('PUT', `MU/environment_roles/${String(id)}`, { environment_role: { name: 'Renamed', config } })
    expect(read('GET', `MU/members/${String(member?.id)}`)).toMatchObject({ role_name: 'Renamed' })
    read('DELETE', `MU/members/${String(member?.id)}`)
    expect(call('DELETE', `MU/environment_roles/${String(id)}`).status).toBe(204)
  })

  it('a project role that only a group holds cannot be deleted either', () => {
    const { call, read, workspace } = testWorld()
    const { id } = read<{ data: RoleBody }>('POST', 'MU/project_roles', { project_role: { name: 'Held', config } }).data
    read('PUT', `MU/projects/${String(workspace.projects[0]?.id)}/project_grants`, { project_grants: [{ assignment_type: 'UserGroup', assignment_id: workspace.groups[1]?.id, project_role_id: id }] })
    expect(call('DELETE', `MU/project_roles/${String(id)}`)).toMatchObject({ status: 400 })
    expect(read('GET', `MU/project_roles/${String(id)}`)).toMatchObject({ data: { members_count: 1 } })
  })
})

describe('groups', () => {
  it('everyone is in "All collaborators", which cannot be changed', () => {
    const { call, read, workspace } = testWorld()
    const [all] = read<List<{ id: string; name: string; system: boolean; members_count: number }>>('GET', 'MU/user_groups').data
    expect(all).toMatchObject({ name: 'All collaborators', system: true, members_count: 12, id: expect.stringMatching(/^am-\w{8}-\w{6}$/) as string })
    const path = `MU/user_groups/${String(all?.id)}`
    expect(read<List<unknown>>('GET', `${path}/members`).total).toBe(12)
    for (const [method, below, body] of [['PUT', '', { user_group: { name: 'A' } }], ['DELETE', '', {}], ['POST', '/members', { user_ids: [workspace.members[0]?.id] }], ['DELETE', '/members', { user_ids: [workspace.members[0]?.id] }]] as const) {
      expect(call(method, `${path}${below}`, body)).toEqual(rbac(400, 'bad_request', 'The group All collaborators cannot be changed'))
    }
  })

  it('are made, renamed, filled in each of the ways, searched and deleted with their grants', () => {
    const { call, read, workspace } = testWorld()
    const made = read<{ data: { id: string } }>('POST', 'MU/user_groups', { user_group: { name: 'Night shift', description: 'After six' } }).data
    expect(made).toMatchObject({ id: expect.stringMatching(/^pf-/) as string, members_count: 0, system: false, description: 'After six' })
    const path = `MU/user_groups/${made.id}`
    expect(read<List<unknown>>('GET', 'MU/user_groups?name=Night shift').total).toBe(1)
    const ids = workspace.members.slice(0, 6).map(({ id }) => id)
    expect(call('POST', `${path}/members`, { user_ids: ids.slice(0, 2) })).toMatchObject({ status: 204 })
    read('POST', `${path}/members?user_ids=${String(ids[2])}&user_ids=${String(ids[3])}`)
    read('POST', `${path}/members?user_ids[]=${String(ids[4])}&user_ids%5B%5D=${String(ids[5])}`)
    const held = () => read<List<{ id: number }>>('GET', `${path}/members`).data.map(({ id }) => id)
    expect(held()).toEqual(ids)
    read('DELETE', `${path}/members?user_ids=${String(ids[0])}&user_ids=${String(ids[1])}`)
    read('DELETE', `${path}/members`, { user_ids: [String(ids[2])] })
    expect(held()).toEqual(ids.slice(3))
    const { name, email } = workspace.members[4] as { name: string; email: string }
    for (const text of [name.slice(1, 6), email.slice(0, 9)]) expect(read<List<{ id: number }>>('GET', `${path}/members?text=${text.toUpperCase()}`).data.map(({ id }) => id)).toContain(ids[4])
    expect(read('PUT', path, { user_group: { name: 'Day shift' } })).toMatchObject({ data: { name: 'Day shift', description: 'After six', members_count: 3 } })
    read('PUT', `MU/projects/${String(workspace.projects[0]?.id)}/project_grants`, { project_grants: [{ assignment_type: 'UserGroup', assignment_id: made.id, project_role_id: workspace.projectRoles[0]?.id }] })
    expect(read<List<unknown>>('GET', `${path}/project_grants`).total).toBe(1)
    expect(call('DELETE', path).status).toBe(204)
    expect(workspace.grants.some(({ group_id }) => group_id === made.id)).toBe(false)
    expect(call('GET', path)).toEqual(rbac(404, 'not_found', 'Not found'))
  })

  it('say what is wrong', () => {
    const { call, workspace } = testWorld()
    const id = String(workspace.groups[1]?.id)
    expect(call('POST', 'MU/user_groups', { name: 'No wrapper' })).toEqual(rbac(400, 'bad_request', "User_group can't be blank"))
    expect(call('POST', 'MU/user_groups', { user_group: { name: '' } })).toEqual(rbac(400, 'bad_request', "Name can't be blank"))
    expect(call('POST', 'MU/user_groups', { user_group: { name: 'All collaborators' } })).toEqual(rbac(400, 'bad_request', 'Name has already been taken'))
    expect(call('POST', `MU/user_groups/${id}/members`)).toEqual(rbac(400, 'bad_request', "User_ids can't be blank"))
    expect(call('POST', `MU/user_groups/${id}/members`, { user_ids: [1] })).toEqual(rbac(400, 'bad_request', 'Collaborator 1 not found'))
  })
})

describe('project grants', () => {
  it('are added and updated by assignee, others stay; listed through both paths and any id of the customer', () => {
    const { call, read, workspace, customer } = testWorld()
    const project = workspace.projects.find(({ environment }) => environment === 'prod')
    const before = workspace.grants.filter(({ project_id }) => project_id === project?.id).length
    const [role, other] = workspace.projectRoles
    const member = workspace.members.find(({ id }) => !workspace.grants.some((grant) => grant.user_id === id && grant.project_id === project?.id))
    const path = `MU/projects/${String(project?.id)}/project_grants`
    const user = { assignment_type: 'User', assignment_id: String(member?.id) }
    const made = read<{ data: { id: string }[] }>('PUT', path, { project_grants: [{ ...user, project_role_id: role?.id }] }).data[0]
    const prod = customer.environments.find(({ environment_type }) => environment_type === 'prod')
    expect(made).toEqual({
      id: expect.stringMatching(/^pg-\w{8}-\w{6}$/) as string, project: { id: project?.id, name: project?.name, environment: { id: prod?.id, type: 'prod' } },
      project_role: { id: role?.id, name: role?.name }, user_group: null, user: { id: member?.id, name: member?.name, email: member?.email },
    })
    expect(read<{ data: { id: string; project_role: { id: string } }[] }>('PUT', path, { project_grants: [{ ...user, project_role_id: other?.id }] }).data[0]).toMatchObject({ id: made?.id, project_role: { id: other?.id } })
    for (const one of [path, `MU/${String(project?.id)}/project_grants`, `/api/managed_users/${String(prod?.id)}/projects/${String(project?.id)}/project_grants`]) expect(read<List<unknown>>('GET', one).total).toBe(before + 1)
    expect(read('GET', `MU/project_grants/${String(made?.id)}`)).toMatchObject({ data: { id: made?.id } })
    expect(read('PUT', `MU/project_grants/${String(made?.id)}`, { project_grant: { project_role_id: role?.id } })).toMatchObject({ data: { project_role: { id: role?.id } } })
    expect(read('PUT', `MU/project_grants/${String(made?.id)}`, { project_role_id: other?.id })).toMatchObject({ data: { project_role: { id: other?.id } } })
    expect(call('DELETE', `MU/project_grants/${String(made?.id)}`).status).toBe(204)
    expect(call('GET', `MU/project_grants/${String(made?.id)}`)).toEqual(rbac(404, 'not_found', 'Not found'))
  })

  it('come in the query too, with and without numbers', () => {
    const { read, workspace } = testWorld()
    const path = `MU/projects/${String(workspace.projects[0]?.id)}/project_grants`
    const [a, b] = workspace.members
    const role = String(workspace.projectRoles[0]?.id)
    const query = (index: string, id: number | undefined) => `project_grants[${index}][assignment_type]=User&project_grants[${index}][assignment_id]=${String(id)}&project_grants[${index}][project_role_id]=${role}`
    for (const [first, second] of [['', ''], ['0', '1']] as const) {
      expect(read<{ data: { user: { id: number } }[] }>('PUT', `${path}?${query(first, a?.id)}&${query(second, b?.id)}`).data.map(({ user }) => user.id)).toEqual([a?.id, b?.id])
    }
  })

  it('change nothing unless all of a request is right, and take 100 at most', () => {
    const { call, workspace } = testWorld()
    const before = JSON.stringify(workspace.grants)
    const path = `MU/projects/${String(workspace.projects[0]?.id)}/project_grants`
    const right = { assignment_type: 'User', assignment_id: workspace.members[0]?.id, project_role_id: workspace.projectRoles[0]?.id }
    const refused: [unknown[], string][] = [
      [[right, { ...right, assignment_id: 5 }], 'Collaborator 5 not found'],
      [[right, { ...right, assignment_type: 'UserGroup' }], `Group ${String(right.assignment_id)} not found`],
      [[right, { ...right, assignment_type: 'user' }], 'assignment_type must be User or UserGroup'],
      [[right, { ...right, project_role_id: 'pr-none' }], 'Project role pr-none not found'],
      [[], "Project_grants can't be blank"],
      [Array.from({ length: 101 }, () => right), 'At most 100 grants can be given in one request'],
    ]
    for (const [project_grants, title] of refused) expect(call('PUT', path, { project_grants }), title).toEqual(rbac(400, 'bad_request', title))
    expect(JSON.stringify(workspace.grants)).toBe(before)
    expect(call('GET', 'MU/projects/1/project_grants')).toEqual(rbac(404, 'not_found', 'Not found'))
  })
})

describe('path generations', () => {
  it('the four RBAC resources are under /api and /api/v2, nothing else is', () => {
    const { call, customer, workspace } = testWorld()
    const v2 = `/api/v2/managed_users/${String(customer.id)}`
    for (const path of ['environment_roles', 'project_roles', 'user_groups', `projects/${String(workspace.projects[0]?.id)}/project_grants`, `user_groups/${String(workspace.groups[1]?.id)}/project_grants`]) {
      expect(call('GET', `${v2}/${path}`)).toEqual(call('GET', `MU/${path}`))
      expect(call('GET', `${v2}/${path}`).status).toBe(200)
    }
    for (const path of ['members', 'roles', 'connections']) expect(call('GET', `${v2}/${path}`).status).toBe(404)
  })
})
