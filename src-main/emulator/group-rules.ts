import type { CustomerRequest, Fields } from './answer'
import { badRequest, notFound } from './refusal'
import type { Group, Member } from './workspace'

export function findGroup({ workspace, params }: CustomerRequest): Group {
  const group = workspace.groups.find(({ id }) => id === params['id'])
  if (group === undefined) throw notFound()
  return group
}

/** The group of the path; the system group cannot be changed (contract section 4). */
export function editableGroup(request: CustomerRequest): Group {
  const group = findGroup(request)
  if (group.system && request.world.switches.system_group_locked) throw badRequest('The group All collaborators cannot be changed')
  return group
}

/** Everyone is in the system group. */
export function membersOf({ workspace }: CustomerRequest, group: Group): Member[] {
  return group.system ? workspace.members : workspace.members.filter(({ id }) => group.member_ids.includes(id))
}

export function groupView(request: CustomerRequest, group: Group): Fields {
  const { id, name, description, system, created_at, updated_at } = group
  return { id, name, description, members_count: membersOf(request, group).length, system, created_at, updated_at }
}

/** The name of a group, which no other of the customer's groups may have. */
export function readName(request: CustomerRequest, fields: Fields, own: Group | null): string {
  const name = fields['name'] ?? own?.name
  if (typeof name !== 'string' || name.trim() === '') throw badRequest("can't be blank", 'name')
  if (request.world.switches.role_names_unique && request.workspace.groups.some((one) => one !== own && one.name === name)) throw badRequest('has already been taken', 'name')
  return name
}

/** `user_ids` of the body, else of the query: repeated, or with brackets (contract 1.8). All must be members. */
export function readUserIds({ body, query, workspace, world }: CustomerRequest): number[] {
  const repeated = query.getAll('user_ids')
  const plain = world.switches.repeated_query_keeps_last ? repeated.slice(-1) : repeated
  const given: unknown = body['user_ids'] ?? [...plain, ...query.getAll('user_ids[]')]
  if (!Array.isArray(given) || given.length === 0) throw badRequest("can't be blank", 'user_ids')
  return given.map((id) => {
    const member = workspace.members.find((one) => String(one.id) === String(id))
    if (member === undefined) throw badRequest(`Collaborator ${String(id)} not found`)
    return member.id
  })
}
