import type { MemberId } from '../../contract/ids'
import type { BlockReason } from '../../contract/plan'
import { emailKey, roleIn, type Customer } from '../facts'
import { isAdminRole, type Guard, type GuardContext } from './guard'

/** Nobody takes their own role away or stops being administrator: the way back would be closed. */
export const ownRole: Guard<'member.role'> = ({ target: { memberId, environment }, wish }, customer, context) => {
  const member = customer.members.get(memberId)
  const loses = wish === null || (member !== undefined && isAdminRole(roleIn(member, environment)) && !isAdminRole(wish))
  return loses ? ownAccess(customer, memberId, context) : null
}

export const ownMembership: Guard<'member.remove'> = ({ target }, customer, context) => ownAccess(customer, target.memberId, context)

export const ownGroup: Guard<'group.member'> = ({ target, wish }, customer, context) => (wish ? null : ownAccess(customer, target.memberId, context))

export const ownGrant: Guard<'project.grant'> = ({ target: { assignee }, wish }, customer, context) =>
  wish === null && assignee.kind === 'user' ? ownAccess(customer, assignee.id, context) : null

function ownAccess({ members }: Customer, id: MemberId, { ownEmails }: GuardContext): BlockReason | null {
  const member = members.get(id)
  return member !== undefined && ownEmails.has(emailKey(member.email)) ? { kind: 'own-access' } : null
}
