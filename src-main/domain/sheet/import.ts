import type { EnvironmentType } from '../../contract/access'
import type { ImportMapping, Refusal, SheetEdit } from '../../contract/sheet'
import { emailKey, ENVIRONMENTS } from '../facts'
import { fold } from '../fold'
import { rowKeyOf, type MatrixCustomer, type MatrixPerson } from '../matrix/rows'
import { parseCsv } from './csv'
import { judge, type Outcome, type Sheet } from './judge'
import { wishOf } from './role-book'

/** One line of a table: what becomes of its cells, or why nothing does. */
export type ImportedLine = { readonly line: number } & (
  | { readonly person: MatrixPerson; readonly cells: readonly (Outcome & { readonly environment: EnvironmentType })[] }
  | { readonly reason: Refusal }
)

/** The account that a table is for. */
export interface ImportAccount { readonly name: string; readonly customers: readonly MatrixCustomer[] }

/** Judges every line of a table about the customers of an account. */
export function importLines(sheet: Sheet, { name, customers }: ImportAccount, { text, mapping, noAccess }: Extract<SheetEdit, { readonly kind: 'import' }>): readonly ImportedLine[] {
  const { header, rows } = parseCsv(text)
  const find = customerFinder(customers, mapping)
  const seen = new Set<string>()
  return rows.map(({ line, cells }): ImportedLine => {
    if (cells.length !== header.length) return { line, reason: 'columns' }
    const account = cellOf(cells, mapping.account)
    // Ids of customers may be the same in two accounts.
    if (account !== '' && fold(account) !== fold(name).trim()) return { line, reason: 'other-account' }
    const customer = find(cells)
    if (typeof customer === 'string') return { line, reason: customer }
    const key = emailKey(cells[mapping.email] ?? '')
    const [person, another] = key === '' ? [] : customer.people.filter((one) => one.emailKey === key)
    if (person === undefined) return { line, reason: 'no-person' }
    if (another !== undefined) return { line, reason: 'several-people' }
    if (seen.has(rowKeyOf(person))) return { line, reason: 'twice' }
    seen.add(rowKeyOf(person))
    return {
      line, person, cells: ENVIRONMENTS.flatMap((environment) => {
        const given = cellOf(cells, mapping[environment])
        return given === '' ? [] : [{ ...judge(sheet, person, environment, wishOf(given, noAccess)), environment }]
      }),
    }
  })
}

/** Finds the customer of a line by the first of id, external id and name that the line has. */
function customerFinder(customers: readonly MatrixCustomer[], mapping: ImportMapping): (cells: readonly string[]) => MatrixCustomer | 'no-customer' | 'several-customers' {
  const by = (keyOf: (customer: MatrixCustomer) => string | null): ReadonlyMap<string, readonly MatrixCustomer[]> => {
    const found = new Map<string, MatrixCustomer[]>()
    for (const one of customers) {
      const key = keyOf(one)
      if (key !== null) found.set(key, [...(found.get(key) ?? []), one])
    }
    return found
  }
  const ways = [
    { column: mapping.customerId, found: by(({ customerId }) => String(customerId)), key: (text: string) => text },
    { column: mapping.externalId, found: by(({ externalId }) => externalId), key: (text: string) => text },
    { column: mapping.customer, found: by(({ name }) => fold(name).trim()), key: fold },
  ]
  return (cells) => {
    const way = ways.find(({ column }) => cellOf(cells, column) !== '')
    const [one, another] = way?.found.get(way.key(cellOf(cells, way.column))) ?? []
    return one === undefined ? 'no-customer' : another === undefined ? one : 'several-customers'
  }
}

function cellOf(cells: readonly string[], column: number | null): string {
  return column === null ? '' : (cells[column] ?? '').trim()
}
