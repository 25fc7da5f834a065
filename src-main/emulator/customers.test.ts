import { describe, expect, it } from 'vitest'
import { testWorld } from './test-world'

interface CustomerBody { id: number; name: string; external_id: string | null; trial: boolean; environments: { id: number; environment_type: string; external_id: string | null }[] }
const NEW = { name: 'Made Here', notification_email: 'a@b.example' }
const invalid = (field: string, text: string) => ({ status: 400, body: { message: 'Validation failed', errors: { [field]: [text] } } })

describe('customers', () => {
  it('pages, clamps the size, and refuses a page that is none', () => {
    const { read, call } = testWorld({ customers: [130], people: 0 })
    const second = read<{ result: unknown[] }>('GET', '/api/managed_users?page=2&per_page=500')
    expect(second).toMatchObject({ count: 130, page: 2, per_page: 100 })
    expect(second.result).toHaveLength(30)
    expect(read('GET', '/api/managed_users/')).toEqual(read('GET', '/api/managed_users'))
    for (const query of ['page=0', 'page=x', 'per_page=0', 'per_page=-5']) expect(call('GET', `/api/managed_users?${query}`).status).toBe(400)
  })

  it('creates, finds by external id, updates, provisions once and deletes', () => {
    const { call, read } = testWorld()
    expect(call('POST', '/api/managed_users', { name: 'X' })).toEqual(invalid('notification_email', "can't be blank"))
    const { id } = read<CustomerBody>('POST', '/api/managed_users', { ...NEW, external_id: 'NEW 1' })
    const path = `/api/managed_users/${String(id)}`
    expect(read('GET', '/api/managed_users/ENEW%201')).toMatchObject({ id, environments: [] })
    expect(call('GET', '/api/managed_users/ENEW%202')).toEqual({ status: 404, body: { message: 'Not found' } })
    expect(call('POST', '/api/managed_users', { ...NEW, external_id: 'NEW 1' })).toEqual({ status: 400, body: { message: 'External ID is already taken' } })
    expect(read('PUT', path, { name: 'Renamed', whitelisted_apps: ['slack'], plan_id: 'starter', in_trial: false })).toMatchObject({ name: 'Renamed', external_id: 'NEW 1', whitelisted_apps: ['slack'], plan_id: 'starter', trial: false, in_trial: false })
    expect(read<{ total: number }>('GET', `${path}/members`).total).toBe(1)
    const { environments } = read<CustomerBody>('POST', `${path}/environments`)
    expect(environments.find(({ environment_type }) => environment_type === 'dev')?.id).toBe(id)
    expect(new Set(environments.map((one) => one.id)).size).toBe(3)
    expect(call('POST', `${path}/environments`)).toEqual({ status: 400, body: { message: 'Environments are already provisioned' } })
    for (const environment of environments) expect(read<CustomerBody>('GET', `/api/managed_users/${String(environment.id)}`).id).toBe(id)
    expect(call('DELETE', path)).toMatchObject({ status: 200, body: { success: true } })
    for (const environment of environments) expect(call('GET', `/api/managed_users/${String(environment.id)}`).status).toBe(404)
  })

  it('provisions at creation with external ids for test and prod; one of dev that differs makes no customer', () => {
    const { call, read } = testWorld()
    const environments = [{ environment_type: 'prod', external_id: 'P1' }, { environment_type: 'test', external_id: 'T1' }]
    const made = read<CustomerBody>('POST', '/api/managed_users', { ...NEW, external_id: 'D1', provision_environments: true, environments })
    expect(made.environments.map(({ external_id }) => external_id)).toEqual(['P1', 'T1', 'D1'])
    expect(read<CustomerBody>('GET', '/api/managed_users/EP1').id).toBe(made.id)
    const { count } = read<{ count: number }>('GET', '/api/managed_users')
    expect(call('POST', '/api/managed_users', { ...NEW, provision_environments: true, environments: [{ environment_type: 'dev', external_id: 'other' }] })).toMatchObject({ status: 400 })
    expect(read('GET', '/api/managed_users')).toMatchObject({ count })
  })

  it('a refused update has changed nothing', () => {
    const { call, read, customer } = testWorld()
    customer.task_count = 500
    const listed = () => read<{ result: { id: number }[] }>('GET', '/api/managed_users').result.find(({ id }) => id === customer.id)
    const before = structuredClone(listed())
    expect(call('PUT', 'MU', { name: 'Half', custom_task_limit: 500 })).toEqual(invalid('custom_task_limit', 'must exceed the current usage'))
    expect(call('PUT', 'MU', { name: 'Half', task_limit_adjustment: 'many' })).toEqual(invalid('task_limit_adjustment', 'is not a number'))
    expect(call('PUT', 'MU', { notification_email: 'x@y.example', name: '' })).toEqual(invalid('name', "can't be blank"))
    expect(call('PUT', 'MU', { name: 'Half', plan_id: '' })).toEqual(invalid('plan_id', "can't be blank"))
    expect(call('PUT', 'MU', { name: 'Half', external_id: 5 })).toEqual(invalid('external_id', 'is invalid'))
    const saml = { type: 'saml_sso', provider: 'okta', sso_url: 'https://idp.example', saml_issuer: 'idp', x509_cert: 'c' }
    for (const missing of ['provider', 'sso_url', 'saml_issuer', 'x509_cert']) expect(call('PUT', 'MU', { name: 'Half', auth_settings: { ...saml, [missing]: '' } }), missing).toMatchObject({ status: 400 })
    expect(listed()).toEqual(before)
    expect(read('PUT', 'MU', { external_id: null, origin_url: 'https://a.example', task_limit_adjustment: '-100', auth_settings: saml })).toMatchObject({ external_id: null, origin_url: 'https://a.example', auth_settings: saml })
    expect(listed()).toMatchObject({ task_limit_adjustment: '-100' })
  })

  it('tells usage by month and for a period, whole or in intervals, from body or query', () => {
    const { call, read, customer } = testWorld()
    const months = read<{ result: Record<string, { id: number }[]> }>('GET', '/api/managed_users/usage').result
    expect(Object.keys(months)).toHaveLength(12)
    expect(months['2026-11']).toHaveLength(12)
    const path = '/api/v2/managed_users/statistics/usage'
    const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-15T00:00:00.000Z' }
    const whole = read<{ result: { intervals: { task_count: number }[] }[] }>('POST', path, { ...period, workspace_ids: [customer.id] }).result
    expect(whole.map(({ intervals }) => intervals.length)).toEqual([1])
    expect(read('POST', `${path}?from=${period.from}&to=${period.to}&workspace_ids=${String(customer.id)}`)).toEqual({ result: whole })
    expect(read('POST', path, { ...period, interval: 'month', external_ids: [customer.external_id] })).toMatchObject({ result: [{ workspace_id: customer.id, intervals: [{ from: period.from, to: '2026-11-01T00:00:00.000Z' }, { to: period.to }] }] })
    expect(read('POST', '/api/v2/managed_users/statistics/connection_usage', { ...period, workspace_ids: [customer.id] })).toMatchObject({ result: [{ intervals: [{ connection_count: customer.active_connection_count }] }] })
    for (const wrong of [{ ...period }, { from: period.to, to: period.from, workspace_ids: [1] }, { ...period, workspace_ids: [1], interval: 'decade' }]) expect(call('POST', path, wrong).status).toBe(400)
  })
})

