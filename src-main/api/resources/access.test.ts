import { afterEach, describe, expect, it } from 'vitest'
import { collaboratorGroup, customerManager, environmentRole, groupMember, legacyRole, migrationReport, projectGrant, projectRole } from '../../contract/access'
import { customerId, customerManagerId, folderId, grantId, groupId, legacyRoleId, memberId, projectId, projectRoleId, roleId } from '../../contract/ids'
import { call, startCanned, type Canned, type CannedServer } from '../../testing/canned-server'
import { createCustomerManager, deleteCustomerManager, listCustomerManagers, updateCustomerManager } from './customer-managers'
import { createEnvironmentRole, deleteEnvironmentRole, getEnvironmentRole, listEnvironmentRoles, updateEnvironmentRole } from './environment-roles'
import { copyLegacyRole, listLegacyRoles } from './legacy-roles'
import { deleteGrant, getGrant, listGroupGrants, listMemberGrants, listProjectGrants, saveProjectGrants, updateGrant } from './project-grants'
import { createProjectRole, deleteProjectRole, getProjectRole, listProjectRoles, updateProjectRole } from './project-roles'
import { migrateCustomRole, migrateSystemRoles } from './roles-migration'
import { addGroupMembers, createGroup, deleteGroup, getGroup, listGroupMembers, listGroups, removeGroupMembers, updateGroup } from './user-groups'

const mu = customerId.parse(19029)
let server: CannedServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
const answering = async (canned: Canned): Promise<CannedServer> => (server = await startCanned(() => canned))
const sent = ({ requests }: CannedServer) => requests.map(({ method, path, body }) => [method, path.replace('/api/managed_users/19029', 'MU'), body])

describe('environment roles (seed 001)', () => {
  const listed = { id: 1, name: 'Developer', members_count: 2, type: 'custom', created_at: '2024-08-02T13:35:11.691-07:00', updated_at: '2024-08-02T13:35:11.691-07:00' }
  const config = { team: { privileges: 'all' } }

  it('reads the sample list, without config and with an opaque id', async () => {
    const { client, requests } = await answering({ json: { data: [listed, { ...listed, id: 'er-2', type: 'galactic' }], total: 2, page: { number: 1, size: 100 } } })
    const { items } = await listEnvironmentRoles(client(), mu, call())
    for (const one of items) expect(environmentRole.parse(one)).toEqual(one)
    expect(items[0]).toEqual({ id: '1', name: 'Developer', kind: 'custom', membersCount: 2, createdAt: Date.UTC(2024, 7, 2, 20, 35, 11, 691), updatedAt: Date.UTC(2024, 7, 2, 20, 35, 11, 691) })
    expect(items[1]).toMatchObject({ id: 'er-2', kind: 'unknown' })
    expect([...(requests[0]?.query ?? [])]).toEqual([['page[number]', '1'], ['page[size]', '100']])
  })

  it('gets, creates and updates with the wrapper, config untouched', async () => {
    const canned = await answering({ json: { data: { ...listed, config } } })
    expect((await getEnvironmentRole(canned.client(), mu, roleId.parse('1'), call())).config).toEqual(config)
    const odd = { camelCase: { Deep: [1, null] } }
    await createEnvironmentRole(canned.client(), mu, { name: 'Builder', config: odd }, call())
    await updateEnvironmentRole(canned.client(), mu, roleId.parse('1'), { name: 'Builder', config }, call())
    expect(sent(canned)).toEqual([
      ['GET', 'MU/environment_roles/1', undefined], ['POST', 'MU/environment_roles', { environment_role: { name: 'Builder', config: odd, inheritable: false } }],
      ['PUT', 'MU/environment_roles/1', { environment_role: { name: 'Builder', config, inheritable: false } }],
    ])
  })

  it('deletes on 204, and says what the API says while the role is held', async () => {
    const free = await answering({ status: 204 })
    expect(await deleteEnvironmentRole(free.client(), mu, roleId.parse('1'), call())).toBe('removed')
    await free.close()
    const { client } = await answering({ status: 400, json: { errors: [{ code: 'bad_request', title: 'You can’t delete a role when collaborators are assigned to the role.' }] } })
    await expect(deleteEnvironmentRole(client(), mu, roleId.parse('1'), call())).rejects.toMatchObject({ json: { code: 'REJECTED', details: { errorCode: 'bad_request', said: 'You can’t delete a role when collaborators are assigned to the role.' } } })
  })
})

