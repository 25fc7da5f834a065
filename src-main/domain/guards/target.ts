import type { BlockReason } from '../../contract/plan'
import type { GroupId, MemberId } from '../../contract/ids'
import { ENVIRONMENTS, environmentsOf, isLegacyIn, type Customer } from '../facts'
import type { Guard } from './guard'

/** Customer managers are changed on their own page: their entry in a customer cannot be edited or removed (contract 3.4). */
export function managerLocked(customer: Customer, id: MemberId): BlockReason | null {
  return customer.members.get(id)?.kind === 'manager' ? { kind: 'customer-manager' } : null
}

/** An environment that the customer does not have; without provisioning there is only dev (contract 1.4, 3.2). Null: it is about none. */
export const missingEnvironment: Guard<'member.role' | 'project.grant' | 'customer.setting' | 'customer.unread'> = ({ target: { environment } }, { facts }) =>
  environment === null || environmentsOf(facts).includes(environment) ? null : { kind: 'no-environment', environment }

/**
 * The legacy access model is changed by the migration wizard only. It is a property of the assignment (contract 1.10), so a legacy role in any
 * environment stops the person's whole set; `sendOnlyChanged` leaves the others out of the request, and then only the changed one counts.
 */
export function legacyModel(sendOnlyChanged: boolean): Guard<'member.role'> {
  return ({ target: { memberId, environment } }, { facts, members }) => {
    const member = members.get(memberId)
    const touched = sendOnlyChanged ? [environment] : ENVIRONMENTS
    const legacy = member !== undefined && touched.some((one) => isLegacyIn(member, one))
    return facts.accessModel === 'legacy' || legacy ? { kind: 'legacy-model' } : null
  }
}

/** A customer that has not been migrated knows no groups, grants or environment roles for new people. */
export const legacyCustomer: Guard<'member.invite' | 'member.add' | 'group.member' | 'project.grant' | `role.${'create' | 'update' | 'delete'}` | `group.${'create' | 'update' | 'delete'}`> = (_, { facts }) =>
  facts.accessModel === 'legacy' ? { kind: 'legacy-model' } : null

/** The built-in group holds everybody; its members are not changed by hand (contract 4). */
export function systemGroup(customer: Customer, id: GroupId): BlockReason | null {
  return customer.groups.get(id)?.facts.system === true ? { kind: 'system-group' } : null
}
