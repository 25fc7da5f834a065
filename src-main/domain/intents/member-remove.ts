import type { MemberId } from '../../contract/ids'
import { ENVIRONMENTS, roleIn, type Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { ownMembership } from '../guards/own-access'
import { managerLocked } from '../guards/target'
import { groupPlace } from './group-member'
import { asMember, type IntentKind, type Place } from './kind'

export const memberRemove: IntentKind<'member.remove'> = {
  key: ({ target }) => String(target.memberId),
  read: ({ target }, { members }) => ({ value: members.has(target.memberId) }),
  same: (a, b) => a === b,
  merges: () => false,
  guard: () => firstReason<'member.remove'>([({ target }, customer) => managerLocked(customer, target.memberId), ownMembership]),
  bundle: ({ id }) => id,
  write: (intents, { members }) => intents.map((one) => {
    const member = members.get(one.target.memberId)
    const had = ENVIRONMENTS.map((environment) => ({ environment, roleName: member === undefined ? null : roleIn(member, environment) }))
    return { call: { kind: 'member.remove', memberId: one.target.memberId, had }, intents: [one] }
  }),
  who: ({ target }) => asMember(target.memberId),
  places: ({ target }, _, customer) => lostPlaces(target.memberId, customer),
}

/** Everything that goes with a person: roles, groups other than the one of everybody, and what is granted to them directly. */
function lostPlaces(memberId: MemberId, { facts, groups, members }: Customer): readonly Place[] {
  const roles = (members.get(memberId)?.roles ?? []).filter(({ roleName }) => roleName !== null)
    .map(({ environment, roleName }): Place => ({ where: { kind: 'environment' }, environment, before: roleName, after: null }))
  const mine = [...groups.values()].filter((group) => !group.facts.system && group.members.has(memberId))
    .map((group) => groupPlace(group.facts.id, false, { facts }))
  const grants = (facts.grants ?? []).filter(({ assignee }) => assignee.kind === 'user' && assignee.id === memberId)
    .map(({ project, projectRole }): Place => ({ where: { kind: 'project', projectId: project.id }, environment: project.environment.type, before: projectRole.name, after: null }))
  return [...roles, ...mine, ...grants]
}
