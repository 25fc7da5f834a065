import { ok, type Answer, type Fields, type Route, type RouteRequest } from './answer'
import { itemsList } from './lists'
import type { Manager, PartnerRole } from './model'
import { badRequest, notFound } from './refusal'

function view({ account }: RouteRequest, { id, user, role_id, permitted_workspace_ids: ids }: Manager): Fields {
  const role = account.partnerRoles.find((one) => one.id === role_id)
  return {
    id, user: { ...user, avatar_url: `https://images.example/avatars/${String(user.id)}.png` }, privilege_group: role === undefined ? null : { id: role.id, name: role.name, system: role.system },
    moderated_workspaces: account.customers.filter((customer) => ids.includes(customer.id)).map(({ id: workspace, name }) => ({ id: workspace, name })),
  }
}

function find({ account, params }: RouteRequest): Manager {
  const manager = account.managers.find(({ id }) => String(id) === params['id'])
  if (manager === undefined) throw notFound()
  return manager
}

function readRole({ account, body }: RouteRequest): PartnerRole {
  const role = account.partnerRoles.find(({ id }) => String(id) === String(body['role_id']))
  if (role === undefined) throw badRequest(`Role ${String(body['role_id'])} not found`)
  return role
}

/** Customers of the manager; none named means all (contract section 9). */
function readWorkspaces({ account, body }: RouteRequest): number[] {
  const given = body['permitted_workspace_ids'] ?? []
  if (!Array.isArray(given)) throw badRequest('permitted_workspace_ids must be a list')
  return given.map((id) => {
    const customer = account.customers.find((one) => String(one.id) === String(id))
    if (customer === undefined) throw badRequest(`Customer ${String(id)} not found`)
    return customer.id
  })
}

function create(request: RouteRequest): Answer {
  const { account, body } = request
  const user = account.partnerUsers.find(({ id }) => String(id) === String(body['user_id']))
  if (user === undefined) throw badRequest(`${String(body['user_id'])} is not a collaborator of the partner workspace`)
  if (account.managers.some((one) => one.user.id === user.id)) throw badRequest(`${user.name} is already a customer manager`)
  const manager: Manager = { id: account.nextId(), user, role_id: readRole(request).id, permitted_workspace_ids: readWorkspaces(request) }
  account.managers.push(manager)
  return ok({ result: view(request, manager) }, true)
}

function update(request: RouteRequest): Answer {
  const manager = find(request)
  const role = readRole(request)
  manager.permitted_workspace_ids = readWorkspaces(request)
  manager.role_id = role.id
  return ok({ result: view(request, manager) }, true)
}

function remove(request: RouteRequest): Answer {
  const manager = find(request)
  request.account.managers = request.account.managers.filter((one) => one !== manager)
  return request.world.switches.manager_deletion_status === '204' ? { status: 204, changed: true } : ok({ success: true }, true)
}

const route = (method: string, path: string, run: Route['run']): Route => ({ method, path: `/api/customer_managers${path}`, group: 'customer_managers', family: 'classic', limit: 'customerManagers', run })

/** Customer managers, on the level of the partner (contract section 9). */
export const managerRoutes: readonly Route[] = [
  route('GET', '', (request) => itemsList(request, request.account.managers.map((manager) => view(request, manager)), false)),
  route('POST', '', create),
  route('PUT', '/:id', update),
  route('DELETE', '/:id', remove),
]
