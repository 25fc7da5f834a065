import type { AccountId, CustomerId } from '../contract/ids'
import type { CustomerFacts } from '../domain/facts'
import type { Store } from '../store'

/** What the store knows of a customer, as the planner wants it; null: its members were never read. */
export function customerFacts(store: Store, accountId: AccountId, customerId: CustomerId): CustomerFacts | null {
  const read = (resource: 'members' | 'environmentRoles' | 'projectRoles' | 'groupMembers' | 'projects' | 'grants'): boolean => store.readStates.get(accountId, resource, customerId)?.readAt != null
  const summary = store.customers.summary(accountId, customerId)
  if (summary === null || !read('members')) return null
  return {
    accountId, customerId, environments: summary.environments, accessModel: summary.model, members: store.members.list(accountId, customerId),
    environmentRoles: read('environmentRoles') ? store.roles.environmentRoles(accountId, customerId) : null,
    projectRoles: read('projectRoles') ? store.roles.projectRoles(accountId, customerId) : null,
    groups: read('groupMembers') ? store.groups.withMembers(accountId, customerId).map(({ id, name, system, members }) => ({ id, name, system, memberIds: members.map((one) => one.id) })) : null,
    projects: read('projects') ? store.projects.list(accountId, customerId) : null,
    grants: read('grants') ? store.projects.grants(accountId, customerId) : null,
    invites: store.invitations.of(accountId, customerId),
  }
}
