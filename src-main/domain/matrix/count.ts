import type { EnvironmentType, RoleName } from '../../contract/access'
import type { EnvironmentCounts, MatrixCounts } from '../../contract/matrix'
import { ENVIRONMENTS } from '../facts'
import { kindsOf } from '../findings/bits'
import { findingBits } from '../findings/findings'
import { shownIn } from './cell'
import type { MatrixPerson } from './rows'
import { editsOf, type Moment } from './select'

/** Of each list at most so many are told. */
const MOST = 200

interface Counted<T> { readonly value: T; readonly count: number }

/** Counts over rows. */
export function countRows(rows: readonly MatrixPerson[], { edits, now }: Moment): MatrixCounts {
  const roles = { dev: new Map<RoleName | null, number>(), test: new Map<RoleName | null, number>(), prod: new Map<RoleName | null, number>() }
  const [groups, bits] = [new Map<string, number>(), new Map<number, number>()]
  const [people, customers] = [new Set<string>(), new Set<unknown>()]
  let edited = 0
  for (const row of rows) {
    people.add(row.emailKey)
    customers.add(row.customer)
    const mine = editsOf(edits, row)
    if (mine !== undefined) edited += Object.keys(mine.cells).length
    for (const environment of ENVIRONMENTS) {
      const shown = shownIn(row, environment, mine)
      if (shown !== undefined) add(roles[environment], shown)
    }
    for (const { name } of row.groups ?? []) add(groups, name)
    add(bits, findingBits(row, now))
  }
  const findings = new Map<string, number>()
  for (const [some, count] of bits) for (const kind of kindsOf(some)) findings.set(kind, (findings.get(kind) ?? 0) + count)
  const environment = (of: EnvironmentType): EnvironmentCounts => {
    const found = mostFirst(roles[of]).map(({ value, count }) => ({ roleName: value, count }))
    const read = found.reduce((sum, { count }) => sum + count, 0)
    return { read, withRole: read - (roles[of].get(null) ?? 0), roles: found.slice(0, MOST) }
  }
  return {
    rows: rows.length, people: people.size, customers: customers.size, edits: edited, environments: { dev: environment('dev'), test: environment('test'), prod: environment('prod') },
    groups: mostFirst(groups).slice(0, MOST), findings: mostFirst(findings),
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** The most frequent first, then by name; null comes after names. */
function mostFirst<K extends string | null>(counts: ReadonlyMap<K, number>): Counted<K>[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? -1 : 1))
}
