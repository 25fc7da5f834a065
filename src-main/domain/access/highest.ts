import type { EnvironmentAssignment, EnvironmentType, RoleName } from '../../contract/access'

/** How far each role reaches by its name, a bigger number is more. What is not in the table is of unknown rank: a custom role may hold anything. */
export type RoleRanks = Readonly<Record<RoleName, number>>

/** System roles of the new and the legacy model in both spellings (contract 5, 8, 14.15). Custom roles are added by whoever knows their config. */
export const SYSTEM_ROLE_RANKS: RoleRanks = {
  'EnvironmentAdmin': 50, 'Environment admin': 50, 'Admin': 50,
  'EnvironmentManager': 40, 'Environment manager': 40,
  'Analyst': 30,
  'Operator': 20,
  'Member': 10,
}
/** Where a role of unknown rank stands in an order: more than to see, less than to manage. */
const UNKNOWN_RANK = 25
const WEIGHT: Readonly<Record<EnvironmentType, number>> = { dev: 0, test: 1, prod: 2 }

/** The most that a person can do anywhere; `rank` also orders people, most access first. */
export interface HighestAccess {
  readonly roleName: RoleName
  readonly environment: EnvironmentType
  readonly rank: number
}

/** Null: unknown, so that nothing may be concluded from it. */
export function rankOf(roleName: RoleName, ranks: RoleRanks): number | null {
  return Object.hasOwn(ranks, roleName) ? (ranks[roleName] ?? null) : null
}

/** The role that reaches furthest, in the most important environment where it is held in several, the first by name of equal ones; null: none. */
export function highestAccess(roles: readonly EnvironmentAssignment[], ranks: RoleRanks): HighestAccess | null {
  const held = roles.flatMap(({ roleName, environment }) => (roleName === null ? [] : [{ roleName, environment, rank: rankOf(roleName, ranks) ?? UNKNOWN_RANK }]))
  const [first] = held.sort((a, b) => b.rank - a.rank || (a.roleName < b.roleName ? -1 : a.roleName > b.roleName ? 1 : WEIGHT[b.environment] - WEIGHT[a.environment]))
  return first ?? null
}
