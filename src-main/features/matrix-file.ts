import type { EnvironmentType } from '../contract/access'
import type { ExportColumn } from '../contract/export-columns'
import type { FileContent } from '../contract/engine-protocol'
import type { MatrixScope } from '../contract/matrix'
import { ENVIRONMENTS } from '../domain/facts'
import { kindsOf } from '../domain/findings/bits'
import { findingBits } from '../domain/findings/findings'
import { readIn, shownIn, type RowEdits } from '../domain/matrix/cell'
import type { MatrixPerson } from '../domain/matrix/rows'
import { editsOf } from '../domain/matrix/select'
import { COLUMNS } from '../domain/sheet/csv'
import type { Store } from '../store'
import { inFileName } from './file-name'
import type { MatrixData } from './matrix-data'
import { completenessOf, taggedScope } from './matrix-view'
import type { Table } from './table-file'

type MatrixContent = Extract<FileContent, { readonly kind: 'matrix' }>
const HEADS: Readonly<Record<ExportColumn, string>> = { ...COLUMNS, person: 'person', edits: 'kept changes', groups: 'groups', lastActivity: 'last activity', findings: 'findings' }

/** The rows of a view as a table, as they are at this moment. What is not known is empty, so that an import of the table changes nothing. */
export async function matrixTable(store: Store, matrix: MatrixData, { view, columns, noAccess }: MatrixContent): Promise<Table> {
  const moment = await matrix.current()
  const { rows } = matrix.arranged(moment, view)
  const accounts = new Map(store.accounts.list().map(({ id, name }) => [id, name]))
  const spell = (value: string | null | undefined): string => (value === undefined ? '' : (value ?? noAccess))
  const environment = (person: MatrixPerson, one: EnvironmentType, edits: RowEdits | undefined): string => spell(shownIn(person, one, edits))
  const cells: Readonly<Record<ExportColumn, (person: MatrixPerson, edits: RowEdits | undefined) => string>> = {
    account: ({ customer }) => accounts.get(customer.accountId) ?? customer.accountId,
    customerId: ({ customer }) => String(customer.customerId), externalId: ({ customer }) => customer.externalId ?? '', customer: ({ customer }) => customer.name, person: ({ name }) => name, email: ({ email }) => email,
    dev: (person, edits) => environment(person, 'dev', edits), test: (person, edits) => environment(person, 'test', edits), prod: (person, edits) => environment(person, 'prod', edits),
    edits: (person, edits) => ENVIRONMENTS.filter((one) => edits?.cells[one] !== undefined).map((one) => `${one.toUpperCase()} was ${spell(readIn(person, one))}`).join(', '),
    groups: ({ groups }) => (groups ?? []).map(({ name }) => name).join(', '),
    lastActivity: ({ lastActivityAt }) => (lastActivityAt === null ? '' : new Date(lastActivityAt).toISOString()),
    findings: (person) => kindsOf(findingBits(person, moment.now)).join(', '),
  }
  return {
    header: columns.map((column) => HEADS[column]),
    page: (offset, limit) => rows.slice(offset, offset + limit).map((person) => {
      const edits = editsOf(moment.edits, person)
      return columns.map((column) => cells[column](person, edits))
    }),
  }
}

/** How a file of the matrix is called: whose rows it has, and how many of their customers were read. */
export function matrixFileName(store: Store, asked: MatrixScope): string {
  const scope = taggedScope(store, asked)
  const { read, total } = completenessOf(store, scope)
  const accounts = store.accounts.list()
  const chosen = new Set(scope.kind === 'accounts' ? (scope.accounts.length === 0 ? accounts.map(({ id }) => id) : scope.accounts) : scope.customers.map(({ accountId }) => accountId))
  const names = accounts.filter(({ id }) => chosen.has(id)).map(({ name }) => inFileName(name))
  return `Rolodesk matrix, ${names.length === 1 ? (names[0] ?? '') : `${String(names.length)} accounts`}, ${String(read)} of ${String(total)} customers read`
}
