import { PARTNER_LEVEL, type AccountId, type CustomerId } from '../contract/ids'
import type { AccessModel } from '../contract/reading'
import { emptyFacts, type CustomerFacts } from '../domain/facts'
import type { Store } from '../store'
import { WHOLE_ACCOUNT } from '../store/read-state'
import { convertedIn, migrationFacts } from './migration/permit'

/** What the store knows of a customer, as the planner wants it; null: its members were never read, though the edits are about its inside. */
export function customerFacts(store: Store, accountId: AccountId, customerId: CustomerId, inside = true): CustomerFacts | null {
  if (customerId === PARTNER_LEVEL) return partnerFacts(store, accountId)
  const read = (resource: 'members' | 'environmentRoles' | 'projectRoles' | 'groupMembers' | 'projects' | 'grants'): boolean => store.readStates.get(accountId, resource, customerId)?.readAt != null
  const summary = store.customers.summary(accountId, customerId)
  if (summary === null || (inside && !read('members'))) return null
  return {
    accountId, customerId, environments: summary.environments, accessModel: modelOf(store, accountId, customerId, summary.model), members: store.members.list(accountId, customerId),
    environmentRoles: read('environmentRoles') ? store.roles.environmentRoles(accountId, customerId) : null,
    projectRoles: read('projectRoles') ? store.roles.projectRoles(accountId, customerId) : null,
    groups: read('groupMembers') ? store.groups.withMembers(accountId, customerId).map(({ id, name, description, system, members }) => ({ id, name, description, system, memberIds: members.map((one) => one.id) })) : null,
    projects: read('projects') ? store.projects.list(accountId, customerId) : null,
    grants: read('grants') ? store.projects.grants(accountId, customerId) : null,
    invites: store.invitations.of(accountId, customerId),
    // What the list told alone lacks settings: nothing is concluded from their absence.
    settings: store.readStates.get(accountId, 'details', customerId)?.readAt == null ? null : (store.customerDetails.customer(accountId, customerId)?.customer ?? null), partner: null,
    migration: migrationFacts(store, accountId, customerId),
  }
}

/** The same without groups, projects and grants, which take most of the time to read: enough for who holds which environment role. */
export function rolesFacts(store: Store, accountId: AccountId, customerId: CustomerId): CustomerFacts | null {
  const read = (resource: 'members' | 'environmentRoles'): boolean => store.readStates.get(accountId, resource, customerId)?.readAt != null
  const summary = store.customers.summary(accountId, customerId)
  if (summary === null || !read('members')) return null
  return {
    ...emptyFacts(accountId, customerId), environments: summary.environments, accessModel: modelOf(store, accountId, customerId, summary.model), members: store.members.list(accountId, customerId),
    environmentRoles: read('environmentRoles') ? store.roles.environmentRoles(accountId, customerId) : null,
  }
}

/** The access model of a customer, whose assignments tell `read`: for the planner, for everything that shows what may be edited, and for what is proposed as an edit. Who keeps a legacy role that nothing converts does not keep the others from being edited. */
export function modelOf(store: Store, accountId: AccountId, customerId: CustomerId, read: AccessModel): AccessModel {
  return convertedIn(store, accountId, [customerId]).has(customerId) ? 'migrated' : read
}

/** What was read of a partner account itself. */
export function partnerFacts(store: Store, accountId: AccountId): CustomerFacts {
  const read = (resource: 'customers' | 'managers'): boolean => store.readStates.get(accountId, resource, WHOLE_ACCOUNT)?.readAt != null
  return {
    ...emptyFacts(accountId, PARTNER_LEVEL),
    partner: { customers: read('customers') ? store.customers.named(accountId) : null, managers: read('managers') ? store.accountLists.managers(accountId) : null },
  }
}

/** A customer that is no longer there. */
export function goneFacts(accountId: AccountId, customerId: CustomerId): CustomerFacts {
  return { ...emptyFacts(accountId, customerId), settings: 'gone' }
}
