import type { RoleName } from '../../contract/access'
import { fold } from '../fold'

/** The roles of one customer, to be found as a person would write them. */
export interface RoleBook { readonly names: ReadonlySet<RoleName>; readonly folded: ReadonlyMap<string, readonly RoleName[]> }

export function roleBook(names: readonly RoleName[]): RoleBook {
  const folded = new Map<string, RoleName[]>()
  for (const name of names) {
    const key = fold(name).trim()
    folded.set(key, [...(folded.get(key) ?? []), name])
  }
  return { names: new Set(names), folded }
}

/** The name as the customer spells it: exactly so, or the only one that differs in case, accents and outer spaces alone. Undefined: there is none, or several. */
export function findRole({ names, folded }: RoleBook, name: string): RoleName | undefined {
  if (names.has(name)) return name
  const alike = folded.get(fold(name).trim()) ?? []
  return alike.length === 1 ? alike[0] : undefined
}

/** Null: the text stands for no access, by its word or by saying nothing. */
export function wishOf(text: string, noAccess: string): RoleName | null {
  const word = text.trim()
  return word === '' || fold(word) === fold(noAccess).trim() ? null : text
}
