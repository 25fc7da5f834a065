import { forCollaborators, ok, type Answer, type CustomerRequest, type Route } from './answer'
import { acceptInvitation, findUser, isAddress, WINDOW_MS } from './invitations'
import { groupsOf, isMember } from './member-rules'
import { hasRoles, rolesAfter } from './member-roles'
import { badRequest, Refusal } from './refusal'

/** Invites a person; they are a member only when they have accepted (contract 3.3, 1.10). */
function invite(request: CustomerRequest): Answer {
  const { body, workspace, world } = request
  const { name, email } = body
  if (typeof name !== 'string' || name.trim() === '') throw badRequest("can't be blank", 'name')
  if (!isAddress(email)) throw badRequest('Email is invalid')
  if (!hasRoles(body)) throw badRequest('role_name or env_roles is required')
  const address = email.toLowerCase()
  const last = workspace.invitations.find((one) => one.email === address)
  const sentAt = world.clock.now()
  if (last !== undefined && sentAt - last.sentAt < WINDOW_MS) throw new Refusal(Number(world.switches.repeated_invitation_status), 'An invitation can be sent once in 20 minutes')
  const user = findUser(request.account, address)
  if (user !== undefined && isMember(request, user)) throw new Refusal(409, 'User is already a member of this workspace')
  if (user !== undefined && world.switches.existing_user_invitation_refused) throw new Refusal(409, 'User already exists')
  const roles = rolesAfter(request, {})
  const group_ids = (groupsOf(request) ?? []).map(({ id }) => id)
  workspace.invitations = [...workspace.invitations.filter((one) => one.email !== address), { email: address, name, sentAt, accepted: false, roles, group_ids }]
  if (!world.switches.invited_join_after_acceptance) acceptInvitation(request, address)
  return ok({ result: 'ok' }, true)
}

const route = (path: string): Route => ({ method: 'POST', path: `/api/managed_users/:mu/${path}`, group: 'members', family: 'classic', limit: 'invitations', run: forCollaborators(invite) })

/** Invitations, under both of the printed paths (contract 1.8). */
export const invitationRoutes: readonly Route[] = [route('member_invitations'), route('member_invitation')]
