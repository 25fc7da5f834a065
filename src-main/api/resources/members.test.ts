import { afterEach, describe, expect, it } from 'vitest'
import { member, memberPrivileges as privilegesSchema, projectPrivileges } from '../../contract/access'
import { customerId, groupId, memberId } from '../../contract/ids'
import { call, impatientClock, startCanned, type Canned, type CannedServer } from '../../testing/canned-server'
import { InviteWindow } from '../invite-window'
import { inviteMember } from './invitations'
import { addMember, findMember, getMember, listMembers, removeMember, updateMember } from './members'
import { memberPrivileges, memberProjectsPrivileges } from './privileges'

const mu = customerId.parse(4101)
const ines = memberId.parse(880)
let server: CannedServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
const answering = async (canned: Canned): Promise<CannedServer> => (server = await startCanned(() => canned))

/** A member as the newest documents show it (contract 3.4, 1.11). */
const ROW = {
  id: 880, grant_type: 'team', roles: [{ environment_type: 'dev', role_name: 'EnvironmentManager', role_type: 'environment' }, { environment_type: 'test', role_name: 'Analyst', role_type: '' }, { environment_type: 'prod', role_name: 'No access', role_type: 'environment' }],
  external_id: null, name: 'Ines Roy', email: 'ines@acme.example', time_zone: 'Pacific Time (US & Canada)', created_at: '2026-09-01T10:00:00.000Z', last_activity_log: { id: 5, event_type: 'user_login', created_at: '2026-11-20T07:00:00.000Z' },
  user_groups: [{ id: 'pf-APHDLgAD-cTXBtz', name: 'Finance builders' }], something_new: { a: 1 },
}
const ROLES = [{ environment: 'dev', roleName: 'EnvironmentManager', roleType: 'environment' }, { environment: 'test', roleName: 'Analyst', roleType: 'privilege_group' }, { environment: 'prod', roleName: null, roleType: 'environment' }] as const

it.each([['a bare array', [ROW]], ['data', { data: [ROW], total: 1 }], ['result', { result: [ROW] }], ['result.items', { result: { items: [ROW], count: 1 } }], ['items', { items: [ROW] }]])('reads members from %s, in one request without pages', async (_, json) => {
  const { client, requests } = await answering({ json })
  const { items, complete } = await listMembers(client(), mu, call())
  expect(complete).toBe(true)
  expect(member.parse(items[0])).toEqual(items[0])
  expect(items).toEqual([{
    id: 880, name: 'Ines Roy', email: 'ines@acme.example', kind: 'team', grantType: 'team', externalId: null, timeZone: 'Pacific Time (US & Canada)', createdAt: Date.UTC(2026, 8, 1, 10),
    lastActivityAt: Date.UTC(2026, 10, 20, 7), lastActivityType: 'user_login', roles: ROLES, groups: [{ id: 'pf-APHDLgAD-cTXBtz', name: 'Finance builders' }],
  }])
  expect(requests.map(({ path, query }) => [path, query.size])).toEqual([['/api/managed_users/4101/members', 0]])
})

it('a list that announces more members than it gives is not whole', async () => {
  const { client } = await answering({ json: { data: [ROW], total: 2 } })
  expect(await listMembers(client(), mu, call())).toMatchObject({ complete: false, items: { length: 1 } })
})

it('takes the single legacy role for that of dev, and words that are new for unknown', async () => {
  const { client } = await answering({ json: [{ id: 1, name: 'A', email: 'a@acme.example', role_name: 'Operator', grant_type: 'galaxy' }, { id: '2', email: 'b@acme.example', role_name: 'No access', grant_type: 'moderator' }] })
  const { items } = await listMembers(client(), mu, call())
  expect(items).toMatchObject([
    { kind: 'unknown', grantType: 'galaxy', groups: null, lastActivityAt: null, roles: [{ environment: 'dev', roleName: 'Operator', roleType: 'privilege_group' }] },
    { id: 2, name: '', kind: 'manager', roles: [{ environment: 'dev', roleName: null }] },
  ])
})

it('a role is exactly the one that came: what only looks like "No access" or another role is neither', async () => {
  const named = (role_name: unknown) => ({ ...ROW, roles: [{ environment_type: 'prod', role_name, role_type: 'environment' }] })
  const role = async (role_name: unknown): Promise<unknown> => {
    const canned = await answering({ json: [named(role_name)] })
    const { items, skipped } = await listMembers(canned.client(), mu, call())
    await canned.close()
    return skipped > 0 ? 'not understood' : items[0]?.roles[0]?.roleName
  }
  for (const name of ['No access\u202e', 'No access\u200b', 'No\u0007access', ' No access', 'no access', 'Member\u2066', 'x'.repeat(200)]) expect(await role(name)).toBe(name)
  for (const none of ['No access', '', null]) expect(await role(none)).toBeNull()
  // The store would give these back as other names.
  for (const odd of ['No access\u0000Admin', 'Member\ud800', 'x'.repeat(201), 5, {}]) expect(await role(odd)).toBe('not understood')
})

it('finds by the whole address in any case, although the API searches for a part', async () => {
  const { client, requests } = await answering({ json: { data: [{ ...ROW, id: 1, email: 'clines@acme.example' }, ROW], total: 2 } })
  expect((await findMember(client(), mu, 'INES@acme.example', call()))?.id).toBe(880)
  expect(await findMember(client(), mu, 'nes@acme.example', call())).toBeNull()
  expect(requests[0]?.query.get('email')).toBe('INES@acme.example')
})

