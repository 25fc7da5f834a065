import { created, forCollaborators, gone, ok, type Answer, type CustomerRequest, type Route } from './answer'
import { grantView } from './grant-view'
import { bracketList, dataList, wholeList } from './lists'
import { addMember, editableMember, existingUser, findMember, groupsOf, isMember, removeMember, setGroups } from './member-rules'
import { hasRoles, rolesAfter } from './member-roles'
import { managersOf, managerView, memberView } from './member-view'
import { privileges, projectPrivileges } from './privileges'
import { badRequest, Refusal } from './refusal'

function list(request: CustomerRequest): Answer {
  const wanted = request.query.get('email')?.toLowerCase() ?? ''
  const all = [...request.workspace.members.map((member) => ({ email: member.email, view: () => memberView(request, member) })), ...managersOf(request).map((manager) => ({ email: manager.user.email, view: () => managerView(request, manager) }))]
  const shown = all.filter(({ email }) => wanted === '' || email?.toLowerCase().includes(wanted) === true).map(({ view }) => view())
  return wholeList(request, shown, request.world.switches.members_envelope === 'data' ? 'data' : 'bare')
}

function get(request: CustomerRequest): Answer {
  const found = findMember(request)
  return ok('member' in found ? memberView(request, found.member) : managerView(request, found.manager))
}

/** Adds an existing user by `oauth_id` or `email`, or a new person by name (contract 3.5, 1.10). */
function add(request: CustomerRequest): Answer {
  const { body, world, workspace } = request
  const user = existingUser(request)
  const alone = typeof body['oauth_id'] === 'string' && world.switches.oauth_id_alone_adds
  if (!hasRoles(body) && !alone) throw badRequest('role_name or env_roles is required')
  if (user === null && (typeof body['name'] !== 'string' || body['name'].trim() === '')) throw badRequest("can't be blank", 'name')
  if (user !== null && isMember(request, user)) throw new Refusal(409, 'User is already a member of this workspace')
  const roles = rolesAfter(request, {})
  const groups = groupsOf(request)
  const member = addMember(request, user ?? { id: (workspace.nextId += 1), name: String(body['name']), email: null }, roles, body)
  if (groups !== null) setGroups(request, member.id, groups)
  return created(world, memberView(request, member))
}

function update(request: CustomerRequest): Answer {
  const member = editableMember(request)
  const groups = groupsOf(request)
  if (!hasRoles(request.body) && groups === null) throw badRequest('role_name or env_roles is required')
  member.roles = rolesAfter(request, member.roles)
  if (groups !== null) setGroups(request, member.id, groups)
  return ok(memberView(request, member), true)
}

function remove(request: CustomerRequest): Answer {
  const member = editableMember(request)
  removeMember(request, member)
  return request.world.switches.member_deletion_answer === '204' ? gone() : ok({ id: member.id }, true)
}

function grants(request: CustomerRequest): Answer {
  const { params, workspace } = request
  findMember(request)
  return bracketList(request, workspace.grants.filter(({ user_id }) => String(user_id) === params['id']), (grant) => grantView(request, grant))
}

const PATH = '/api/managed_users/:mu/members'
const route = (method: string, path: string, run: (request: CustomerRequest) => Answer, limit: 'members' | 'memberDeletion' = 'members'): Route => ({
  method, path: `${PATH}${path}`, group: 'members', family: 'classic', limit, run: forCollaborators(run),
})

/** Collaborators of a customer (contract section 3). */
export const memberRoutes: readonly Route[] = [
  route('GET', '', list),
  route('POST', '', add),
  route('GET', '/:id', get),
  route('PUT', '/:id', update),
  route('DELETE', '/:id', remove, 'memberDeletion'),
  route('GET', '/:id/project_grants', grants),
  route('GET', '/:id/privileges', (request) => wholeList(request, privileges(request, findMember(request)))),
  route('GET', '/:id/projects_privileges', (request) => dataList(request, projectPrivileges(request, findMember(request)))),
]
