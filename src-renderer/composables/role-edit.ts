import type { EnvironmentAssignment, EnvironmentType, Member, RoleName } from '@contract/access'
import type { IntentDraft, RolesByEnvironment } from '@contract/intents'
import type { AccountId, CustomerId, MemberId } from '@contract/ids'
import type { AccessModel } from '@contract/reading'

/** Why the role in a cell cannot be changed here. The planner has the last word; these are the reasons that show before. */
export type LockReason = 'manager' | 'leaving' | 'no-environment' | 'legacy' | 'model-unread' | 'legacy-role' | 'not-read'

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

/** The one role of a customer manager; null where the answers do not agree or tell nothing. */
export function managerRole(roles: readonly EnvironmentAssignment[]): RoleName | null {
  const names = new Set(roles.flatMap(({ roleName }) => (roleName === null ? [] : [roleName])))
  return names.size === 1 ? ([...names][0] ?? null) : null
}

/** One person in one customer. */
export interface PersonHere { readonly accountId: AccountId; readonly customerId: CustomerId; readonly memberId: MemberId; readonly roles: readonly EnvironmentAssignment[] }

/** The edit of one cell, with what was seen of the person when it was made. */
export function roleDraft({ accountId, customerId, memberId, roles }: PersonHere, environment: EnvironmentType, base: RoleName | null, wish: RoleName | null): IntentDraft {
  const seen: RolesByEnvironment = Object.fromEntries(roles.filter((one) => one.environment !== environment).map((one) => [one.environment, one.roleName]))
  return { kind: 'member.role', accountId, customerId, target: { memberId, environment }, base, wish, seen }
}
