import type { Intent } from '../../contract/intents'
import type { Call, PlanItem, PlannedRequest } from '../../contract/plan'
import { roleIn, type Customer } from '../facts'
import { grouped } from '../../contract/grouped'
import { isAdminRole } from '../guards/guard'
import { factsOf, type WriteOptions } from '../intents/kind'
import { kindOf } from '../intents/kinds'
import { isSent } from './decide'

/**
 * The requests for the items of one customer: one for all environments of a person, one for each group and direction, one for up to 100 grants
 * of a project, one each for the rest. New administrators come first and removals last, so that a customer is never without one in between.
 */
export function buildRequests(items: readonly PlanItem[], customer: Customer, options: WriteOptions): readonly PlannedRequest[] {
  const { accountId, customerId } = customer.facts
  return bundles(items.filter(isSent).map(({ intent }) => intent))
    .flatMap((bundle) => bundle.slice(0, 1).flatMap((first) => kindOf(first).write(bundle, customer, options)))
    .map(({ call, intents }): PlannedRequest => ({ accountId, customerId, call, ...factsOf(call), intentIds: intents.map(({ id }) => id) }))
    .sort((a, b) => turn(a.call, customer) - turn(b.call, customer))
}

/** Intents that share their calls; all of one bundle are of one kind. */
function bundles(intents: readonly Intent[]): readonly (readonly Intent[])[] {
  return [...grouped(intents, (one) => `${one.kind}|${kindOf(one).bundle(one)}`).values()]
}

/** What others build on comes first, what takes away last: a role is there before it is given and goes when nobody holds it any more. */
function turn(call: Call, { members }: Customer): number {
  if (call.kind === 'role.create' || call.kind === 'group.create') return -1
  // The custom roles first: with the last of all parts the customer no longer answers its legacy roles, so that the end is seen.
  if (call.kind === 'member.remove' || call.kind === 'role.update' || call.kind === 'migrate.system') return 2
  if (call.kind === 'group.delete' || call.kind === 'customer.delete') return 3
  // A group that goes may be the last holder.
  if (call.kind === 'role.delete') return 4
  if (call.kind === 'member.add') return Object.values(call.person.roles).some((name) => isAdminRole(name)) ? 0 : 1
  if (call.kind !== 'member.update') return 1
  const member = members.get(call.memberId)
  return call.roles.some(({ environment, roleName }) => isAdminRole(roleName) && member !== undefined && !isAdminRole(roleIn(member, environment))) ? 0 : 1
}
