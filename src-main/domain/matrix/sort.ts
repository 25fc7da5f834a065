import type { MatrixSort, MatrixView } from '../../contract/matrix'
import { findingBits } from '../findings/findings'
import { kindsOf } from '../findings/bits'
import { readIn } from './cell'
import { at } from './ordered'
import { compareCustomers, compareText, type MatrixCustomer, type MatrixPerson } from './rows'
import { editsOf, type Moment } from './select'
import type { KeptOrder } from './table'

/** The kept order that a sort begins with. */
export function orderFor(by: MatrixSort): KeptOrder {
  return by === 'email' || by === 'lastActivity' ? by : 'name'
}

/** Sorts rows that are in the kept order of the sort; equal ones stay in it, and who has no value comes last. */
export function sortRows(rows: readonly MatrixPerson[], { by, direction }: MatrixView['sort'], moment: Moment): readonly MatrixPerson[] {
  const up = direction === 'asc'
  switch (by) {
    case 'name': return up ? rows : turned(rows, ({ sortName }) => sortName)
    case 'email': return up ? rows : turned(rows, ({ emailKey }) => emailKey)
    case 'lastActivity': return up ? rows : turned(rows, ({ lastActivityAt }) => lastActivityAt)
    case 'customer': return buckets(rows, ({ customer }): MatrixCustomer => customer, ordered(compareCustomers, up))
    case 'dev': case 'test': case 'prod': return buckets(rows, (person) => readIn(person, by) ?? null, ordered(compareText, up))
    case 'groups': return buckets(rows, ({ groups }) => groups?.length ?? null, ordered(number, up))
    case 'findings': return buckets(rows, (person) => kindsOf(findingBits(person, moment.now)).length || null, ordered(number, up))
    case 'edits': return buckets(rows, (person) => Object.keys(editsOf(moment.edits, person)?.cells ?? {}).length || null, ordered(number, up))
  }
}

const number = (a: number, b: number): number => a - b
const ordered = <K>(compare: (a: K, b: K) => number, up: boolean) => (a: K, b: K): number => (up ? compare(a, b) : compare(b, a))

/** Turns ascending rows round; those of equal value stay in their order, and those without one, which are last, stay there. */
function turned(rows: readonly MatrixPerson[], valueOf: (person: MatrixPerson) => string | number | null): readonly MatrixPerson[] {
  const sorted: MatrixPerson[] = []
  let end = at(rows, (row) => valueOf(row) === null)
  const without = rows.slice(end)
  while (end > 0) {
    const value = valueOf(rows[end - 1] as MatrixPerson)
    let start = end - 1
    while (start > 0 && valueOf(rows[start - 1] as MatrixPerson) === value) start -= 1
    for (let place = start; place < end; place += 1) sorted.push(rows[place] as MatrixPerson)
    end = start
  }
  for (const row of without) sorted.push(row)
  return sorted
}

/** Puts rows of equal value together, the values in order: there are few of them. */
function buckets<K>(rows: readonly MatrixPerson[], valueOf: (person: MatrixPerson) => K | null, compare: (a: K, b: K) => number): readonly MatrixPerson[] {
  const found = new Map<K, MatrixPerson[]>()
  const without: MatrixPerson[] = []
  for (const row of rows) {
    const value = valueOf(row)
    if (value === null) {
      without.push(row)
      continue
    }
    const bucket = found.get(value)
    if (bucket === undefined) found.set(value, [row])
    else bucket.push(row)
  }
  const sorted: MatrixPerson[] = []
  for (const value of [...found.keys()].sort(compare)) for (const row of found.get(value) ?? []) sorted.push(row)
  for (const row of without) sorted.push(row)
  return sorted
}
