import type { EnvironmentType, RoleName } from '../../contract/access'
import { ENVIRONMENTS } from '../facts'
import type { MatrixPerson } from '../matrix/rows'
import { FINDING_BIT } from './bits'

/** So many other customers must agree on a role before it is the usual one. */
const AGREE = 2

/** Notes of all memberships of one person where a role is another than the person's usual one. */
export function differing(memberships: readonly MatrixPerson[]): void {
  const counts = countRoles(memberships)
  for (const one of memberships) {
    const differs = ENVIRONMENTS.some((environment) => unusual(one, environment, counts) !== undefined)
    one.flags = differs ? one.flags | FINDING_BIT.differs : one.flags & ~FINDING_BIT.differs
  }
}

/** The usual role of a person in each environment where the one in this customer is another; null is no access. */
export function usualRoles(one: MatrixPerson, memberships: readonly MatrixPerson[]): Readonly<Partial<Record<EnvironmentType, RoleName | null>>> {
  const counts = countRoles(memberships)
  return Object.fromEntries(ENVIRONMENTS.flatMap((environment) => {
    const role = unusual(one, environment, counts)
    return role === undefined ? [] : [[environment, role]]
  }))
}

type Counts = ReadonlyMap<EnvironmentType, { readonly roles: ReadonlyMap<RoleName | null, number>; readonly all: number }>

function countRoles(memberships: readonly MatrixPerson[]): Counts {
  return new Map(ENVIRONMENTS.map((environment) => {
    const roles = new Map<RoleName | null, number>()
    let all = 0
    for (const one of memberships) {
      const role = heldIn(one, environment)
      if (role === undefined) continue
      all += 1
      roles.set(role, (roles.get(role) ?? 0) + 1)
    }
    return [environment, { roles, all }]
  }))
}

/** The role that more than half of the person's other customers agree on, where it is not the one held here. */
function unusual(one: MatrixPerson, environment: EnvironmentType, counts: Counts): RoleName | null | undefined {
  const own = heldIn(one, environment)
  const known = counts.get(environment)
  if (own === undefined || known === undefined) return undefined
  for (const [role, count] of known.roles) if (role !== own && count >= AGREE && count > (known.all - 1) / 2) return role
  return undefined
}

/** Undefined: nothing that could be compared. */
function heldIn({ kind, roles }: MatrixPerson, environment: EnvironmentType): RoleName | null | undefined {
  return kind === 'manager' ? undefined : roles.find((one) => one.environment === environment)?.roleName
}
