import type { Output } from '../contract'
import type { MatrixLine, MatrixRow } from '../contract/matrix'
import { kindsOf } from '../domain/findings/bits'
import { findingBits } from '../domain/findings/findings'
import type { ArrangedLine } from '../domain/matrix/arrange'
import { cellOf, keptIn } from '../domain/matrix/cell'
import { rowKeyOf, type MatrixPerson } from '../domain/matrix/rows'
import { editsOf, type Moment } from '../domain/matrix/select'
import type { MatrixScope } from '../contract/matrix'
import type { Store } from '../store'

/** A line as it is shown. */
export function lineView(store: Store, line: ArrangedLine, moment: Moment): MatrixLine {
  if ('row' in line) return { kind: 'row', at: line.at, row: rowView(line.row, moment) }
  const { group, collapsed, at } = line
  const edits = group.rows.reduce((sum, row) => sum + keptIn(editsOf(moment.edits, row)), 0)
  if (group.kind === 'person') return { kind: 'person', key: group.key, at, name: group.name, email: group.email, rows: group.rows.length, edits, collapsed }
  const { accountId, customerId, name, externalId } = group.customer
  const read = store.readStates.get(accountId, 'members', customerId)
  return { kind: 'customer', key: group.key, at, name, accountId, customerId, externalId, rows: group.rows.length, edits, collapsed, readAt: read?.readAt ?? null, failure: read?.failure ?? null }
}

function rowView(person: MatrixPerson, moment: Moment): MatrixRow {
  const { customer, memberId, name, email, kind, roles, groups, lastActivityAt } = person
  const edits = editsOf(moment.edits, person)
  return {
    key: rowKeyOf(person), accountId: customer.accountId, customerId: customer.customerId, customer: customer.name, externalId: customer.externalId, memberId, name, email, kind, model: customer.model,
    environments: [...customer.environments], roles: [...roles], groups, lastActivityAt, leaving: edits?.leaving ?? false, findings: kindsOf(findingBits(person, moment.now)),
    cells: { dev: cellOf(person, 'dev', edits), test: cellOf(person, 'test', edits), prod: cellOf(person, 'prod', edits) },
  }
}

/** A scope by tags as the customers that have them now. */
export function taggedScope(store: Store, scope: MatrixScope): MatrixScope {
  return scope.kind === 'accounts' && scope.tags !== undefined ? { kind: 'customers', customers: store.tags.having(scope.tags, scope.accounts) } : scope
}

type Whole = Output<'matrix.page'>['completeness']

/** How much of a scope has been read; customers of several accounts are asked for account by account. */
export function completenessOf(store: Store, asked: MatrixScope): Whole {
  const scope = taggedScope(store, asked)
  if (scope.kind === 'accounts') return view(store.readStates.completeness('members', { accounts: scope.accounts }))
  const accounts = [...new Set(scope.customers.map(({ accountId }) => accountId))]
  const parts = accounts.map((account) => view(store.readStates.completeness('members', { accounts: [account], customers: scope.customers.filter(({ accountId }) => accountId === account).map(({ customerId }) => customerId) })))
  const times = (pick: 'oldest' | 'newest'): readonly number[] => parts.flatMap((part) => part[pick] ?? [])
  const sum = (pick: 'total' | 'read' | 'failed'): number => parts.reduce((all, part) => all + part[pick], 0)
  return {
    total: sum('total'), read: sum('read'), failed: sum('failed'), failures: parts.flatMap(({ failures }) => failures).slice(0, 50),
    oldest: times('oldest').length === 0 ? null : Math.min(...times('oldest')), newest: times('newest').length === 0 ? null : Math.max(...times('newest')),
  }
}

function view({ total, read, failed, oldest, newest, failures }: ReturnType<Store['readStates']['completeness']>): Whole {
  return { total, read, failed, oldest, newest, failures: failures.slice(0, 50).map(({ accountId, customerId, name, code, text }) => ({ accountId, customerId, customer: name, code, title: text })) }
}
