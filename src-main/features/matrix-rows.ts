import { setImmediate as nextTurn } from 'node:timers/promises'
import { emailKey } from '../domain/facts'
import { customerKey, type MatrixCustomer, type MatrixPerson } from '../domain/matrix/rows'
import { MatrixTable } from '../domain/matrix/table'
import { modelOf } from '../jobs/facts'
import type { Store } from '../store'
import type { ListedCustomer } from '../store/repos/matrix'

/** Customers that are read between two turns of the engine, so that nothing else waits for all of them. */
const AT_A_TIME = 50

/** The rows of the matrix in memory: read at the first question, then kept in step with what changes. `stamp` is another one after every change. */
export interface CurrentRows { readonly table: MatrixTable; readonly stamp: string }

/** Gives the rows as they are in the store now. */
export function matrixRows(store: Store): () => Promise<CurrentRows> {
  let known = { table: new MatrixTable(new Set()), version: 0, domains: '' }
  let running: Promise<CurrentRows> | null = null
  /** That a customer is converted stands in the ledger, which raises no version of the cache. */
  let converted = { looked: '', times: 0 }

  const read = (customer: ListedCustomer): MatrixCustomer => {
    const people: MatrixPerson[] = []
    const made: MatrixCustomer = { ...customer, model: modelOf(store, customer.accountId, customer.customerId, customer.model), people }
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
    if (known.domains !== domains.join(' ')) known = { table: new MatrixTable(new Set(domains)), version: 0, domains: domains.join(' ') }
    // Who asks while others have their turn waits for this as well, and must have what changed before.
    while (known.version !== store.matrix.version()) await readChanged()
    readConverted()
    return { table: known.table, stamp: `${String(known.version)} ${String(converted.times)} ${known.domains}` }
  }

  const readConverted = (): void => {
    const looked = `${String(store.roleMigration.revision())} ${String(store.steps.revision())}`
    if (converted.looked === looked) return
    const now = [...known.table.all()].filter((one) => one.model === 'legacy' && modelOf(store, one.accountId, one.customerId, one.model) !== one.model)
    known.table.replace(now.map(read), [])
    converted = { looked, times: converted.times + (now.length > 0 ? 1 : 0) }
  }

  const readChanged = async (): Promise<void> => {
    const { table } = known
    const version = store.matrix.version()
    const changed = store.matrix.changedSince(known.version)
    for (let from = 0; from < changed.length; from += AT_A_TIME) {
      if (from > 0) await nextTurn()
      table.replace(changed.slice(from, from + AT_A_TIME).map(read), [])
    }
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
