// No schema here: the page needs these at run time.
import type { EnvironmentAssignment, EnvironmentType, Member } from './access'
import type { AccessModel } from './reading'

/** Why the role in a cell cannot be changed here. The planner has the last word; these are the reasons that show before. */
export const LOCK_REASONS = ['manager', 'leaving', 'no-environment', 'legacy', 'model-unread', 'legacy-role', 'not-read'] as const
export type LockReason = (typeof LOCK_REASONS)[number]

/** What is known of one person in one customer, and of the cell. */
export interface CellFacts {
  readonly kind: Member['kind']
  readonly roles: readonly EnvironmentAssignment[]
  /** Of the customer; empty: everything is in DEV. */
  readonly environments: readonly EnvironmentType[]
  readonly model: AccessModel
  readonly environment: EnvironmentType
  /** The person is to be removed. */
  readonly leaving: boolean
}

/** Whether the customer has the environment at all; without provisioning there is only DEV. */
export const hasEnvironment = (environments: readonly EnvironmentType[], environment: EnvironmentType): boolean =>
  environments.length === 0 ? environment === 'dev' : environments.includes(environment)

/** Null: the cell may be edited. */
export function lockOf({ kind, roles, environments, model, environment, leaving }: CellFacts): LockReason | null {
  if (kind === 'manager') return 'manager'
  if (leaving) return 'leaving'
  if (!hasEnvironment(environments, environment)) return 'no-environment'
  if (model === 'legacy') return 'legacy'
  if (model === 'unknown') return 'model-unread'
  if (roles.some(({ roleName, roleType }) => roleName !== null && roleType === 'privilege_group')) return 'legacy-role'
  return roles.some((one) => one.environment === environment) ? null : 'not-read'
}