it('project roles: the same with their own wrapper and ids', async () => {
  const role = { id: 'pr-APmWpgTs-dwARGH', name: 'ProjectAdmin', members_count: 0, type: 'system', created_at: null, updated_at: null, config: {} }
  const list = await answering({ json: { data: [role], total: 1, page: { number: 1, size: 100 } } })
  const { items } = await listProjectRoles(list.client(), mu, call())
  expect(projectRole.parse(items[0])).toEqual(items[0])
  await list.close()
  const canned = await answering({ json: { data: role } })
  const id = projectRoleId.parse('pr-APmWpgTs-dwARGH')
  expect((await getProjectRole(canned.client(), mu, id, call())).id).toBe(id)
  await createProjectRole(canned.client(), mu, { name: 'P', config: {} }, call())
  await updateProjectRole(canned.client(), mu, id, { name: 'P', config: {} }, call())
  await deleteProjectRole(canned.client(), mu, id, call())
  const body = { project_role: { name: 'P', config: {}, inheritable: false } }
  expect(sent(canned)).toEqual([['GET', `MU/project_roles/${id}`, undefined], ['POST', 'MU/project_roles', body], ['PUT', `MU/project_roles/${id}`, body], ['DELETE', `MU/project_roles/${id}`, undefined]])
})

it('groups: sample list, wrapper on write, ids in body and repeated in the query', async () => {
  const row = { id: 'am-WxEKCibh-dTXBtz', name: 'All collaborators', description: null, members_count: 5, system: true, created_at: '2026-08-01T13:35:11.691-07:00', updated_at: '2026-08-01T13:35:11.691-07:00' }
  const list = await answering({ json: { data: [row], total: 1, page: { number: 1, size: 100 } } })
  const { items } = await listGroups(list.client(), mu, call())
  expect(collaboratorGroup.parse(items[0])).toEqual(items[0])
  await list.close()
  const people = await answering({ json: { data: [{ id: 880, name: 'Ines Roy', email: 'ines@acme.example' }], total: 1 } })
  const id = groupId.parse('pf-1')
  const members = await listGroupMembers(people.client(), mu, id, call())
  expect(groupMember.parse(members.items[0])).toEqual({ id: 880, name: 'Ines Roy', email: 'ines@acme.example' })
  await people.close()
  const canned = await answering({ json: { data: row } })
  expect((await getGroup(canned.client(), mu, id, call())).system).toBe(true)
  await createGroup(canned.client(), mu, { name: 'G', description: null }, call())
  await updateGroup(canned.client(), mu, id, { name: 'H', description: 'D' }, call())
  await addGroupMembers(canned.client(), mu, id, [memberId.parse(1), memberId.parse(2)], call())
  await removeGroupMembers(canned.client(), mu, id, [memberId.parse(2)], call())
  await deleteGroup(canned.client(), mu, id, call())
  expect(sent(canned)).toEqual([
    ['GET', 'MU/user_groups/pf-1', undefined], ['POST', 'MU/user_groups', { user_group: { name: 'G', description: null } }], ['PUT', 'MU/user_groups/pf-1', { user_group: { name: 'H', description: 'D' } }],
    ['POST', 'MU/user_groups/pf-1/members', { user_ids: [1, 2] }], ['DELETE', 'MU/user_groups/pf-1/members', { user_ids: [2] }], ['DELETE', 'MU/user_groups/pf-1', undefined],
  ])
  expect(canned.requests[3]?.query.getAll('user_ids')).toEqual(['1', '2'])
})

