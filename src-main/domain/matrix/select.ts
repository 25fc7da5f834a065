import type { RoleName } from '../../contract/access'
import type { MatrixFilter, MatrixScope } from '../../contract/matrix'
import { ENVIRONMENTS } from '../facts'
import { bitsOf } from '../findings/bits'
import { findingBits } from '../findings/findings'
import { searchWords } from '../fold'
import { editStates, lockedRow, readIn, type EditsByRow, type RowEdits } from './cell'
import { customerKey, rowKeyOf, type MatrixCustomer, type MatrixPerson } from './rows'

/** What a row is judged by besides itself. `now` is UTC ms. */
export interface Moment { readonly edits: EditsByRow; readonly now: number }
type Test = (person: MatrixPerson) => boolean

/** Whether a customer is in a scope. */
export function inScope(scope: MatrixScope): (customer: MatrixCustomer) => boolean {
  if (scope.kind === 'accounts') {
    const accounts = new Set(scope.accounts)
    return ({ accountId }) => accounts.size === 0 || accounts.has(accountId)
  }
  const chosen = new Set(scope.customers.map(({ accountId, customerId }) => customerKey(accountId, customerId)))
  return ({ accountId, customerId }) => chosen.has(customerKey(accountId, customerId))
}

/** The rows of a scope that match a filter, in the order given. */
export function select(rows: readonly MatrixPerson[], scope: MatrixScope, filter: MatrixFilter, moment: Moment): MatrixPerson[] {
  const within = perCustomer(inScope(scope))
  const tests = [...words(filter.search), ...roles(filter, moment), ...groups(filter), ...states(filter, moment), ...findings(filter, moment)]
  return rows.filter((person) => within(person.customer) && tests.every((test) => test(person)))
}

function words(search: string): readonly Test[] {
  return searchWords(search).map((word) => {
    const inCustomer = perCustomer((customer) => customer.search.includes(word))
    return (person) => person.sortName.includes(word) || person.emailKey.includes(word) || inCustomer(person.customer)
  })
}

function roles({ roles: asked }: MatrixFilter, { edits }: Moment): readonly Test[] {
  return ENVIRONMENTS.filter((environment) => asked[environment].length > 0).map((environment) => {
    const wanted: ReadonlySet<RoleName | null | undefined> = new Set(asked[environment])
    return (person) => {
      if (wanted.has(readIn(person, environment))) return true
      const edit = editsOf(edits, person)?.cells[environment]
      return edit !== undefined && wanted.has(edit.wish)
    }
  })
}

function groups({ groups: asked }: MatrixFilter): readonly Test[] {
  const wanted = new Set(asked)
  return wanted.size === 0 ? [] : [(person) => person.groups?.some(({ name }) => wanted.has(name)) === true]
}

function states({ states: asked }: MatrixFilter, { edits }: Moment): readonly Test[] {
  if (asked.length === 0) return []
  const wanted = new Set<string>(asked)
  return [(person) => {
    const mine = editsOf(edits, person)
    if (mine !== undefined && editStates(person, mine).some((state) => wanted.has(state))) return true
    return wanted.has('locked') && lockedRow(person, mine?.leaving ?? false)
  }]
}

function findings({ findings: asked }: MatrixFilter, { now }: Moment): readonly Test[] {
  const wanted = bitsOf(asked)
  return wanted === 0 ? [] : [(person) => (findingBits(person, now) & wanted) !== 0]
}

/** The edits of a row. Without any no key is made. */
export function editsOf(edits: EditsByRow, person: MatrixPerson): RowEdits | undefined {
  return edits.size === 0 ? undefined : edits.get(rowKeyOf(person))
}

/** An answer about customers, asked once of each. */
function perCustomer(answer: (customer: MatrixCustomer) => boolean): (customer: MatrixCustomer) => boolean {
  const known = new Map<MatrixCustomer, boolean>()
  return (customer) => {
    const found = known.get(customer)
    if (found !== undefined) return found
    const made = answer(customer)
    known.set(customer, made)
    return made
  }
}