it('says "not there" only of an answer that it understood', async () => {
  const { client } = await answering({ json: { data: [{ ...ROW, email: null }], total: 1 } })
  await expect(findMember(client(), mu, 'ines@acme.example', call())).rejects.toMatchObject({ json: { code: 'BAD_RESPONSE' } })
})

it.each([['bare', ROW], ['in data', { data: ROW }], ['alone in a list', { result: [ROW] }]])('reads one member, %s', async (_, json) => {
  const { client } = await answering({ json })
  expect((await getMember(client(), mu, ines, call())).roles).toEqual(ROLES)
})

it('treats a member who is gone as removed', async () => {
  const { client, requests } = await answering({ status: 404, json: { message: 'Not found' } })
  expect(await removeMember(client(), mu, ines, call())).toBe('already-gone')
  expect(requests[0]).toMatchObject({ method: 'DELETE', path: '/api/managed_users/4101/members/880' })
})

describe('what is sent', () => {
  const full = [
    { environment_type: 'dev', name: 'EnvironmentManager', role_type: 'environment' }, { environment_type: 'test', name: 'Analyst', role_type: 'privilege_group' }, { environment_type: 'prod', name: 'No access', role_type: 'environment' },
  ]

  it('the full set of roles, each with its type', async () => {
    const { client, requests } = await answering({ json: ROW })
    await updateMember(client(), mu, ines, { roles: ROLES, changed: ['dev'] }, call())
    expect(requests[0]).toMatchObject({ method: 'PUT', path: '/api/managed_users/4101/members/880' })
    expect(requests[0]?.body).toEqual({ env_roles: full })
  })

  it('only what changed, where the account says so; "No access" by omission, where it says that', async () => {
    const { client, requests } = await answering({ json: ROW })
    await updateMember(client({ sendOnlyChangedRoles: true }), mu, ines, { roles: ROLES, changed: ['prod'] }, call())
    await updateMember(client({ noAccess: 'omitted' }), mu, ines, { roles: ROLES, changed: ['prod'] }, call())
    expect(requests.map(({ body }) => body)).toEqual([{ env_roles: full.slice(2) }, { env_roles: full.slice(0, 2) }])
  })

  it('an invitation on the plural path with roles and groups', async () => {
    const { client, requests } = await answering({ json: { result: 'ok' } })
    const invitation = { name: 'Ines Roy', email: 'ines@acme.example', roles: ROLES.slice(0, 1), groupIds: [groupId.parse('pf-APHDLgAD-cTXBtz')] }
    expect(await inviteMember(client(), new InviteWindow(impatientClock()), mu, invitation, call())).toBe('invited')
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/api/managed_users/4101/member_invitations' })
    expect(requests[0]?.body).toEqual({ name: 'Ines Roy', email: 'ines@acme.example', env_roles: full.slice(0, 1), user_group_ids: ['pf-APHDLgAD-cTXBtz'] })
  })

  it('somebody new with a name, an existing user by one id and nothing else', async () => {
    const { client, requests } = await answering({ json: {} })
    const roles = ROLES.slice(0, 1)
    await addMember(client(), mu, { kind: 'new', name: 'Ines Roy', roles, externalId: 'X1' }, call())
    await addMember(client(), mu, { kind: 'existing', by: { oauthId: 'AAA:UU' }, roles }, call())
    await addMember(client(), mu, { kind: 'existing', by: { email: 'ines@acme.example' }, roles }, call())
    expect(requests.map(({ body }) => body)).toEqual([
      { name: 'Ines Roy', env_roles: full.slice(0, 1), external_id: 'X1' }, { oauth_id: 'AAA:UU', env_roles: full.slice(0, 1) }, { email: 'ines@acme.example', env_roles: full.slice(0, 1) },
    ])
    expect(requests.every(({ method, path }) => method === 'POST' && path === '/api/managed_users/4101/members')).toBe(true)
  })
})

it('reads privileges of any shape, also of groups that no list knows', async () => {
  const { client } = await answering({ json: { data: [{ environment_type: 'dev', name: 'Analyst', privileges: { Recipes: ['read', 'create'], 'Data masking': 'all', team: { privileges: 'all' }, odd: 7 }, folder_ids: [12, '15'] }, { environment_type: 'prod', name: 'No access', role_type: 'environment' }] } })
  const { items } = await memberPrivileges(client(), mu, ines, call())
  for (const one of items) expect(privilegesSchema.parse(one)).toEqual(one)
  expect(items).toEqual([
    { environment: 'dev', roleName: 'Analyst', roleType: null, privileges: { Recipes: ['read', 'create'], 'Data masking': ['all'], team: ['all'], odd: ['7'] }, folderIds: ['12', '15'] },
    { environment: 'prod', roleName: null, roleType: 'environment', privileges: {}, folderIds: null },
  ])
})

it('reads privileges in projects', async () => {
  const { client, requests } = await answering({ json: { data: [{ project: { id: 178, name: 'Orders', environment: { id: 4101, type: 'dev' } }, project_role: { id: 'pr-1', name: 'ProjectAdmin' }, source: 'user', privileges: {} }] } })
  const { items } = await memberProjectsPrivileges(client(), mu, ines, call())
  expect(projectPrivileges.parse(items[0])).toEqual(items[0])
  expect(requests[0]?.path).toBe('/api/managed_users/4101/members/880/projects_privileges')
})
