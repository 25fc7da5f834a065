import { afterEach, expect, it } from 'vitest'
import { customer, customerUsage as usageSchema, monthlyUsage as monthSchema, recipe, folder, project, connection } from '../../contract/access'
import { customerId, environmentId, folderId } from '../../contract/ids'
import { workspace } from '../../contract/methods/accounts'
import { call, startCanned, type Canned, type CannedServer } from '../../testing/canned-server'
import { listConnections } from './connections'
import { createCustomer, customerSummary, deleteCustomer, getCustomer, listCustomers, provisionEnvironments, updateCustomer } from './customers'
import { listFolders } from './folders'
import { listProjects } from './projects'
import { listRecipes } from './recipes'
import { customerUsage, monthlyUsage } from './usage'
import { getWorkspace } from './workspace'

const mu = customerId.parse(209)
let server: CannedServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
const answering = async (canned: Canned): Promise<CannedServer> => (server = await startCanned(() => canned))

/** The sample answer of seed 000. */
const SEED_000 = {
  id: 209, external_id: null, name: 'Example managed customer',
  environments: [{ id: 211, environment_type: 'prod', external_id: null }, { id: 210, environment_type: 'test', external_id: null }, { id: 209, environment_type: 'dev', external_id: null }],
  notification_email: 'a@partner.example', full_embedding: null, admin_notification_emails: 'b@partner.example', error_notification_emails: 'c@partner.example', plan_id: 'wrike_integrate',
  origin_url: null, trial: false, in_trial: false, whitelisted_apps: [], frame_ancestors: null, created_at: '2024-05-17T00:48:23.454-07:00', updated_at: '2024-05-17T00:48:23.454-07:00',
  time_zone: 'Pacific Time (US & Canada)', auth_settings: { type: 'workato_auth' },
}

it('reads the sample customer of the documents whole', async () => {
  const { client, requests } = await answering({ json: SEED_000 })
  const read = await getCustomer(client(), mu, call())
  expect(customer.parse(read)).toEqual(read)
  expect(read).toMatchObject({
    id: 209, externalId: null, planId: 'wrike_integrate', trial: false, notificationEmail: 'a@partner.example', errorNotificationEmails: 'c@partner.example', whitelistedApps: [],
    createdAt: Date.UTC(2024, 4, 17, 7, 48, 23, 454), timeZone: 'Pacific Time (US & Canada)', authSettings: { type: 'workato_auth', ssoUrl: null }, fullEmbedding: null, taskCount: null,
  })
  expect(read.environments).toEqual([{ id: 211, type: 'prod', externalId: null }, { id: 210, type: 'test', externalId: null }, { id: 209, type: 'dev', externalId: null }])
  expect(requests[0]).toMatchObject({ method: 'GET', path: '/api/managed_users/209', headers: { authorization: 'Bearer canned-token' } })
})

it('reads a row of the list with its counts and limits, and one that has nothing but id and name', async () => {
  const rich = { ...SEED_000, task_count: 8123, task_limit: 10000, task_limit_adjustment: '-5000', active_connection_count: 5, active_connection_limit: 50, active_recipe_count: 12, current_billing_period_start: '2026-11-01T00:00:00.000Z', created_at: '2026-01-05T09:00:00Z', in_trial: true }
  const { client, requests } = await answering({ json: { result: [rich, { id: 2, name: 'Bare' }, { id: 'x', name: 'No id' }], count: 3, page: 1, per_page: 100 } })
  const page = await listCustomers(client(), 1, call())
  expect(page).toMatchObject({ received: 3, skipped: 1, total: 3 })
  for (const one of page.items) expect(customer.parse(one)).toEqual(one)
  expect(page.items[0]).toMatchObject({ taskCount: 8123, taskLimit: 10000, taskLimitAdjustment: -5000, connectionCount: 5, connectionLimit: 50, recipeCount: 12, billingPeriodStart: Date.UTC(2026, 10, 1) })
  expect(page.items[1]).toMatchObject({ environments: [], whitelistedApps: null, authSettings: null, createdAt: null })
  expect(page.items.map(customerSummary).map(({ status, environments }) => ({ status, environments }))).toEqual([{ status: 'trial', environments: ['dev', 'test', 'prod'] }, { status: 'active', environments: [] }])
  expect([...(requests[0]?.query ?? [])]).toEqual([['page', '1'], ['per_page', '100']])
})

it('creates with the names of the API at every depth, and changes only what is given', async () => {
  const { client, requests } = await answering({ status: 201, json: SEED_000 })
  await createCustomer(client(), { name: 'Acme', notificationEmail: 'ops@acme.example', provisionEnvironments: true, environments: [{ environmentType: 'prod', externalId: 'A-P' }], authSettings: { type: 'saml_sso', provider: 'okta', x509Cert: 'C' } }, call())
  await updateCustomer(client(), mu, { externalId: null, whitelistedApps: ['salesForce'], customTaskLimit: 5 }, call())
  expect(requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: 'POST', path: '/api/managed_users', body: { name: 'Acme', notification_email: 'ops@acme.example', provision_environments: true, environments: [{ environment_type: 'prod', external_id: 'A-P' }], auth_settings: { type: 'saml_sso', provider: 'okta', x509_cert: 'C' } } },
    { method: 'PUT', path: '/api/managed_users/209', body: { external_id: null, whitelisted_apps: ['salesForce'], custom_task_limit: 5 } },
  ])
})

it('provisions with an empty object, and deletes whatever the body of the answer is', async () => {
  const { client, requests } = await answering({ json: { success: true } })
  await provisionEnvironments(client(), mu, call())
  expect(await deleteCustomer(client(), mu, call())).toBe('removed')
  expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([['POST', '/api/managed_users/209/environments', {}], ['DELETE', '/api/managed_users/209', undefined]])
})

