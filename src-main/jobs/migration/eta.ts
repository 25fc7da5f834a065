import type { AccountId, CustomerId } from '../../contract/ids'
import type { LimitClass } from '../../contract/limits'
import type { CallCounts } from '../../contract/plan'
import type { ActivityRecord } from '../../domain/migration/records'
import { remainingMs } from '../../domain/quota-floor'
import type { JobDeps } from '../deps'

/** Requests for one customer, as far as is known before. */
function callsOf({ store }: Pick<JobDeps, 'store'>, accountId: AccountId, kind: ActivityRecord['kind'], customer: CustomerId, customRoles: boolean): CallCounts {
  const { looked } = store.roleMigration.customer(accountId, customer)
  const custom = customRoles && looked?.legacy?.kind === 'listed' ? looked.legacy.roles.length : 0
  const unread = (resource: 'details' | 'projects'): boolean => store.readStates.get(accountId, resource, customer)?.readAt == null
  // Asked for thousands of customers at each look at what is at work: no more than its kind needs.
  const first = (): CallCounts => ({ customers: unread('details') ? 1 : 0, members: 1 + (unread('projects') ? Math.max(1, store.customers.summary(accountId, customer)?.environments.length ?? 1) : 0) })
  const projects = (): number => store.projects.list(accountId, customer).length
  switch (kind) {
    case 'check': return { members: 1, legacyRoles: 1 }
    case 'dry-run': return { ...first(), legacyRoles: 1, rolesMigration: 1 + custom }
    case 'verify': return { ...first(), legacyRoles: 1, environmentRoles: 1, projectRoles: 1, userGroups: 3, projectGrants: projects() }
    case 'proof': return { members: 5, legacyRoles: 2, rolesMigration: 1, environmentRoles: 2, projectRoles: 2, userGroups: 6, projectGrants: 2 * projects() }
  }
}

/** Requests for all of some customers. */
export function costOf(deps: Pick<JobDeps, 'store'>, accountId: AccountId, kind: ActivityRecord['kind'], customers: readonly CustomerId[]): CallCounts {
  const sum: Partial<Record<LimitClass, number>> = {}
  const { customRoles } = deps.store.roleMigration.account(accountId)
  for (const one of customers) for (const [name, count] of Object.entries(callsOf(deps, accountId, kind, one, customRoles)) as [LimitClass, number][]) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** Milliseconds until what is at work is done, from the quotas and its pace so far; `all` is what it was to cost when it began `elapsedMs` ago, `left` what is not done of it. */
export function activityEta({ client }: Pick<JobDeps, 'client'>, accountId: AccountId, { all, left, elapsedMs }: { readonly all: CallCounts; readonly left: CallCounts; readonly elapsedMs: number }): number {
  const { perMinute, reserved, speed, shareMembersAndCustomers } = client(accountId).options
  const done = Object.fromEntries((Object.entries(all) as [LimitClass, number][]).map(([name, count]) => [name, Math.max(0, count - (left[name] ?? 0))])) as CallCounts
  return remainingMs({ done, remaining: left, elapsedMs }, { perMinute, reserved, speed, shareMembersAndCustomers })
}
