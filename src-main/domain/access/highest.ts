import type { EnvironmentAssignment, EnvironmentType, RoleName } from '../../contract/access'

/** Rank of a role by its name, higher is more. What is not in the table is of unknown rank: a custom role may hold anything. */
export type RoleRanks = Readonly<Record<RoleName, number>>

/** System roles as the API spells them, new and legacy model (contract 5, 8). Custom roles are added by whoever knows their config. */
export const SYSTEM_ROLE_RANKS: RoleRanks = { EnvironmentAdmin: 3, EnvironmentManager: 2, Member: 1, Admin: 3, Analyst: 2, Operator: 1 }

/** The most that a person can do anywhere. `alsoUnknown`: there are roles besides it whose rank is not known. */
export type HighestAccess =
  | { readonly kind: 'known'; readonly roleName: RoleName; readonly environment: EnvironmentType; readonly rank: number; readonly alsoUnknown: boolean }
  | { readonly kind: 'unknown'; readonly roleName: RoleName; readonly environment: EnvironmentType }
  | { readonly kind: 'none' }

const WEIGHT: Readonly<Record<EnvironmentType, number>> = { dev: 0, test: 1, prod: 2 }

/** The highest known role, in the most important environment where two are equal; else a role of unknown rank; else none. */
export function highestAccess(roles: readonly EnvironmentAssignment[], ranks: RoleRanks): HighestAccess {
  const held = roles.flatMap(({ roleName, environment }) => (roleName === null ? [] : [{ roleName, environment, rank: rankOf(roleName, ranks) }]))
  const ordered = [...held].sort((a, b) => (b.rank ?? -1) - (a.rank ?? -1) || WEIGHT[b.environment] - WEIGHT[a.environment])
  const [first] = ordered
  if (first === undefined) return { kind: 'none' }
  const { roleName, environment, rank } = first
  if (rank === null) return { kind: 'unknown', roleName, environment }
  return { kind: 'known', roleName, environment, rank, alsoUnknown: held.some((one) => one.rank === null) }
}

/**
 * Order of a list of people, most access first: by known rank, then by environment (prod, test, dev); people of whom only roles of unknown rank
 * are known come after those, and people without any role last. Negative: `a` comes first.
 */
export function compareAccess(a: HighestAccess, b: HighestAccess): number {
  return weigh(b) - weigh(a)
}

function weigh(access: HighestAccess): number {
  if (access.kind === 'none') return -2
  if (access.kind === 'unknown') return -1
  return access.rank * 3 + WEIGHT[access.environment]
}

/** Null: unknown. */
export function rankOf(roleName: RoleName, ranks: RoleRanks): number | null {
  return Object.hasOwn(ranks, roleName) ? (ranks[roleName] ?? null) : null
}
