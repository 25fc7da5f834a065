import { describe, expect, it } from 'vitest'
import { testWorld } from './test-world'

interface RecipeBody { id: number; name: string; running: boolean; folder_id: number; project_id: number; stop_cause: string | null; config: { provider: string }[]; code?: string }
interface Result<T> { result: T[]; count: number }
const busy = () => {
  const test = testWorld({ customers: [40], people: 1 })
  const customer = test.account.customers.find((one) => one.active_recipe_count > 15 && one.environments.length === 3)
  const path = `/api/managed_users/${String(customer?.id)}`
  return { ...test, path, customer: customer as typeof test.customer, workspace: test.account.workspace(customer as typeof test.customer) }
}

describe('recipes', () => {
  it('are as many running as the customer counts, and are filtered', () => {
    const { read, path, customer, workspace } = busy()
    const recipes = (query = '') => read<Result<RecipeBody>>('GET', `${path}/recipes?${query}`).result
    const all = recipes()
    expect(recipes('running=true')).toHaveLength(customer.active_recipe_count)
    expect(recipes('running=true')).toEqual(recipes('active=true'))
    expect(recipes('running=false')).toEqual(all.filter(({ running }) => !running))
    const [one] = all
    expect(recipes(`project_id=${String(one?.project_id)}`)).toEqual(all.filter(({ project_id }) => project_id === one?.project_id))
    expect(recipes(`folder_id=${String(one?.folder_id)}`)).toEqual(all.filter(({ folder_id }) => folder_id === one?.folder_id))
    const root = workspace.folders.find(({ parent_id, environment }) => parent_id === null && environment === 'dev')
    expect(recipes(`folder_id=${String(root?.id)}`)).toEqual([])
    expect(recipes(`folder_id=${String(root?.id)}&with_subfolders=true`)).toEqual(all)
    const app = one?.config[1]?.provider ?? ''
    expect(recipes(`adapter_names_any=${app},none`)).toEqual(all.filter(({ config }) => config.some(({ provider }) => provider === app)))
    expect(recipes(`adapter_names_all=${app},none`)).toEqual([])
    expect(recipes(`since_id=${String(all[2]?.id)}`)).toEqual(all.slice(3))
    const cause = all.find(({ stop_cause }) => stop_cause !== null)?.stop_cause
    expect(recipes(`stop_cause=${String(cause)}`)).toEqual(all.filter(({ stop_cause }) => stop_cause === cause))
    expect(recipes('stopped_after=2026-11-10')).toEqual(all.filter(({ id }) => (workspace.recipes.find((recipe) => recipe.id === id)?.stopped_at ?? '') > '2026-11-10'))
    expect(recipes('updated_after=2027-01-01')).toEqual([])
    expect(recipes('exclude_code=true')[0]).not.toHaveProperty('code')
    expect([...recipes('order=activity')].sort((a, b) => b.id - a.id)).toEqual(all)
    expect(read<Result<RecipeBody>>('GET', `${path}/recipes?per_page=5&page=2`)).toMatchObject({ count: all.length, page: 2, per_page: 5, result: all.slice(5, 10) })
    const prod = customer.environments.find(({ environment_type }) => environment_type === 'prod')
    expect(read<Result<RecipeBody>>('GET', `/api/managed_users/${String(prod?.id)}/recipes`).result.some(({ id }) => all.some((recipe) => recipe.id === id))).toBe(false)
    expect(read('GET', `${path}/recipes/${String(one?.id)}`)).toEqual({ result: [one] })
  })

  it('stop and start, and the customer counts them; a start that fails is a 200', () => {
    const { call, read, path, customer, workspace } = busy()
    const before = customer.active_recipe_count
    const recipe = workspace.recipes.find((one) => one.running && one.connection_id !== null)
    const one = `${path}/recipes/${String(recipe?.id)}`
    expect(read('PUT', `${one}/stop`)).toEqual({ success: true })
    expect(read('PUT', `${one}/stop`)).toEqual({ success: true })
    expect(customer.active_recipe_count).toBe(before - 1)
    customer.whitelisted_apps = ['nothing']
    expect(call('PUT', `${one}/start`)).toMatchObject({ status: 400, body: { message: `The app ${String(recipe?.providers[1])} is not available for this customer` } })
    customer.whitelisted_apps = []
    const connection = workspace.connections.find(({ id }) => id === recipe?.connection_id)
    workspace.connections = workspace.connections.map((other) => (other === connection ? { ...other, authorization_status: 'failed' } : other))
    expect(read('PUT', `${one}/start`)).toMatchObject({ success: false, code_errors: [], config_errors: [[1, [['Connection', connection?.id, `${String(connection?.name)} is not connected`]]]] })
    workspace.connections = workspace.connections.map((other) => (other.id === connection?.id ? connection : other))
    expect(read('PUT', `${one}/start`)).toEqual({ success: true })
    expect(call('PUT', `${one}/start`)).toMatchObject({ status: 400, body: { message: 'Recipe is already running' } })
    expect(customer.active_recipe_count).toBe(before)
    expect(call('PUT', `${path}/recipes/1/start`)).toMatchObject({ status: 404 })
  })

  it('have jobs that are read on from the last one seen', () => {
    const { read, path, workspace } = busy()
    const recipe = workspace.recipes.find((one) => one.environment === 'dev' && one.job_succeeded_count > 100 && one.job_failed_count > 5)
    const jobs = (query: string) => read<{ items: { id: string; status: string }[] }>('GET', `${path}/recipes/${String(recipe?.id)}/jobs?${query}`).items
    const first = jobs('')
    const second = jobs(`offset_job_id=${String(first[24]?.id)}`)
    expect([first.length, second.length]).toEqual([25, 25])
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(50)
    expect(jobs(`offset_job_id=${String(second[0]?.id)}&prev=true`)).toEqual(first)
    expect(new Set(jobs('status=failed').map(({ status }) => status))).toEqual(new Set(['failed']))
    expect(jobs('rerun_only=true').length).toBeLessThan(25)
  })
})

