import type { EnvironmentAssignment, EnvironmentType, Member, RoleName } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { IntentDraft } from '../../contract/intents'
import { lockOf } from '../../contract/role-lock'
import { seenRoles } from '../../contract/seen-roles'
import type { AccessModel } from '../../contract/reading'
import { emailKey, environmentsOf } from '../facts'

/** What somebody had, or should have, by the source that a customer is compared with. */
export interface Wanted { readonly name: string; readonly email: string; readonly roles: readonly EnvironmentAssignment[] }

/** The customer as it is now. */
export interface RescuedCustomer {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly environments: readonly EnvironmentType[]
  readonly model: AccessModel
  readonly members: readonly Member[]
  /** Null: not read, so that any may be there. */
  readonly roleNames: ReadonlySet<RoleName> | null
}

export interface RescueRow {
  readonly key: string; readonly memberId: MemberId | null; readonly name: string; readonly email: string; readonly environment: EnvironmentType
  readonly then: RoleName | null; readonly should: RoleName | null; readonly is: RoleName | null
  readonly direction: 'gained' | 'lost' | 'other' | 'gone' | 'unmapped'
  /** The edit that brings it back; null: none can. */
  readonly draft: IntentDraft | null
  /** Why no edit can, where the direction does not tell it. */
  readonly why: RescueObstacle | null
}
export type RescueObstacle = 'legacy-role' | 'unknown-role' | 'not-migrated' | 'not-read'

/**
 * Who has another role than the source says, by e-mail and environment. A legacy role counts as what the mapping says of it; one of which it
 * says nothing is told, and never guessed: neither as a role nor as none. Who is not in the source is not judged; who is only there comes last.
 */
export function rescue(customer: RescuedCustomer, wanted: readonly Wanted[], mapping: ReadonlyMap<RoleName, RoleName | null>): { readonly rows: readonly RescueRow[]; readonly same: number } {
  const members = new Map(customer.members.map((one) => [emailKey(one.email), one]))
  let same = 0
  const rows = wanted.flatMap(({ name, email, roles }) => {
    const member = members.get(emailKey(email))
    if (member?.kind === 'manager') return []
    return environmentsOf(customer).flatMap((environment): RescueRow[] => {
      const then = roles.find((one) => one.environment === environment)
      if (then === undefined) return []
      const should = then.roleName !== null && then.roleType === 'privilege_group' ? (mapping.get(then.roleName) ?? undefined) : then.roleName
      const is = member?.roles.find((one) => one.environment === environment)?.roleName ?? null
      if (should !== undefined && (member === undefined ? should === null : should === is)) {
        same += 1
        return []
      }
      const row = { key: `${emailKey(email)}|${environment}`, memberId: member?.id ?? null, name, email, environment, then: then.roleName, should: should ?? null, is }
      if (should === undefined) return [{ ...row, direction: 'unmapped', draft: null, why: null }]
      if (member === undefined) return [{ ...row, direction: 'gone', draft: null, why: null }]
      const why = obstacle(customer, member, environment, should)
      return [{ ...row, direction: is === null ? 'lost' : should === null ? 'gained' : 'other', draft: why === null ? draftOf(customer, member, environment, is, should) : null, why }]
    })
  })
  return { rows: [...rows.filter(({ direction }) => direction !== 'gone'), ...rows.filter(({ direction }) => direction === 'gone')], same }
}

function obstacle({ environments, model, roleNames }: RescuedCustomer, { kind, roles }: Member, environment: EnvironmentType, should: RoleName | null): RescueObstacle | null {
  const lock = lockOf({ kind, roles, environments, model, environment, leaving: false })
  if (lock !== null) return lock === 'legacy-role' ? lock : lock === 'legacy' ? 'not-migrated' : 'not-read'
  return should !== null && roleNames !== null && !roleNames.has(should) ? 'unknown-role' : null
}

function draftOf({ accountId, customerId }: RescuedCustomer, member: Member, environment: EnvironmentType, is: RoleName | null, should: RoleName | null): IntentDraft {
  return { kind: 'member.role', accountId, customerId, target: { memberId: member.id, environment }, base: is, wish: should, seen: seenRoles(member.roles, environment) }
}
