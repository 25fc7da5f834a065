import type { NewPerson } from '../../contract/intents'
import type { Member } from '../../contract/access'
import { sameValue } from '../canonical'
import { emailKey, ENVIRONMENTS, roleIn, rolesOf } from '../facts'
import { firstReason } from '../guards/guard'
import { inviteWindow } from '../guards/invite-window'
import { ownMembership, ownRole } from '../guards/own-access'
import { knownRole, newPersonFits } from '../guards/role'
import { legacyCustomer, legacyModel, managerLocked, missingEnvironment } from '../guards/target'
import type { IntentKind, Reading } from './kind'

export const memberRole: IntentKind<'member.role'> = {
  key: ({ target }) => `${String(target.memberId)}|${target.environment}`,
  read: ({ target }, { members }) => {
    const member = members.get(target.memberId)
    return member === undefined ? { blocked: { kind: 'member-gone' } } : { value: roleIn(member, target.environment) }
  },
  same: sameValue,
  merges: ({ target, seen }, { members }) => {
    const member = members.get(target.memberId)
    return member !== undefined && ENVIRONMENTS.some((one) => one !== target.environment && seen[one] !== undefined && seen[one] !== roleIn(member, one))
  },
  guard: ({ sendOnlyChanged }) => firstReason<'member.role'>([
    ({ target }, customer) => managerLocked(customer, target.memberId),
    legacyModel(sendOnlyChanged), missingEnvironment,
    ({ wish }, customer) => knownRole(customer, wish),
    ownRole,
  ]),
  calls: ['member.update'],
}

export const memberRemove: IntentKind<'member.remove'> = {
  key: ({ target }) => String(target.memberId),
  read: ({ target }, { members }) => ({ value: members.has(target.memberId) }),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'member.remove'>([({ target }, customer) => managerLocked(customer, target.memberId), ownMembership]),
  calls: ['member.remove'],
}

export const memberInvite: IntentKind<'member.invite'> = {
  key: ({ target }) => emailKey(target.email),
  read: ({ target, wish }, { byEmail }) => newPersonThere(byEmail.get(emailKey(target.email)), wish),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'member.invite'>([legacyCustomer, newPersonFits, inviteWindow]),
  calls: ['member.invite'],
}

export const memberAdd: IntentKind<'member.add'> = {
  key: ({ target }) => (target.by === 'email' ? emailKey(target.email) : `oauth|${target.oauthId}`),
  // The member list does not tell anybody's OAuth id: somebody who is named by it is taken for absent.
  read: ({ target, wish }, { byEmail }) => newPersonThere(target.by === 'email' ? byEmail.get(emailKey(target.email)) : undefined, wish),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'member.add'>([legacyCustomer, newPersonFits]),
  calls: ['member.add'],
}

/** Somebody who is there with the wished roles is "already so", whatever name and groups they have; with other roles it is a conflict. */
function newPersonThere(member: Member | undefined, wish: NewPerson): Reading<NewPerson | null> {
  if (member === undefined) return { value: null }
  const roles = rolesOf(member) as NewPerson['roles']
  const same = ENVIRONMENTS.every((one) => roles[one] === wish.roles[one])
  return { value: same ? wish : { name: member.name, roles, groupIds: [] } }
}
