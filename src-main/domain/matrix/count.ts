import type { EnvironmentType, RoleName } from '../../contract/access'
import type { EnvironmentCounts, MatrixCounts } from '../../contract/matrix'
import { ENVIRONMENTS } from '../facts'
import { kindsOf } from '../findings/bits'
import { findingBits } from '../findings/findings'
import { keptIn, shownIn, type RowEdits } from './cell'
import type { MatrixPerson } from './rows'
import { editsOf, type Moment } from './select'

/** Of each list at most so many are told. */
const MOST = 200

interface Counted<T> { readonly value: T; readonly count: number }

/** Counts over rows. */
export function countRows(rows: readonly MatrixPerson[], { edits, now }: Moment): MatrixCounts {
  const roles = { dev: new Map<RoleName | null, number>(), test: new Map<RoleName | null, number>(), prod: new Map<RoleName | null, number>() }
  const bits = new Map<number, number>()
  const [people, customers] = [new Set<string>(), new Set<unknown>()]
  // A hundred thousand rows share few lists of roles and of groups: each list is looked into once.
  const [roleLists, groupLists] = [new Map<MatrixPerson['roles'], number>(), new Map<NonNullable<MatrixPerson['groups']>, number>()]
  let edited = 0
  const addRoles = (list: MatrixPerson['roles'], mine: RowEdits | undefined, count: number): void => {
    for (const environment of ENVIRONMENTS) {
      const shown = shownIn({ roles: list }, environment, mine)
      if (shown !== undefined) add(roles[environment], shown, count)
    }
  }
  for (const row of rows) {
    people.add(row.emailKey)
    customers.add(row.customer)
    const mine = editsOf(edits, row)
    if (mine === undefined) add(roleLists, row.roles)
    else {
      edited += keptIn(mine)
      addRoles(row.roles, mine, 1)
    }
    if (row.groups !== null) add(groupLists, row.groups)
    add(bits, findingBits(row, now))
  }
  for (const [list, count] of roleLists) addRoles(list, undefined, count)
  const [groups, findings] = [new Map<string, number>(), new Map<string, number>()]
  for (const [list, count] of groupLists) for (const { name } of list) add(groups, name, count)
  for (const [some, count] of bits) for (const kind of kindsOf(some)) add(findings, kind, count)
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

function add<K>(counts: Map<K, number>, key: K, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

/** The most frequent first, then by name; null comes after names. */
function mostFirst<K extends string | null>(counts: ReadonlyMap<K, number>): Counted<K>[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? -1 : 1))
}
