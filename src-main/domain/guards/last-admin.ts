import type { EnvironmentType, Member } from '../../contract/access'
import type { MemberId } from '../../contract/ids'
import type { Intent, IntentId } from '../../contract/intents'
import { ENVIRONMENTS, roleIn, type Customer } from '../facts'
import { isAdminRole } from './guard'

/**
 * Intents that would leave an environment of the customer without any administrator, with the environments. Counts over the whole customer what
 * all the given intents together do; the intents must be those that would be sent. An environment that has no administrator now is not guarded.
 * Customer managers count by the one role that they have everywhere (contract 9); people who are invited do not, since they are no members until
 * they accept (contract 3.3). Where several intents together take the last ones, all of them are named.
 */
export function lastAdmin(customer: Customer, intents: readonly Intent[]): ReadonlyMap<IntentId, readonly EnvironmentType[]> {
  const blocked = new Map<IntentId, readonly EnvironmentType[]>()
  for (const environment of ENVIRONMENTS) {
    const left = intents.filter(({ id }) => !blocked.has(id))
    const before = admins(customer, environment)
    if (before.size === 0 || adminsAfter(before, left, environment)) continue
    for (const one of left) if (adminTaken(one, before, environment) !== null) blocked.set(one.id, [environment])
  }
  return blocked
}

function admins({ facts }: Customer, environment: EnvironmentType): ReadonlySet<MemberId> {
  return new Set(facts.members.filter((one) => isAdmin(one, environment)).map(({ id }) => id))
}

function isAdmin(member: Member, environment: EnvironmentType): boolean {
  if (member.kind === 'manager') return member.roles.some(({ roleName }) => isAdminRole(roleName))
  return isAdminRole(roleIn(member, environment))
}

/** Whether anybody is administrator after the intents. */
function adminsAfter(before: ReadonlySet<MemberId>, intents: readonly Intent[], environment: EnvironmentType): boolean {
  const after = new Set(before)
  let added = false
  for (const one of intents) {
    const taken = adminTaken(one, before, environment)
    if (taken !== null) after.delete(taken)
    else if (one.kind === 'member.role' && one.target.environment === environment && isAdminRole(one.wish)) after.add(one.target.memberId)
    else if (one.kind === 'member.add' && isAdminRole(one.wish.roles[environment] ?? null)) added = true
  }
  return added || after.size > 0
}

/** The administrator who is none any more after the intent. */
function adminTaken(one: Intent, before: ReadonlySet<MemberId>, environment: EnvironmentType): MemberId | null {
  const takes = one.kind === 'member.remove' || (one.kind === 'member.role' && one.target.environment === environment && !isAdminRole(one.wish))
  return takes && before.has(one.target.memberId) ? one.target.memberId : null
}
