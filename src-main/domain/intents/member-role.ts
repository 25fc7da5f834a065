import type { EnvironmentAssignment, EnvironmentType, RoleName } from '../../contract/access'
import type { MemberId } from '../../contract/ids'
import type { IntentOf } from '../../contract/intents'
import type { Call } from '../../contract/plan'
import { ENVIRONMENTS, roleIn, type Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { ownRole } from '../guards/own-access'
import { knownRole } from '../guards/role'
import { legacyModel, managerLocked, missingEnvironment } from '../guards/target'
import { asMember, type IntentKind } from './kind'

export const memberRole: IntentKind<'member.role'> = {
  key: ({ target }) => `${String(target.memberId)}|${target.environment}`,
  read: ({ target }, { members }) => {
    const member = members.get(target.memberId)
    return member === undefined ? { blocked: { kind: 'member-gone' } } : { value: roleIn(member, target.environment) }
  },
  same: (a, b) => a === b,
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
  // All changed environments of a person go out in one request.
  bundle: ({ target }) => String(target.memberId),
  write: (intents, customer, { sendOnlyChanged }) => intents.slice(0, 1).map(({ target }) => ({ call: personCall(target.memberId, intents, customer, sendOnlyChanged), intents })),
  who: ({ target }) => asMember(target.memberId),
  places: ({ target, wish }, before) => [{ where: { kind: 'environment' }, environment: target.environment, before, after: wish }],
}

/**
 * By default the full set of a person's environments, which is right whether the API merges or replaces (contract 1.10): unchanged environments
 * as they are remotely. An unchanged environment without access is left out, which says the same under both. Wished roles are in the customer's
 * list and legacy ones are guarded, so that the type of every role here is `environment`.
 */
function personCall(memberId: MemberId, intents: readonly IntentOf<'member.role'>[], customer: Customer, sendOnlyChanged: boolean): Call {
  const member = customer.members.get(memberId)
  const wishes = new Map<EnvironmentType, RoleName | null>(intents.map(({ target, wish }) => [target.environment, wish]))
  const roles: EnvironmentAssignment[] = []
  const kept: { environment: EnvironmentType; roleName: RoleName | null }[] = []
  // A role is kept also in an environment that the customer is not known to have: its list may be older than the member's.
  for (const environment of ENVIRONMENTS) {
    const wish = wishes.get(environment)
    const remote = member === undefined ? null : roleIn(member, environment)
    if (wish === undefined) kept.push({ environment, roleName: remote })
    if (wish !== undefined || (remote !== null && !sendOnlyChanged)) roles.push({ environment, roleName: wish === undefined ? remote : wish, roleType: 'environment' })
  }
  return { kind: 'member.update', memberId, roles, changed: [...wishes.keys()], kept }
}
