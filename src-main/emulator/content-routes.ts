import { forCustomer, ok, type Answer, type CustomerRequest, type Fields, type Route, type RouteGroup } from './answer'
import { flatList, without } from './lists'
import { badRequest, notFound } from './refusal'
import type { EmulatedClass } from './quota'

function folders(request: CustomerRequest): Answer {
  const { workspace, environment, query, customer } = request
  const here = workspace.folders.filter((folder) => folder.environment === environment)
  const parent = query.get('parent_id') ?? String(here.find(({ parent_id }) => parent_id === null)?.id)
  const shown = here.filter(({ parent_id }) => String(parent_id) === parent)
  return flatList(request, shown, (folder) => ({ ...without(folder, 'environment'), created_at: customer.created_at, updated_at: customer.created_at }))
}

/** Takes a package into a folder; what is in the package is not looked at, so that nothing changes. The answer is assumed. */
function importPackage({ workspace, environment, query, body }: CustomerRequest): Answer {
  const folder = String(body['folder_id'] ?? query.get('folder_id'))
  if (!workspace.folders.some((one) => String(one.id) === folder && one.environment === environment)) throw notFound()
  return ok({ success: true })
}

function projects(request: CustomerRequest): Answer {
  const { workspace, environment } = request
  return flatList(request, workspace.projects.filter((one) => one.environment === environment), (project) => without(project, 'environment'))
}

/** Connections with the filters that integrators send (contract 2.7). */
function connections(request: CustomerRequest): Answer {
  const { workspace, environment, query } = request
  const project = workspace.projects.find(({ id }) => String(id) === query.get('project_id'))
  const updatedAfter = query.get('updated_after')
  const found = workspace.connections.filter(
    (one) =>
      one.environment === environment &&
      (!one.runtime || query.get('include_runtime_connections') === 'true') &&
      (query.get('folder_id') === null || String(one.folder_id) === query.get('folder_id')) &&
      (query.get('project_id') === null || one.folder_id === project?.folder_id) &&
      (query.get('external_id') === null || one.external_id === query.get('external_id')) &&
      (updatedAfter === null || Date.parse(one.updated_at) > Date.parse(updatedAfter)),
  )
  const withTags = query.getAll('includes[]').includes('tags')
  return flatList(request, found, (one) => ({ ...without(one, 'environment', 'runtime'), ...(withTags ? { tags: [] } : {}) }))
}

function properties({ workspace, query }: CustomerRequest): Answer {
  const prefix = query.get('prefix') ?? ''
  return ok(Object.fromEntries(Object.entries(workspace.properties).filter(([name]) => name.startsWith(prefix))))
}

function setProperties({ workspace, body }: CustomerRequest): Answer {
  const given = body['properties']
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw badRequest("can't be blank", 'properties')
  workspace.properties = { ...workspace.properties, ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])) }
  return ok({ success: true }, true)
}

function lookupTables({ workspace, customer }: CustomerRequest): { id: number; name: string; rows: Fields[] }[] {
  return workspace.projects.slice(0, 2).map((project, index) => ({
    id: customer.id * 10 + index, name: `${project.name} mapping`, rows: ['alpha', 'beta', 'gamma'].map((key, row) => ({ id: row + 1, data: { key, value: `${project.name} ${key}` } })),
  }))
}

function lookupRows(request: CustomerRequest): Answer {
  const table = lookupTables(request).find(({ id }) => String(id) === request.params['id'])
  if (table === undefined) throw notFound()
  return flatList(request, table.rows, (row) => row)
}

function assignProfile(assign: boolean) {
  return ({ workspace, params }: CustomerRequest): Answer => {
    const id = Number(params['id'])
    if (!Number.isInteger(id)) throw notFound()
    workspace.oauthProfiles = assign ? [...new Set([...workspace.oauthProfiles, id])] : workspace.oauthProfiles.filter((one) => one !== id)
    return ok({ result: { success: true } }, true)
  }
}

const route = (method: string, path: string, group: RouteGroup, limit: EmulatedClass, run: (request: CustomerRequest) => Answer): Route => ({
  method, path: `/api/managed_users/:mu/${path}`, group, family: 'classic', limit, run: forCustomer(run),
})

/** What is built in a customer's workspace (contract 2.7 and section 11). */
export const contentRoutes: readonly Route[] = [
  route('GET', 'folders', 'folders', 'customers', folders),
  route('POST', 'imports', 'folders', 'customers', importPackage),
  route('GET', 'projects', 'projects', 'customers', projects),
  route('GET', 'connections', 'connections', 'customers', connections),
  route('GET', 'properties', 'properties', 'propertyReads', properties),
  route('POST', 'properties', 'properties', 'propertyWrites', setProperties),
  route('GET', 'lookup_tables', 'lookup_tables', 'customers', (request) => flatList(request, lookupTables(request), ({ id, name }) => ({ id, name, schema: [{ label: 'key' }, { label: 'value' }] }))),
  route('GET', 'lookup_tables/:id/rows', 'lookup_tables', 'customers', lookupRows),
  route('POST', 'custom_oauth_profiles/:id/assign', 'custom_oauth', 'customOauth', assignProfile(true)),
  route('DELETE', 'custom_oauth_profiles/:id/unassign', 'custom_oauth', 'customOauth', assignProfile(false)),
]
