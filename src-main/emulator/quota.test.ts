import { describe, expect, it } from 'vitest'
import { testWorld } from './test-world'

const SIXTY: [string, string, string][] = [
  ['GET', '/api/managed_users', 'customers'], ['GET', 'MU/members', 'members'], ['POST', 'MU/member_invitations', 'invitations'], ['GET', 'MU/user_groups/x/project_grants', 'groupGrants'],
  ['GET', 'MU/project_grants/x', 'projectGrants'], ['GET', 'MU/roles', 'legacyRoles'], ['POST', 'MU/roles_migration/system_roles', 'rolesMigration'],
  ['GET', '/api/customer_managers', 'customerManagers'], ['POST', 'MU/custom_oauth_profiles/1/assign', 'customOauth'], ['POST', 'MU/properties', 'propertyWrites'],
]
const OTHERS: [string, string, string, number, number][] = [
  ['POST', '/api/managed_users', 'customerCreation', 1000, 60_000], ['POST', 'MU/environments', 'provisioning', 1000, 60_000], ['GET', '/api/managed_users/usage', 'usage', 1000, 60_000],
  ['DELETE', 'MU/members/1', 'memberDeletion', 1000, 60_000], ['GET', 'MU/environment_roles', 'environmentRoles', 10, 1000], ['GET', 'MU/project_roles', 'projectRoles', 10, 1000],
  ['GET', 'MU/user_groups', 'userGroups', 10, 1000], ['GET', 'MU/properties', 'propertyReads', 1000, 60_000], ['GET', 'MU/recipes/1', 'recipeReads', 2000, 60_000],
  ['PUT', 'MU/recipes/1/start', 'recipeWrites', 1000, 60_000], ['GET', 'MU/recipes/1/jobs', 'jobs', 1000, 60_000], ['GET', 'MU/api_collections', 'apiPlatform', 1000, 60_000],
]

describe('quotas', () => {
  it.each([...SIXTY.map(([method, path, limitClass]) => [method, path, limitClass, 60, 60_000] as const), ...OTHERS])('%s %s: class %s, %i in a window', (method, path, limitClass, limit, windowMs) => {
    const { call, world } = testWorld({ quotaFactor: 1, people: 1 })
    for (let i = 0; i < limit; i += 1) if (call(method, path).status === 429) throw new Error(`refused after ${String(i)}`)
    expect(call(method, path).status).toBe(429)
    expect(world.log.at(-1)).toMatchObject({ limitClass, throttled: true, status: 429 })
    world.clock.advance(windowMs - 1)
    expect(call(method, path).status).toBe(429)
    world.clock.advance(1)
    expect(call(method, path).status).not.toBe(429)
  })

  it('the lists of API clients and of their roles have buckets of their own', () => {
    const { call, world, customer } = testWorld({ quotaFactor: 0.001, people: 0 })
    const v2 = `/api/v2/managed_users/${String(customer.id)}`
    expect(['developer_api_clients', 'developer_api_client_roles', 'developer_api_clients'].map((path) => call('GET', `${v2}/${path}`).status)).toEqual([200, 200, 429])
    expect(world.log.map(({ limitClass }) => limitClass)).toEqual(['apiClientLists', 'apiClientRoleLists', 'apiClientLists'])
  })

  it('are shared by all tokens and customers of an account, and by members and customers; other accounts have their own', () => {
    const { call, world, addToken, single } = testWorld({ quotaFactor: 1, accounts: 2, people: 1 })
    const second = addToken({ groups: null })
    for (let i = 0; i < 60; i += 1) expect(call('GET', i % 3 === 0 ? '/api/managed_users' : i % 3 === 1 ? 'MU/members' : `/api/managed_users/${String(single.id)}/members`, {}, i % 2 === 0 ? undefined : second).status).toBe(200)
    expect(call('GET', '/api/managed_users')).toEqual({ status: 429, body: { message: 'Too many requests' }, headers: { 'retry-after': '60' } })
    expect(call('GET', 'MU/environment_roles').status).toBe(200)
    expect(world.quotas.take('a2', 'members')).toBeNull()
  })

  it('RBAC endpoints refuse in their own form', () => {
    const { call } = testWorld({ quotaFactor: 0.1, people: 1 })
    call('GET', 'MU/environment_roles')
    expect(call('GET', 'MU/environment_roles')).toEqual({ status: 429, body: { errors: [{ code: 'too_many_requests', title: 'Too many requests' }] }, headers: { 'retry-after': '1' } })
  })
})

describe('tokens', () => {
  it('without DEV reach neither members, groups nor roles', () => {
    const { call, addToken } = testWorld()
    const token = addToken({ groups: null, environments: ['test', 'prod'] })
    const message = 'You do not have permission to perform this action'
    for (const path of ['MU/members', 'MU/roles']) expect(call('GET', path, {}, token)).toEqual({ status: 403, body: { message } })
    for (const path of ['MU/user_groups', 'MU/environment_roles', 'MU/project_roles']) expect(call('GET', path, {}, token)).toEqual({ status: 403, body: { errors: [{ code: 'forbidden', title: message }] } })
    expect(call('POST', 'MU/roles_migration/system_roles', { dry_run: true }, token).status).toBe(403)
    expect(call('GET', '/api/managed_users', {}, token).status).toBe(200)
    expect(call('GET', 'MU/members', {}, addToken({ groups: null, environments: ['dev'] })).status).toBe(200)
  })

  it('reach grants of their environments and projects only', () => {
    const { call, addToken, workspace } = testWorld()
    const [dev, other] = workspace.projects.filter(({ environment }) => environment === 'dev')
    const prod = workspace.projects.find(({ environment }) => environment === 'prod')
    const status = (token: string) => [dev, other, prod].map((project) => call('GET', `MU/projects/${String(project?.id)}/project_grants`, {}, token).status)
    expect(status(addToken({ groups: null, environments: ['prod'] }))).toEqual([403, 403, 200])
    expect(status(addToken({ groups: null, projects: [dev?.id ?? 0, prod?.id ?? 0] }))).toEqual([200, 403, 200])
    const grant = workspace.grants.find(({ project_id }) => project_id === dev?.id)
    for (const method of ['GET', 'PUT', 'DELETE']) expect(call(method, `MU/project_grants/${String(grant?.id)}`, {}, addToken({ groups: null, environments: ['prod'] })).status).toBe(403)
    expect(workspace.grants).toContain(grant)
  })

  it('keep to their endpoint groups, so that environment roles alone can be closed', () => {
    const { call, addToken } = testWorld()
    const token = addToken({ groups: ['members', 'customers'] })
    expect(['MU/members', 'MU', 'MU/environment_roles', '/api/users/me'].map((path) => call('GET', path, {}, token).status)).toEqual([200, 200, 403, 403])
  })

  it('that are unknown or missing are refused before anything else', () => {
    const { call, world } = testWorld({ quotaFactor: 1 })
    for (const path of ['/api/users/me', 'MU/environment_roles']) expect(call('GET', path, {}, 'wrong')).toEqual({ status: 401, body: { message: 'Unauthorized' } })
    expect(world.log.every(({ limitClass }) => limitClass === null)).toBe(true)
    expect(call('GET', '/api/no_such_thing')).toEqual({ status: 404, body: { message: 'Not found' } })
  })
})