describe('what is built in a workspace', () => {
  it('folders by parent, projects and connections of the environment', () => {
    const { read, path, customer, workspace } = busy()
    const folders = read<Result<{ id: number; is_project: boolean; project_id: number }>>('GET', `${path}/folders`).result
    const projects = read<Result<{ id: number; folder_id: number }>>('GET', `${path}/projects`).result
    expect(folders.map(({ project_id }) => project_id)).toEqual(projects.map(({ id }) => id))
    const archive = workspace.folders.find(({ name }) => name === 'Archive')
    expect(archive === undefined ? [] : read<Result<unknown>>('GET', `${path}/folders?parent_id=${String(archive.parent_id)}`).result).toHaveLength(archive === undefined || archive.environment !== 'dev' ? 0 : 1)
    const connections = (query = '') => read<Result<{ id: number; folder_id: number; authorization_status: string }>>('GET', `${path}/connections?${query}`).result
    expect(connections().filter((one) => one.authorization_status === 'success')).toHaveLength(customer.active_connection_count)
    const [one] = connections()
    const project = projects.find(({ folder_id }) => folder_id === one?.folder_id)
    expect(connections(`folder_id=${String(one?.folder_id)}`)).toEqual(connections().filter(({ folder_id }) => folder_id === one?.folder_id))
    expect(connections(`project_id=${String(project?.id)}`)).toEqual(connections(`folder_id=${String(one?.folder_id)}`))
    expect(connections('external_id=none')).toEqual([])
    expect(connections('updated_after=2027-01-01T00:00:00Z')).toEqual([])
    expect(connections('includes[]=tags')[0]).toHaveProperty('tags', [])
  })

  it('a package is imported into a folder of the environment only', () => {
    const { call, path, workspace } = busy()
    const into = (environment: string) => call('POST', `${path}/imports`, { folder_id: workspace.folders.find((one) => one.environment === environment)?.id })
    expect([into('dev'), into('none')]).toMatchObject([{ status: 200, body: { success: true } }, { status: 404 }])
  })

  it('connections of end users are listed on request only', () => {
    const { account, call } = testWorld({ customers: [60], people: 0 })
    const counts = account.customers.map(({ id }) => ['', '?include_runtime_connections=true'].map((query) => (call('GET', `/api/managed_users/${String(id)}/connections${query}`).body as Result<unknown>).count))
    expect(counts.some(([without, having]) => Number(having) === Number(without) + 1)).toBe(true)
  })

  it('properties, lookup tables, API clients, the API platform and OAuth profiles', () => {
    const { call, read, path, customer, workspace } = busy()
    expect(read('GET', `${path}/properties?prefix=support`)).toEqual({ support_email: customer.notification_email })
    read('POST', `${path}/properties`, { properties: { support_email: 'new@b.example', tier: 1 } })
    expect(read('GET', `${path}/properties`)).toMatchObject({ support_email: 'new@b.example', tier: '1' })
    expect(call('POST', `${path}/properties`, {})).toMatchObject({ status: 400 })
    const [table] = read<Result<{ id: number }>>('GET', `${path}/lookup_tables`).result
    expect(read<Result<unknown>>('GET', `${path}/lookup_tables/${String(table?.id)}/rows`).result).toHaveLength(3)
    expect(call('GET', `${path}/lookup_tables/1/rows`)).toMatchObject({ status: 404 })
    const v2 = path.replace('/api/', '/api/v2/')
    expect(read('GET', `${v2}/developer_api_clients`)).toMatchObject({ result: { count: 3, items: [{ environment_name: 'dev', environment_id: customer.id }, {}, {}] } })
    expect(read('GET', `${v2}/developer_api_client_roles`)).toMatchObject({ result: { count: 2 } })
    expect(call('GET', `${path}/developer_api_clients`)).toMatchObject({ status: 404 })
    for (const list of [`${path}/api_collections`, `${path}/api_endpoints`, `${path}/api_clients`, `${v2}/api_clients`]) expect(read<Result<unknown>>('GET', list).result.length).toBeGreaterThan(0)
    expect(read('POST', `${path}/custom_oauth_profiles/7/assign`)).toEqual({ result: { success: true } })
    expect(workspace.oauthProfiles).toEqual([7])
    expect(read('DELETE', `${path}/custom_oauth_profiles/7/unassign`)).toEqual({ result: { success: true } })
    expect(workspace.oauthProfiles).toEqual([])
  })

  it('the workspace of the token', () => {
    const { read, account } = testWorld()
    expect(read('GET', '/api/users/me')).toMatchObject({ id: account.workspaceId, name: account.name, environment_name: 'Development' })
  })
})
