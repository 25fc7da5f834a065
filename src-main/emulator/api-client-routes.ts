import { forCustomer, type Answer, type CustomerRequest, type Fields, type Route, type RouteGroup } from './answer'
import { environmentTypes } from './generate-content'
import { flatList, itemsList } from './lists'
import type { EmulatedClass } from './quota'

const same = (item: Fields): Fields => item
const ROLES = ['Monitoring', 'Deployment']
const own = ({ customer }: CustomerRequest, kind: number, index: number): number => customer.id * 100 + kind * 10 + index
const role = (request: CustomerRequest, index: number): Fields => ({ id: own(request, 1, index), name: ROLES[index] ?? '' })

/** One client of the Developer API for each environment. */
function developerClients(request: CustomerRequest): Answer {
  const { customer } = request
  return itemsList(
    request,
    environmentTypes(customer).map((environment_name, index) => ({
      id: own(request, 2, index), name: `${customer.name} ${environment_name}`, api_privilege_group_id: own(request, 1, index % ROLES.length), all_folders: true, folder_ids: [], environment_name,
      environment_id: customer.environments.find(({ environment_type }) => environment_type === environment_name)?.id ?? customer.id, token: { updated_at: customer.updated_at },
    })),
    true,
  )
}

function collections(request: CustomerRequest): Fields[] {
  const { workspace, environment, customer } = request
  return workspace.projects.filter((project) => project.environment === environment).slice(0, 2).map((project, index) => ({
    id: own(request, 3, index), name: `${project.name} API`, project_id: String(project.id), version: '1.0', url: `https://apim.example/${String(customer.id)}/${String(index)}`, api_spec_url: null, created_at: customer.created_at, updated_at: customer.created_at,
  }))
}

function endpoints(request: CustomerRequest): Fields[] {
  return collections(request).map((collection, index) => ({ id: own(request, 4, index), api_collection_id: collection['id'], flow_id: null, name: 'List', method: 'GET', url: `${String(collection['url'])}/list`, active: true, legacy: false }))
}

function clients(request: CustomerRequest): Fields[] {
  const { created_at } = request.customer
  return [{ id: own(request, 5, 0), name: 'Website', created_at, updated_at: created_at }]
}

const route = (path: string, group: RouteGroup, limit: EmulatedClass, run: (request: CustomerRequest) => Answer): Route => ({ method: 'GET', path, group, family: 'classic', limit, run: forCustomer(run) })
const V1 = '/api/managed_users/:mu'
const V2 = '/api/v2/managed_users/:mu'

/** API clients and the API platform of a customer, lists only (contract section 11). */
export const apiClientRoutes: readonly Route[] = [
  route(`${V2}/developer_api_clients`, 'api_clients', 'apiClientLists', developerClients),
  route(`${V2}/developer_api_client_roles`, 'api_clients', 'apiClientRoleLists', (request) => itemsList(request, ROLES.map((_, index) => role(request, index)), true)),
  route(`${V1}/api_collections`, 'api_platform', 'apiPlatform', (request) => flatList(request, collections(request), same)),
  route(`${V1}/api_endpoints`, 'api_platform', 'apiPlatform', (request) => flatList(request, endpoints(request), same)),
  route(`${V1}/api_clients`, 'api_platform', 'apiPlatform', (request) => flatList(request, clients(request), same)),
  route(`${V2}/api_clients`, 'api_platform', 'apiPlatform', (request) => flatList(request, clients(request), same)),
]
