import type { CustomerRequest, Fields } from './answer'
import { now } from './answer'
import { managersOf } from './member-view'
import type { Manager, User } from './model'
import { badRequest, notFound, Refusal } from './refusal'
import type { Group, Member } from './workspace'

/** The member that the path names; null when it is a customer manager. */
export function findMember(request: CustomerRequest): { readonly member: Member } | { readonly manager: Manager } {
  const id = Number(request.params['id'])
  const member = request.workspace.members.find((one) => one.id === id)
  if (member !== undefined) return { member }
  const manager = managersOf(request).find(({ user }) => user.id === id)
  if (manager === undefined) throw notFound()
  return { manager }
}

/** The member that the path names; a customer manager is locked here (contract 3.4). */
export function editableMember(request: CustomerRequest): Member {
  const found = findMember(request)
  if ('member' in found) return found.member
  throw new Refusal(Number(request.world.switches.manager_locked_status), 'Customer managers cannot be changed in the customer workspace')
}

/** The groups that `user_group_ids` names; an unknown id is 400. */
export function groupsOf(request: CustomerRequest): Group[] | null {
  const ids = request.body['user_group_ids']
  if (ids === undefined || !request.world.switches.members_take_group_ids) return null
  if (!Array.isArray(ids)) throw badRequest('user_group_ids must be a list')
  return ids.map((id) => {
    const group = request.workspace.groups.find((one) => one.id === String(id))
    if (group === undefined) throw badRequest(`Group ${String(id)} not found`)
    return group
  })
}

/** Makes the person a member of exactly these groups. */
export function setGroups(request: CustomerRequest, memberId: number, groups: readonly Pick<Group, 'id'>[]): void {
  const wanted = new Set(groups.map(({ id }) => id))
  for (const group of request.workspace.groups) {
    if (group.system) continue
    group.member_ids = group.member_ids.filter((id) => id !== memberId)
    if (wanted.has(group.id)) group.member_ids.push(memberId)
  }
}

/** A new member. */
export function addMember(request: CustomerRequest, user: Pick<Member, 'id' | 'name' | 'email'>, roles: Member['roles'], more: Fields = {}): Member {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  const member: Member = {
    id: user.id, name: user.name, email: user.email, external_id: text(more['external_id']), time_zone: text(more['time_zone']) ?? request.customer.time_zone,
    created_at: now(request.world), last_activity_log: null, roles,
  }
  request.workspace.members.push(member)
  return member
}

/** Takes the person out of the workspace with all that was theirs. */
export function removeMember({ workspace }: CustomerRequest, { id }: Member): void {
  workspace.members = workspace.members.filter((one) => one.id !== id)
  workspace.grants = workspace.grants.filter(({ user_id }) => user_id !== id)
  for (const group of workspace.groups) group.member_ids = group.member_ids.filter((one) => one !== id)
}

/** The existing user that `oauth_id` (`<partner>:UU<user id>`) or `email` names (contract 3.5, 1.10). */
export function existingUser({ account, body }: CustomerRequest): User | null {
  const { oauth_id: oauthId, email } = body
  if (typeof oauthId !== 'string' && typeof email !== 'string') return null
  const userId = typeof oauthId === 'string' ? Number(/:UU0*(\d+)$/.exec(oauthId)?.[1]) : null
  const address = typeof email === 'string' ? email.toLowerCase() : null
  const user = account.user((one) => (userId === null ? one.email.toLowerCase() === address : one.id === userId), userId === null ? address : null)
  if (user === undefined) throw new Refusal(404, 'User not found')
  return user
}

export function isMember({ workspace }: CustomerRequest, user: Pick<User, 'id' | 'email'>): boolean {
  return workspace.members.some(({ id, email }) => id === user.id || email?.toLowerCase() === user.email.toLowerCase())
}
