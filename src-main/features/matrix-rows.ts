import { emailKey } from '../domain/facts'
import { customerKey, type MatrixCustomer, type MatrixPerson } from '../domain/matrix/rows'
import { MatrixTable } from '../domain/matrix/table'
import type { Store } from '../store'
import type { ListedCustomer } from '../store/repos/matrix'
import { convertedCustomers, others, type Converted } from './converted-customers'
import { inTurns } from './in-turns'

/** Customers that are read between two turns of the engine, so that nothing else waits for all of them. */
const AT_A_TIME = 50

/** The rows of the matrix in memory: read at the first question, then kept in step with what changes. `stamp` is another one after every change. */
export interface CurrentRows { readonly table: MatrixTable; readonly stamp: string }

/** Gives the rows as they are in the store now. */
export function matrixRows(store: Store): () => Promise<CurrentRows> {
  let known = { table: new MatrixTable(new Set()), version: 0, domains: '', converted: { all: new Map(), times: 0 } as Converted }
  let running: Promise<CurrentRows> | null = null
  const converted = convertedCustomers(store)

  const read = (customer: ListedCustomer): MatrixCustomer => {
    const people: MatrixPerson[] = []
    const made: MatrixCustomer = { ...customer, model: known.converted.all.has(customerKey(customer.accountId, customer.customerId)) ? 'migrated' : customer.model, people }
    for (const one of store.matrix.members(customer.accountId, customer.customerId)) {
      const key = emailKey(one.email)
      // Field by field: copied with a spread, a hundred thousand rows are looked into ten times slower.
      people.push({
        // Who has no address is nobody else.
        customer: made, memberId: one.memberId, name: one.name, email: one.email, emailKey: key === '' ? ` ${customer.accountId}/${String(one.memberId)}` : key, sortName: one.sortName,
        kind: one.kind, roles: one.roles, groups: one.groups, createdAt: one.createdAt, lastActivityAt: one.lastActivityAt, flags: 0,
      })
    }
    return made
  }

  const refresh = async (): Promise<CurrentRows> => {
    const domains = ownDomains(store)
    if (known.domains !== domains.join(' ')) known = { ...known, table: new MatrixTable(new Set(domains)), version: 0, domains: domains.join(' ') }
    readConverted()
    // Who asks while others have their turn waits for this as well, and must have what changed before.
    while (known.version !== store.matrix.version()) await readChanged()
    return { table: known.table, stamp: `${String(known.version)} ${String(known.converted.times)} ${known.domains}` }
  }

  /** What a migration has found or done says what may be edited, without a reading of the customer. */
  const readConverted = (): void => {
    const before = known.converted.all
    known = { ...known, converted: converted() }
    for (const { accountId, customerId } of others(before, known.converted.all)) if (known.table.customer(accountId, customerId) !== undefined) known.table.replace(store.matrix.customer(accountId, customerId).map(read), [])
  }

  const readChanged = async (): Promise<void> => {
    const { table } = known
    const version = store.matrix.version()
    const changed = store.matrix.changedSince(known.version)
    await inTurns(changed, AT_A_TIME, (some) => table.replace(some.map(read), []))
    if (table.size !== store.matrix.count()) {
      const there = new Set(store.matrix.ids().map(({ accountId, customerId }) => customerKey(accountId, customerId)))
      table.replace([], [...table.all()].filter(({ accountId, customerId }) => !there.has(customerKey(accountId, customerId))))
    }
    known = { ...known, version }
  }

  return () => (running ??= refresh().finally(() => {
    running = null
  }))
}

/** Domains of the addresses that the person at this computer has. */
function ownDomains(store: Store): readonly string[] {
  return [...new Set(store.settings.get().ownEmails.map((email) => emailKey(email).split('@')[1] ?? ''))].sort()
}
