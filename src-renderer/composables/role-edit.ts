import type { EnvironmentAssignment, EnvironmentType, RoleName } from '@contract/access'
import type { IntentDraft } from '@contract/intents'
import type { AccountId, CustomerId, MemberId } from '@contract/ids'
import { seenRoles } from '@contract/seen-roles'

/** The one role of a customer manager; null where the answers do not agree or tell nothing. */
export function managerRole(roles: readonly EnvironmentAssignment[]): RoleName | null {
  const names = new Set(roles.flatMap(({ roleName }) => (roleName === null ? [] : [roleName])))
  return names.size === 1 ? ([...names][0] ?? null) : null
}

/** One person in one customer. */
export interface PersonHere { readonly accountId: AccountId; readonly customerId: CustomerId; readonly memberId: MemberId; readonly roles: readonly EnvironmentAssignment[] }

/** The edit of one cell, with what was seen of the person when it was made. */
export function roleDraft({ accountId, customerId, memberId, roles }: PersonHere, environment: EnvironmentType, base: RoleName | null, wish: RoleName | null): IntentDraft {
  return { kind: 'member.role', accountId, customerId, target: { memberId, environment }, base, wish, seen: seenRoles(roles, environment) }
}
