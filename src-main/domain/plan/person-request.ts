import type { EnvironmentAssignment, EnvironmentType, RoleName } from '../../contract/access'
import type { IntentOf } from '../../contract/intents'
import type { Call } from '../../contract/plan'
import { environmentsOf, roleIn, type Customer } from '../facts'

/**
 * The one request for all changed environments of one person. By default the full set, which is right whether the API merges or replaces
 * (contract 1.10): unchanged environments as they are remotely. An unchanged environment without access is left out, which says the same under both.
 * The intents must have been decided: the person is there, and the wished roles are in the customer's list, so that their type is `environment`.
 */
export function personCall(intents: readonly IntentOf<'member.role'>[], customer: Customer, sendOnlyChanged: boolean): Call {
  const [{ target: { memberId } }] = intents as readonly [IntentOf<'member.role'>]
  const member = customer.members.get(memberId)
  if (member === undefined) throw new Error(`planned a request for member ${String(memberId)}, who was not read`)
  const wishes = new Map<EnvironmentType, RoleName | null>(intents.map(({ target, wish }) => [target.environment, wish]))
  const roles: EnvironmentAssignment[] = []
  const kept: { environment: EnvironmentType; roleName: RoleName | null }[] = []
  for (const environment of environmentsOf(customer.facts)) {
    const wish = wishes.get(environment)
    if (wish !== undefined) {
      roles.push({ environment, roleName: wish, roleType: 'environment' })
      continue
    }
    const roleName = roleIn(member, environment)
    kept.push({ environment, roleName })
    if (roleName !== null && !sendOnlyChanged) roles.push({ environment, roleName, roleType: 'environment' })
  }
  return { kind: 'member.update', memberId, roles, changed: [...wishes.keys()], kept }
}
