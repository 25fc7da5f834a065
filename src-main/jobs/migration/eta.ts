import type { AccountId, CustomerId } from '../../contract/ids'
import type { LimitClass } from '../../contract/limits'
import type { CallCounts } from '../../contract/plan'
import type { ActivityRecord } from '../../domain/migration/records'
import { remainingMs } from '../../domain/quota-floor'
import type { JobDeps } from '../deps'

/** Requests for one customer, as far as is known before. */
function callsOf({ store }: Pick<JobDeps, 'store'>, accountId: AccountId, kind: ActivityRecord['kind'], customer: CustomerId): CallCounts {
  const { looked } = store.roleMigration.customer(accountId, customer)
  const custom = store.roleMigration.account(accountId).customRoles && looked?.legacy?.kind === 'listed' ? looked.legacy.roles.length : 0
  const projects = store.projects.list(accountId, customer).length
  switch (kind) {
    case 'check': return { members: 1, legacyRoles: 1 }
    case 'dry-run': return { members: 1, legacyRoles: 1, rolesMigration: 1 + custom }
    case 'verify': return { members: 1, legacyRoles: 1, environmentRoles: 1, projectRoles: 1, userGroups: 3, projectGrants: projects }
    case 'proof': return { members: 5, legacyRoles: 2, rolesMigration: 1, environmentRoles: 2, projectRoles: 2, userGroups: 6, projectGrants: 2 * projects }
  }
}

/** Milliseconds until what is at work is done, from the quotas and its pace so far; `left` are the customers that it has not finished. */
export function activityEta(deps: Pick<JobDeps, 'store' | 'client'>, accountId: AccountId, kind: ActivityRecord['kind'], { done, left, elapsedMs }: { readonly done: number; readonly left: readonly CustomerId[]; readonly elapsedMs: number }): number {
  const { perMinute, reserved, speed, shareMembersAndCustomers } = deps.client(accountId).options
  const remaining: Partial<Record<LimitClass, number>> = {}
  for (const one of left) for (const [name, count] of Object.entries(callsOf(deps, accountId, kind, one)) as [LimitClass, number][]) remaining[name] = (remaining[name] ?? 0) + count
  // What is done cost as much for each as what is left does.
  const share = left.length === 0 ? 0 : done / left.length
  const made = Object.fromEntries(Object.entries(remaining).map(([name, count]) => [name, count * share])) as CallCounts
  return remainingMs({ done: made, remaining, elapsedMs }, { perMinute, reserved, speed, shareMembersAndCustomers })
}
