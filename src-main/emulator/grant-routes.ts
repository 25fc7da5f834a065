import { forCustomer, gone, ok, type Answer, type CustomerRequest, type Fields, type Route } from './answer'
import { findGrant, reachable, readProjectRole, upsertGrants } from './grant-rules'
import { grantView } from './grant-view'
import { bracketList } from './lists'

function ofProject(request: CustomerRequest): Answer {
  const project = reachable(request, Number(request.params['id']))
  return bracketList(request, request.workspace.grants.filter(({ project_id }) => project_id === project.id), (grant) => grantView(request, grant))
}

function put(request: CustomerRequest): Answer {
  const grants = upsertGrants(request, reachable(request, Number(request.params['id'])))
  return ok({ data: grants.map((grant) => grantView(request, grant)) }, true)
}

/** Takes `{"project_grant":{"project_role_id"}}` and the same without wrapper (contract section 7). */
function update(request: CustomerRequest): Answer {
  const grant = findGrant(request)
  const inner = request.body['project_grant']
  const fields = typeof inner === 'object' && inner !== null ? (inner as Fields) : request.body
  grant.project_role_id = readProjectRole(request, fields['project_role_id'])
  return ok({ data: grantView(request, grant) }, true)
}

function remove(request: CustomerRequest): Answer {
  const grant = findGrant(request)
  request.workspace.grants = request.workspace.grants.filter((one) => one !== grant)
  return gone()
}

const route = (method: string, path: string, run: (request: CustomerRequest) => Answer): Route => ({
  method, path: `/api/managed_users/:mu/${path}`, group: 'project_grants', family: 'rbac', limit: 'projectGrants', run: forCustomer(run),
})

/** Project grants (contract section 7), those of a project under both of the printed paths (1.8). */
export const grantRoutes: readonly Route[] = [
  route('GET', 'project_grants/:id', (request) => ok({ data: grantView(request, findGrant(request)) })),
  route('PUT', 'project_grants/:id', update),
  route('DELETE', 'project_grants/:id', remove),
  route('GET', 'projects/:id/project_grants', ofProject),
  route('PUT', 'projects/:id/project_grants', put),
  route('GET', ':id/project_grants', ofProject),
]
