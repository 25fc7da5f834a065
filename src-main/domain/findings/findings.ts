import type { RoleName } from '../../contract/access'
import type { FindingKind } from '../../contract/matrix'
import { ENVIRONMENTS, roleIn } from '../facts'
import { fold } from '../fold'
import { isAdminRole } from '../guards/guard'
import type { MatrixPerson } from '../matrix/rows'
import { FINDING_BIT } from './bits'
import { usualRoles } from './differs'

const DAY_MS = 24 * 60 * 60_000
/** Without a sign of life for so long after they came, an invitation counts as never taken up. */
const NEVER_ACTIVE_MS = 14 * DAY_MS
const INACTIVE_MS = 90 * DAY_MS

/** Everything that is found of a row at a time (UTC ms), as bits. */
export function findingBits({ kind, flags, createdAt, lastActivityAt }: MatrixPerson, now: number): number {
  if (kind === 'manager') return flags
  if (lastActivityAt !== null) return now - lastActivityAt > INACTIVE_MS ? flags | FINDING_BIT.inactive : flags
  return createdAt !== null && now - createdAt > NEVER_ACTIVE_MS ? flags | FINDING_BIT['never-active'] : flags
}

/** What would end a finding: the person leaves the customer, or has other roles. Null is no access. */
export type Remedy = { readonly kind: 'remove' } | { readonly kind: 'roles'; readonly roles: Readonly<Partial<Record<'dev' | 'test' | 'prod', RoleName | null>>> }

/**
 * The remedy that is proposed: access is only ever taken away or made as it usually is. `roleNames` are those of the customer, `memberships` all of
 * the person's.
 */
export function remedyOf(kind: FindingKind, one: MatrixPerson, roleNames: readonly RoleName[], memberships: readonly MatrixPerson[]): Remedy {
  switch (kind) {
    case 'prod-admin-without-dev': return { kind: 'roles', roles: { prod: null } }
    case 'outside-admin': {
      const plain = roleNames.find((name) => fold(name) === 'member') ?? null
      return { kind: 'roles', roles: Object.fromEntries(ENVIRONMENTS.filter((environment) => isAdminRole(roleIn(one, environment))).map((environment) => [environment, plain])) }
    }
    case 'differs': return { kind: 'roles', roles: usualRoles(one, memberships) }
    case 'duplicate': case 'never-active': case 'inactive': return { kind: 'remove' }
  }
}
