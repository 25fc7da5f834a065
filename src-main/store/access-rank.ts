/** How far each role reaches, for showing a person's highest one: a bigger number is more. */
export type RoleRanks = ReadonlyMap<string, number>

/** System roles of the environment and the legacy model in both spellings (contract 5, 8, 14.15). */
export const SYSTEM_ROLE_RANKS: RoleRanks = new Map([
  ['EnvironmentAdmin', 50], ['Environment admin', 50], ['Admin', 50],
  ['EnvironmentManager', 40], ['Environment manager', 40],
  ['Analyst', 30],
  ['Operator', 20],
  ['Member', 10],
])
/** A role that has no rank of its own: more than to see, less than to manage. */
const CUSTOM_RANK = 25

/** The rank of a role; 0 for no access. */
export function rankOf(ranks: RoleRanks, roleName: string | null): number {
  return roleName === null ? 0 : (ranks.get(roleName) ?? CUSTOM_RANK)
}