describe('project grants', () => {
  const user = { id: 'pg-AQAEnmKC-Dtt9aD', project: { id: 178229, name: 'Orders', environment: { id: 148425, type: 'dev' } }, project_role: { id: 'pr-AQBGCnMB-JoFtKL', name: 'Order builders' }, user_group: null, user: { id: 880, name: 'Ines Roy', email: 'ines@acme.example' } }
  const group = { ...user, id: 'pg-2', user: null, user_group: { id: 'pf-1', name: 'Finance' } }
  const orders = projectId.parse('178229')

  it('reads the sample; one with both or neither assignee is reported as skipped', async () => {
    const canned = await answering({ json: { data: [user, group, { ...user, id: 'pg-3', user: null }, { ...group, id: 'pg-4', user: user.user }], total: 4 } })
    const list = await listProjectGrants(canned.client(), mu, orders, call())
    for (const one of list.items) expect(projectGrant.parse(one)).toEqual(one)
    expect(list).toMatchObject({ skipped: 2, complete: false, items: [{ assignee: { kind: 'user', id: 880 }, project: { id: '178229', environment: { id: 148425, type: 'dev' } } }, { assignee: { kind: 'group', id: 'pf-1' } }] })
    await listMemberGrants(canned.client(), mu, memberId.parse(880), call())
    await listGroupGrants(canned.client(), mu, groupId.parse('pf-1'), call())
    expect(sent(canned).map(([, path]) => path)).toEqual(['MU/projects/178229/project_grants', 'MU/members/880/project_grants', 'MU/user_groups/pf-1/project_grants'])
  })

  it('writes in the body, with ids as text', async () => {
    const canned = await answering({ json: { data: [user] } })
    const role = projectRoleId.parse('pr-1')
    await saveProjectGrants(canned.client(), mu, orders, [{ assignee: { kind: 'user', id: memberId.parse(880) }, projectRoleId: role }, { assignee: { kind: 'group', id: groupId.parse('pf-1') }, projectRoleId: role }], call())
    await updateGrant(canned.client(), mu, grantId.parse('pg-1'), role, call())
    await deleteGrant(canned.client(), mu, grantId.parse('pg-1'), call())
    expect(sent(canned)).toEqual([
      ['PUT', 'MU/projects/178229/project_grants', { project_grants: [{ assignment_type: 'User', assignment_id: '880', project_role_id: 'pr-1' }, { assignment_type: 'UserGroup', assignment_id: 'pf-1', project_role_id: 'pr-1' }] }],
      ['PUT', 'MU/project_grants/pg-1', { project_grant: { project_role_id: 'pr-1' } }], ['DELETE', 'MU/project_grants/pg-1', undefined],
    ])
    expect(canned.requests[0]?.query.size).toBe(0)
  })

  it('gets one', async () => {
    const { client } = await answering({ json: { data: user } })
    expect((await getGrant(client(), mu, grantId.parse('pg-AQAEnmKC-Dtt9aD'), call())).projectRole.name).toBe('Order builders')
  })
})

it('legacy roles: the sample list, folders as text or numbers, and copying', async () => {
  const row = { id: 1128, name: 'Bot maintainer', inheritable: false, folder_ids: ['1232', 1224], created_at: '2025-08-31T23:37:04.777-07:00', updated_at: '2025-08-31T23:37:04.777-07:00', privileges: { Recipes: ['read', 'create'], Workbot: ['read'] } }
  const list = await answering({ json: [row] })
  const { items } = await listLegacyRoles(list.client(), mu, call())
  expect(legacyRole.parse(items[0])).toEqual(items[0])
  expect(items[0]).toMatchObject({ id: '1128', folderIds: ['1232', '1224'], privileges: { Recipes: ['read', 'create'] } })
  expect([...(list.requests[0]?.query ?? [])]).toEqual([['page', '1'], ['per_page', '100']])
  await list.close()
  const canned = await answering({ json: row })
  await copyLegacyRole(canned.client(), mu, legacyRoleId.parse('1128'), { name: 'Copy', folderIds: [] }, call())
  await copyLegacyRole(canned.client(), mu, legacyRoleId.parse('1128'), { name: 'Copy', folderIds: [folderId.parse('7')] }, call())
  expect(sent(canned)).toEqual([['POST', 'MU/roles/1128/copy', { name: 'Copy' }], ['POST', 'MU/roles/1128/copy', { name: 'Copy', folder_ids: ['7'] }]])
})

