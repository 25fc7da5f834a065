import type { Input, Output } from '../contract'
import { appError } from '../contract/errors'
import { explainAccess } from '../domain/access/explain'
import type { Store } from '../store'
import { WHOLE_ACCOUNT } from '../store/read-state'

const NEEDED = ['members', 'environmentRoles', 'groupMembers', 'grants'] as const

/** Why a member has access in an environment, from what the store holds of that customer, with what is not read yet. */
export function explainMember(store: Store, { accountId, customerId, memberId, environment }: Input<'people.why'>): Output<'people.why'> {
  const details = store.customerDetails.customer(accountId, customerId)
  if (details === null) throw appError('NOT_FOUND', 'This customer is not in the list that was read last.', 'It may have been deleted, or the list is still being read.')
  const provisioned = details.customer.environments.map(({ type }) => type)
  const manager = store.accountLists.managers(accountId).find(({ user }) => user.id === memberId) ?? null
  const { verdict, path } = explainAccess({
    customerId, environments: provisioned, member: store.members.get(accountId, customerId, memberId), manager,
    environmentRoles: store.roles.environmentRoles(accountId, customerId),
    groups: store.groups.withMembers(accountId, customerId).map(({ id, name, system, members }) => ({ id, name, system, memberIds: members.map((one) => one.id) })),
    grants: store.projects.withGrants(accountId, customerId).flatMap(({ grants }) => grants),
  }, environment)
  const missing = NEEDED.filter((resource) => store.readStates.get(accountId, resource, customerId)?.readAt == null)
  const managersRead = store.readStates.get(accountId, 'managers', WHOLE_ACCOUNT)?.readAt != null
  return { environment, verdict, path: [...path], missing: managersRead ? missing : [...missing, 'managers'] }
}
