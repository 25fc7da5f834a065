import type { Member } from '../../contract/access'
import type { NewPerson } from '../../contract/intents'
import { sameValue } from '../canonical'
import { emailKey, ENVIRONMENTS, rolesOf, type Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { inviteWindow } from '../guards/invite-window'
import { newPersonFits, wishedRoles } from '../guards/role'
import { legacyCustomer } from '../guards/target'
import { groupPlace } from './group-member'
import type { IntentKind, Place, Reading } from './kind'

export const memberInvite: IntentKind<'member.invite'> = {
  key: ({ target }) => emailKey(target.email),
  read: ({ target, wish }, { byEmail }) => personThere(byEmail.get(emailKey(target.email)), wish),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'member.invite'>([legacyCustomer, newPersonFits, inviteWindow]),
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'member.invite', email: one.target.email, person: one.wish }, intents: [one] })),
  who: ({ target }) => ({ kind: 'person', key: target.email }),
  places: ({ wish }, _, customer) => newPlaces(wish, customer),
}

export const memberAdd: IntentKind<'member.add'> = {
  key: ({ target }) => (target.by === 'email' ? emailKey(target.email) : `oauth|${target.oauthId}`),
  // The member list does not tell anybody's OAuth id: somebody who is named by it is taken for absent.
  read: ({ target, wish }, { byEmail }) => personThere(target.by === 'email' ? byEmail.get(emailKey(target.email)) : undefined, wish),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'member.add'>([legacyCustomer, newPersonFits]),
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'member.add', who: one.target, person: one.wish }, intents: [one] })),
  who: ({ target }) => ({ kind: 'person', key: target.by === 'email' ? target.email : target.oauthId }),
  places: ({ wish }, _, customer) => newPlaces(wish, customer),
}

/** Somebody who is there with the wished roles is "already so", whatever name and groups they have; with other roles it is a conflict. */
function personThere(member: Member | undefined, wish: NewPerson): Reading<NewPerson | null> {
  if (member === undefined) return { value: null }
  const roles = rolesOf(member)
  return { value: ENVIRONMENTS.every((one) => roles[one] === wish.roles[one]) ? wish : { name: member.name, roles, groupIds: [] } }
}

function newPlaces(wish: NewPerson, customer: Customer): readonly Place[] {
  const roles = wishedRoles(wish).map(([environment, after]): Place => ({ where: { kind: 'environment' }, environment, before: null, after }))
  return [...roles, ...wish.groupIds.map((id) => groupPlace(id, true, customer))]
}