describe('customer managers', () => {
  const row = { id: 1234, user: { id: 4321, name: 'Ola', email: 'ola@partner.example', avatar_url: 'x' }, privilege_group: { id: 247, name: 'Customer Admin', system: false }, moderated_workspaces: [{ id: 27123, name: 'Nutech' }] }

  it('an empty list of workspaces means all, an unreadable one means nothing', async () => {
    const { client } = await answering({ json: { result: { items: [row, { ...row, id: 2, moderated_workspaces: [] }, { ...row, id: 3, moderated_workspaces: null }] } } })
    const list = await listCustomerManagers(client(), call())
    for (const one of list.items) expect(customerManager.parse(one)).toEqual(one)
    expect(list).toMatchObject({ skipped: 1, items: [{ id: '1234', role: { id: '247' }, workspaces: [27123] }, { id: '2', workspaces: 'all' }] })
  })

  it('never sends "none", which the API would take for all', async () => {
    const canned = await answering({ json: { result: {} } })
    const id = customerManagerId.parse('1234')
    const role = legacyRoleId.parse('247')
    await expect(updateCustomerManager(canned.client(), id, { roleId: role, workspaces: [] }, call())).rejects.toMatchObject({ json: { code: 'BAD_INPUT' } })
    expect(canned.requests).toEqual([])
    await updateCustomerManager(canned.client(), id, { roleId: role, workspaces: 'all' }, call())
    await createCustomerManager(canned.client(), memberId.parse(4321), { roleId: role, workspaces: [mu] }, call())
    await deleteCustomerManager(canned.client(), id, call())
    expect(sent(canned)).toEqual([
      ['PUT', '/api/customer_managers/1234', { role_id: '247', permitted_workspace_ids: [] }], ['POST', '/api/customer_managers', { user_id: 4321, role_id: '247', permitted_workspace_ids: [19029] }], ['DELETE', '/api/customer_managers/1234', undefined],
    ])
  })
})

describe('role migration', () => {
  const collaborator = { user_id: 880, email: 'ines@acme.example', name: 'Ines Roy', roles: [{ environment: 'dev', name: 'EnvironmentAdmin' }, { environment: 'prod', name: 'EnvironmentManager' }] }
  const report = {
    environment_roles: [{ name: 'EnvironmentAdmin', config: {} }], project_roles: [{ name: 'ProjectAdmin', config: {} }], collaborators: [collaborator], moderators: [],
    projects: [{ id: 101, name: 'Orders', environment: 'dev', collaborators: [{ user_id: 880, email: 'ines@acme.example', name: 'Ines Roy', project_role: 'ProjectAdmin' }] }],
  }

  it.each([['in data', { data: report }], ['at the top', report], ['with project roles as objects', { data: { ...report, projects: [{ ...report.projects[0], collaborators: [{ ...report.projects[0]?.collaborators[0], project_role: { name: 'ProjectAdmin' } }] }] } }]])('reads the report %s', async (_, json) => {
    const { client } = await answering({ json })
    const read = await migrateSystemRoles(client(), mu, true, call())
    expect(migrationReport.parse(read)).toEqual(read)
    expect(read).toMatchObject({ collaborators: [{ memberId: 880, roles: collaborator.roles }], projects: [{ id: '101', collaborators: [{ projectRole: 'ProjectAdmin' }] }] })
  })

  it('says in body and query whether it is a dry run', async () => {
    const canned = await answering({ json: { data: report } })
    await migrateSystemRoles(canned.client(), mu, true, call())
    await migrateSystemRoles(canned.client(), mu, false, call())
    await migrateCustomRole(canned.client(), mu, legacyRoleId.parse('1128'), true, { ...call(), experimental: true })
    expect(sent(canned)).toEqual([
      ['POST', 'MU/roles_migration/system_roles', { dry_run: true }], ['POST', 'MU/roles_migration/system_roles', { dry_run: false }], ['POST', 'MU/roles_migration/custom_role', { id: 1128, dry_run: true }],
    ])
    expect(canned.requests.map(({ query }) => query.get('dry_run'))).toEqual(['true', 'false', 'true'])
  })

  it('takes the single roles of a custom migration, and does not take a report for whole that it understands in part', async () => {
    const single = await answering({ json: { data: { environment_role: { name: 'E' }, project_role: { name: 'P', config: {} }, collaborators: [], projects: [] } } })
    expect(await migrateCustomRole(single.client(), mu, legacyRoleId.parse('1128'), true, { ...call(), experimental: true })).toMatchObject({ environmentRoles: [{ name: 'E', config: {} }], projectRoles: [{ name: 'P' }] })
    await single.close()
    const { client, requests } = await answering({ json: { data: { ...report, collaborators: [collaborator, { name: 'no id' }] } } })
    await expect(migrateSystemRoles(client(), mu, false, call())).rejects.toMatchObject({ json: { code: 'BAD_RESPONSE', details: { outcome: 'unknown' } } })
    expect(requests.length).toBe(1)
  })
})
