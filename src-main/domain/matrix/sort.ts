import type { MatrixSort, MatrixView } from '../../contract/matrix'
import { findingBits } from '../findings/findings'
import { kindsOf } from '../findings/bits'
import { readIn } from './cell'
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
    case 'name': return up ? rows : buckets(rows, ({ sortName }) => sortName, null)
    case 'email': return up ? rows : buckets(rows, ({ emailKey }) => emailKey, null)
    case 'lastActivity': return up ? rows : buckets(rows, ({ lastActivityAt }) => lastActivityAt, null)
    case 'customer': return buckets(rows, ({ customer }): MatrixCustomer => customer, ordered(compareCustomers, up))
    case 'dev': case 'test': case 'prod': return buckets(rows, (person) => readIn(person, by) ?? null, ordered(compareText, up))
    case 'groups': return buckets(rows, ({ groups }) => groups?.length ?? null, ordered(number, up))
    case 'findings': return buckets(rows, (person) => kindsOf(findingBits(person, moment.now)).length || null, ordered(number, up))
    case 'edits': return buckets(rows, (person) => Object.keys(editsOf(moment.edits, person)?.cells ?? {}).length || null, ordered(number, up))
  }
}

const number = (a: number, b: number): number => a - b
const ordered = <K>(compare: (a: K, b: K) => number, up: boolean) => (a: K, b: K): number => (up ? compare(a, b) : compare(b, a))

/** Puts rows of equal value together: there are few values, or (`compare` null) they are met in ascending order and are turned round. */
function buckets<K>(rows: readonly MatrixPerson[], valueOf: (person: MatrixPerson) => K | null, compare: ((a: K, b: K) => number) | null): readonly MatrixPerson[] {
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
  const values = [...found.keys()]
  const inOrder = compare === null ? values.reverse() : values.sort(compare)
  const sorted: MatrixPerson[] = []
  for (const value of inOrder) for (const row of found.get(value) ?? []) sorted.push(row)
  for (const row of without) sorted.push(row)
  return sorted
}
