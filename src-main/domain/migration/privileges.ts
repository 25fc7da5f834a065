import type { PrivilegeMap } from '../../contract/access'
import type { Privilege } from '../../contract/migration'
import { areaKey, likeSummary, summariesOf, verbsOf } from './areas'

/** Privileges of one role, by the key of their area; `area` is as the answer spells it. */
export type Privileges = ReadonlyMap<string, { readonly area: string; readonly verbs: ReadonlySet<string> }>

export const NO_PRIVILEGES: Privileges = new Map()
const ALL = 'all'

/** Privileges of a legacy role. */
export function ofLegacy(map: PrivilegeMap): Privileges {
  return new Map(Object.entries(map).map(([area, verbs]) => [areaKey(area), { area, verbs: new Set(verbs) }]))
}

/** Privileges in the config of a new role; null: it has none that could be told. What is not understood counts as a verb of its own, so that it is never lost (contract 5). */
export function ofConfig(config: Readonly<Record<string, unknown>>): Privileges | null {
  const areas = Object.entries(config)
  return areas.length === 0 ? null : new Map(areas.map(([area, value]) => [areaKey(area), { area, verbs: new Set(wordsOf(value)) }]))
}

function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
  if (typeof value === 'object' && value !== null && 'privileges' in value) return wordsOf(value.privileges)
  return [JSON.stringify(value)]
}

/** Whether one of several sets allows a verb of an area, itself or by an area that stands for it. */
export function allows(sets: readonly Privileges[], area: string, verb: string): boolean {
  return holds(sets, area, verb) || summariesOf(area).some((summary) => sets.some((one) => has(one, summary, verb)))
}

/** What `from` allows and `to` does not, in the words of `from`. A summary is allowed as well by the legacy area that amounts to it. */
export function missing(from: readonly Privileges[], to: readonly Privileges[]): readonly Privilege[] {
  const found = new Map<string, Privilege>()
  for (const set of from) {
    for (const [key, { area, verbs }] of set) {
      const like = likeSummary(key)
      for (const verb of verbs) if (!allows(to, key, verb) && !(like !== null && holds(to, like, verb))) found.set(`${key}|${verb}`, { area, verb })
    }
  }
  return [...found.values()]
}

function holds(sets: readonly Privileges[], area: string, verb: string): boolean {
  if (sets.some((one) => has(one, area, verb))) return true
  const every = verb === ALL ? verbsOf(area) : null
  return every !== null && every.every((one) => sets.some((set) => has(set, area, one)))
}

function has(set: Privileges, area: string, verb: string): boolean {
  const verbs = set.get(area)?.verbs
  return verbs !== undefined && (verbs.has(verb) || verbs.has(ALL))
}

/** Whether a privilege is more than to see something. */
export function isMoreThanSeeing({ verb }: Privilege): boolean {
  return !/^(read|view)(_|$)/.test(verb)
}