describe('customer managers', () => {
  interface Item { id: number; user: { id: number; email: string }; privilege_group: { id: number; name: string; system: boolean }; moderated_workspaces: { id: number; name: string }[] }
  const list = (read: ReturnType<typeof testWorld>['read']) => read<{ result: { items: Item[] } }>('GET', '/api/customer_managers').result.items

  it('are listed, made from collaborators of the partner, limited to customers and removed, and members follow', () => {
    const { call, read, account, customer, single } = testWorld()
    expect(list(read).map(({ moderated_workspaces }) => moderated_workspaces.length)).toEqual([0, 5, 4])
    expect(list(read)[0]).toMatchObject({ privilege_group: { id: 247, name: 'Customer Admin', system: false } })
    const user = account.partnerUsers[4]
    const made = read<{ result: Item }>('POST', '/api/customer_managers', { user_id: user?.id, role_id: '2', permitted_workspace_ids: [customer.id] }).result
    expect(made).toMatchObject({ user: { email: user?.email }, moderated_workspaces: [{ id: customer.id, name: customer.name }] })
    const isThere = (mu: number) => read<{ total: number }>('GET', `/api/managed_users/${String(mu)}/members?email=${String(user?.email)}`).total
    expect([isThere(customer.id), isThere(single.id)]).toEqual([1, 0])
    expect(read('PUT', `/api/customer_managers/${String(made.id)}`, { role_id: '1' })).toMatchObject({ result: { privilege_group: { name: 'Admin' }, moderated_workspaces: [] } })
    expect([isThere(customer.id), isThere(single.id)]).toEqual([1, 1])
    expect(call('DELETE', `/api/customer_managers/${String(made.id)}`)).toMatchObject({ status: 204 })
    expect(isThere(customer.id)).toBe(0)
    expect(call('DELETE', `/api/customer_managers/${String(made.id)}`)).toEqual({ status: 404, body: { message: 'Not found' } })
  })

  it('say what is wrong', () => {
    const { call, account, customer } = testWorld()
    const [taken, , , free] = account.partnerUsers
    const refused: [object, string][] = [
      [{ user_id: 5, role_id: '1' }, '5 is not a collaborator of the partner workspace'],
      [{ user_id: taken?.id, role_id: '1' }, `${String(taken?.name)} is already a customer manager`],
      [{ user_id: free?.id, role_id: '99' }, 'Role 99 not found'],
      [{ user_id: free?.id, role_id: '1', permitted_workspace_ids: [3] }, 'Customer 3 not found'],
      [{ user_id: free?.id, role_id: '1', permitted_workspace_ids: customer.id }, 'permitted_workspace_ids must be a list'],
    ]
    for (const [body, message] of refused) expect(call('POST', '/api/customer_managers', body), message).toEqual({ status: 400, body: { message } })
  })
})
