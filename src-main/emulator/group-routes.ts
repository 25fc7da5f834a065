import { created, forCollaborators, gone, now, ok, wrapped, type Answer, type CustomerRequest, type Route } from './answer'
import { grantView } from './grant-view'
import { editableGroup, findGroup, groupView, membersOf, readName, readUserIds } from './group-rules'
import { bracketList } from './lists'
import { opaqueId } from './random'
import type { Group } from './workspace'

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function list(request: CustomerRequest): Answer {
  const name = request.query.get('name')
  return bracketList(request, request.workspace.groups.filter((group) => name === null || group.name === name), (group) => groupView(request, group))
}

function create(request: CustomerRequest): Answer {
  const { workspace, world } = request
  const fields = wrapped(request.body, 'user_group')
  const name = readName(request, fields, null)
  const at = now(world)
  const group: Group = { id: opaqueId('pf', (workspace.nextId += 1)), name, description: text(fields['description']), system: false, member_ids: [], created_at: at, updated_at: at }
  workspace.groups.push(group)
  return created(world, { data: groupView(request, group) })
}

function update(request: CustomerRequest): Answer {
  const group = editableGroup(request)
  const fields = wrapped(request.body, 'user_group')
  group.name = readName(request, fields, group)
  if (fields['description'] !== undefined) group.description = text(fields['description'])
  group.updated_at = now(request.world)
  return ok({ data: groupView(request, group) }, true)
}

function remove(request: CustomerRequest): Answer {
  const group = editableGroup(request)
  const { workspace } = request
  workspace.groups = workspace.groups.filter((one) => one !== group)
  workspace.grants = workspace.grants.filter(({ group_id }) => group_id !== group.id)
  return gone()
}

function members(request: CustomerRequest): Answer {
  const wanted = (request.query.get('text') ?? '').toLowerCase()
  const shown = membersOf(request, findGroup(request)).filter(({ name, email }) => `${name} ${email ?? ''}`.toLowerCase().includes(wanted))
  return bracketList(request, shown, ({ id, name, email }) => ({ id, name, email }))
}

function changeMembers(after: (held: readonly number[], ids: readonly number[]) => number[]) {
  return (request: CustomerRequest): Answer => {
    const group = editableGroup(request)
    group.member_ids = after(group.member_ids, readUserIds(request))
    return request.world.switches.group_members_answer === '204' ? gone() : ok({ success: true }, true)
  }
}

function grants(request: CustomerRequest): Answer {
  const { id } = findGroup(request)
  return bracketList(request, request.workspace.grants.filter(({ group_id }) => group_id === id), (grant) => grantView(request, grant))
}

const PATH = '/api/managed_users/:mu/user_groups'
const route = (method: string, path: string, run: (request: CustomerRequest) => Answer, limit: 'userGroups' | 'groupGrants' = 'userGroups'): Route => ({
  method, path: `${PATH}${path}`, group: 'user_groups', family: 'rbac', limit, run: forCollaborators(run),
})

/** Collaborator groups (contract section 4). */
export const groupRoutes: readonly Route[] = [
  route('GET', '', list),
  route('POST', '', create),
  route('GET', '/:id', (request) => ok({ data: groupView(request, findGroup(request)) })),
  route('PUT', '/:id', update),
  route('DELETE', '/:id', remove),
  route('GET', '/:id/members', members),
  route('POST', '/:id/members', changeMembers((held, ids) => [...new Set([...held, ...ids])])),
  route('DELETE', '/:id/members', changeMembers((held, ids) => held.filter((id) => !ids.includes(id)))),
  route('GET', '/:id/project_grants', grants, 'groupGrants'),
]