it('a customer that is not there any more counts as deleted', async () => {
  const { client } = await answering({ status: 404, json: { message: 'Not found' } })
  expect(await deleteCustomer(client(), mu, call())).toBe('already-gone')
})

it.each([[401, 'TOKEN_REFUSED'], [403, 'FORBIDDEN'], [400, 'REJECTED']])('a deletion that is refused with %i is no deletion', async (status, code) => {
  const { client } = await answering({ status, json: { message: 'No' } })
  await expect(deleteCustomer(client(), mu, call())).rejects.toMatchObject({ json: { code } })
})

it('reads connections with every state of their authorization', async () => {
  const row = (id: number, provider: string, authorization_status: string | null) => ({ id, name: 'Billing', provider, authorization_status, authorized_at: '2026-10-01T00:00:00Z', created_at: null, updated_at: null })
  const { client, requests } = await answering({ json: { result: [row(71, 'salesforce', 'success'), row(72, 'jira', 'success'), row(73, 'salesforce', 'success'), row(74, 'sap', 'failed'), row(75, 'sap', null)] } })
  const { items, complete } = await listConnections(client(), mu, call())
  expect(complete).toBe(true)
  for (const one of items) expect(connection.parse(one)).toEqual(one)
  expect(requests[0]?.path).toBe('/api/managed_users/209/connections')
})

it('asks for usage in the body, as the POST that only reads', async () => {
  const { client, requests } = await answering({ json: { result: [{ workspace_id: 4101, external_id: 'ACME-7', intervals: [{ from: '2026-10-01T00:00:00.000Z', to: '2026-10-31T00:00:00.000Z', task_count: 10, recipe_count: 2, succeeded_jobs: 9, failed_jobs: 1 }] }] } })
  const answer = await customerUsage(client(), { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 31), interval: 'month', customers: [customerId.parse(4101)] }, call())
  for (const one of answer.items) expect(usageSchema.parse(one)).toEqual(one)
  expect(answer.items[0]?.intervals).toEqual([{ from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 31), tasks: 10, recipes: 2, succeededJobs: 9, failedJobs: 1 }])
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/api/v2/managed_users/statistics/usage', body: { from: '2026-10-01T00:00:00.000Z', to: '2026-10-31T00:00:00.000Z', interval: 'month', workspace_ids: [4101] } })
})

it('reads the usage of the months', async () => {
  const { client } = await answering({ json: { result: { '2026-10': [{ id: 4101, name: 'Acme Retail', external_id: 'ACME-7', task_count: 8123 }], '2026-09': [] } } })
  const { items } = await monthlyUsage(client(), call())
  for (const one of items) expect(monthSchema.parse(one)).toEqual(one)
  expect(items).toEqual([{ month: '2026-10', customers: [{ customerId: 4101, name: 'Acme Retail', externalId: 'ACME-7', tasks: 8123 }] }, { month: '2026-09', customers: [] }])
})

it('leaves out a month with a row that it did not understand, and says so', async () => {
  const { client } = await answering({ json: { result: { '2026-10': [{ id: 4101, task_count: 1 }, { task_count: 2 }], '2026-09': [{ id: 4101, task_count: 3 }] } } })
  expect(await monthlyUsage(client(), call())).toMatchObject({ items: [{ month: '2026-09' }], skipped: 1 })
})

it.each(['result', 'items'])('reads recipes from {%s}, without asking for their code', async (key) => {
  const { client, requests } = await answering({ json: { [key]: [{ id: 7, name: 'Orders', running: true, job_succeeded_count: 5, job_failed_count: 1, lifetime_task_count: 30, last_run_at: '2026-11-20T07:00:00.000-08:00', stop_cause: null, version_no: 3, folder_id: 12, project_id: 9, code: '{}' }] } })
  const { items } = await listRecipes(client(), mu, call())
  expect(recipe.parse(items[0])).toEqual(items[0])
  expect(items[0]).toMatchObject({ id: '7', running: true, succeededJobs: 5, failedJobs: 1, lifetimeTasks: 30, lastRunAt: Date.UTC(2026, 10, 20, 15), folderId: '12', projectId: '9' })
  expect(requests[0]?.query.get('exclude_code')).toBe('true')
})

it('reads folders below one, and projects', async () => {
  const folders = await answering({ json: [{ id: 12, name: 'Root', parent_id: null, is_project: true, project_id: 9, created_at: '2026-01-01T00:00:00Z', updated_at: null }] })
  const read = await listFolders(folders.client(), mu, folderId.parse('3'), call())
  expect(folder.parse(read.items[0])).toEqual(read.items[0])
  expect(folders.requests[0]?.query.get('parent_id')).toBe('3')
  await folders.close()
  const { client, requests } = await answering({ json: { result: [{ id: 9, folder_id: 12, name: 'Orders', description: '' }], count: 1, page: 1, per_page: 100 } })
  const { items } = await listProjects(client(), { id: environmentId.parse(19031), type: 'prod' }, call())
  expect(project.parse(items[0])).toEqual(items[0])
  expect(items[0]?.environment).toEqual({ id: 19031, type: 'prod' })
  expect(requests[0]?.path).toBe('/api/managed_users/19031/projects')
})

it('reads whose token it is', async () => {
  const { client, requests } = await answering({ json: { id: 17, name: 'Partner', team_name: 'Ops', environment_name: 'Development', plan_id: 'x', email: 'p@partner.example' } })
  const read = await getWorkspace(client(), call())
  expect(workspace.parse(read)).toEqual({ id: '17', name: 'Partner', teamName: 'Ops', environment: 'Development' })
  expect(requests[0]?.path).toBe('/api/users/me')
})
