import type { CustomerRequest, Fields } from './answer'
import { reaches } from './permissions'
import { opaqueId } from './random'
import { badRequest, notFound, Refusal } from './refusal'
import type { Grant, Project } from './workspace'

const MOST_PER_REQUEST = 100

/** The project of a path or a grant, when the id of the path and the token reach it. */
export function reachable(request: CustomerRequest, projectId: number): Project {
  const { workspace, environment, token, world } = request
  const project = workspace.projects.find(({ id }) => id === projectId)
  if (project === undefined || (project.environment !== environment && !world.switches.grants_through_any_environment)) throw notFound()
  if (!reaches(token, project)) throw new Refusal(Number(world.switches.grant_scope_status), world.switches.grant_scope_status === '404' ? 'Not found' : 'The project is outside of the scope of the API client')
  return project
}

export function findGrant(request: CustomerRequest): Grant {
  const grant = request.workspace.grants.find(({ id }) => id === request.params['id'])
  if (grant === undefined) throw notFound()
  reachable(request, grant.project_id)
  return grant
}

/** The project role that a body names. */
export function readProjectRole({ workspace }: CustomerRequest, id: unknown): string {
  const role = workspace.projectRoles.find((one) => one.id === id)
  if (role === undefined) throw badRequest(`Project role ${String(id)} not found`)
  return role.id
}

/** Adds or updates grants of a project, one for each assignee; those not named stay (contract section 7). Nothing changes unless all are right. */
export function upsertGrants(request: CustomerRequest, project: Project): Grant[] {
  const given = readGrants(request)
  if (given.length === 0) throw badRequest("can't be blank", 'project_grants')
  if (given.length > MOST_PER_REQUEST && request.world.switches.grants_over_100_refused) throw badRequest(`At most ${String(MOST_PER_REQUEST)} grants can be given in one request`)
  const wanted = given.map((entry) => ({ ...assignee(request, entry), project_role_id: readProjectRole(request, entry['project_role_id']) }))
  const { workspace } = request
  return wanted.map(({ user_id, group_id, project_role_id }) => {
    const held = workspace.grants.find((one) => one.project_id === project.id && one.user_id === user_id && one.group_id === group_id)
    if (held !== undefined) {
      held.project_role_id = project_role_id
      return held
    }
    const grant: Grant = { id: opaqueId('pg', (workspace.nextId += 1)), project_id: project.id, user_id, group_id, project_role_id }
    workspace.grants.push(grant)
    return grant
  })
}

function assignee({ workspace }: CustomerRequest, { assignment_type, assignment_id }: Fields): { user_id: number | null; group_id: string | null } {
  const id = String(assignment_id)
  if (assignment_type === 'User') {
    const user = workspace.members.find((one) => String(one.id) === id)
    if (user === undefined) throw badRequest(`Collaborator ${id} not found`)
    return { user_id: user.id, group_id: null }
  }
  if (assignment_type !== 'UserGroup') throw badRequest('assignment_type must be User or UserGroup')
  const group = workspace.groups.find((one) => one.id === id)
  if (group === undefined) throw badRequest(`Group ${id} not found`)
  return { user_id: null, group_id: group.id }
}

/** The grants of the body, or of the query as `project_grants[][name]` or `project_grants[0][name]` (contract 1.8). */
function readGrants({ body, query }: CustomerRequest): Fields[] {
  const given = body['project_grants']
  if (given !== undefined) {
    if (!Array.isArray(given) || !given.every((one) => typeof one === 'object' && one !== null)) throw badRequest('project_grants must be a list of objects')
    return given as Fields[]
  }
  const found: { index: string; fields: Record<string, string> }[] = []
  for (const [name, value] of query) {
    const [, index, field] = /^project_grants\[(\d*)\]\[(\w+)\]$/.exec(name) ?? []
    if (index === undefined || field === undefined) continue
    const last = found.find((one) => (index === '' ? one === found[found.length - 1] : one.index === index))
    // Without a number a name that comes again begins the next grant.
    if (last === undefined || field in last.fields) found.push({ index, fields: { [field]: value } })
    else last.fields[field] = value
  }
  return found.map(({ fields }) => fields)
}
