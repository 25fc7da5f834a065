import type { AccountId, CustomerId } from '../../contract/ids'
import { differing } from '../findings/differs'
import { ofCustomer } from '../findings/of-customer'
import { at, Ordered } from './ordered'
import { compareCustomers, compareText, customerKey, type MatrixCustomer, type MatrixPerson } from './rows'

/** Orders that are kept while rows come and go; every other order is made of the first one. */
export type KeptOrder = 'name' | 'email' | 'lastActivity'

const byName = (a: MatrixPerson, b: MatrixPerson): number => compareText(a.sortName, b.sortName) || compareCustomers(a.customer, b.customer) || a.memberId - b.memberId
const byEmail = (a: MatrixPerson, b: MatrixPerson): number => compareText(a.emailKey, b.emailKey) || byName(a, b)
// Who was never there comes last, and infinity less infinity is no number.
const byActivity = (a: MatrixPerson, b: MatrixPerson): number => (a.lastActivityAt === b.lastActivityAt ? byName(a, b) : (a.lastActivityAt ?? Infinity) - (b.lastActivityAt ?? Infinity))
const COMPARE: Readonly<Record<KeptOrder, (a: MatrixPerson, b: MatrixPerson) => number>> = { name: byName, email: byEmail, lastActivity: byActivity }

/** All rows of the matrix in memory, in order, so that a window of any sort and filter is found without a sort of everything. */
export class MatrixTable {
  private readonly customers = new Map<string, MatrixCustomer>()
  private readonly orders = new Map<KeptOrder, Ordered<MatrixPerson>>()
  /** `ownDomains`: domains of the partner's own people. */
  constructor(private readonly ownDomains: ReadonlySet<string>) {}

  /** Puts customers in the place of what was known of them, and forgets others. */
  replace(changed: readonly MatrixCustomer[], gone: readonly { readonly accountId: AccountId; readonly customerId: CustomerId }[]): void {
    const keys = [...changed, ...gone].map(({ accountId, customerId }) => customerKey(accountId, customerId))
    const stale = new Set(keys.flatMap((key) => this.customers.get(key) ?? []))
    for (const key of keys) this.customers.delete(key)
    for (const one of changed) this.customers.set(customerKey(one.accountId, one.customerId), one)
    const added = changed.flatMap(({ people }) => people)
    for (const order of this.orders.values()) order.replace((row) => stale.has(row.customer), added)
    for (const one of changed) ofCustomer(one, this.ownDomains)
    for (const email of new Set([...stale, ...changed].flatMap(({ people }) => people.map(({ emailKey }) => emailKey)))) differing(this.membershipsOf(email))
  }

  /** Every row in an order; a new array after every change. */
  order(by: KeptOrder): readonly MatrixPerson[] {
    return this.kept(by).rows
  }

  all(): IterableIterator<MatrixCustomer> {
    return this.customers.values()
  }

  get size(): number {
    return this.customers.size
  }

  customer(accountId: AccountId, customerId: CustomerId): MatrixCustomer | undefined {
    return this.customers.get(customerKey(accountId, customerId))
  }

  /** The row of a key; undefined: there is none. */
  find(key: string): MatrixPerson | undefined {
    const end = key.lastIndexOf('/')
    const id = Number(key.slice(end + 1))
    return this.customers.get(key.slice(0, end))?.people.find(({ memberId }) => memberId === id)
  }

  /** All memberships of a person, by e-mail. */
  membershipsOf(email: string): readonly MatrixPerson[] {
    const rows = this.kept('email').rows
    let end = at(rows, (row) => row.emailKey >= email)
    const start = end
    while (rows[end]?.emailKey === email) end += 1
    return rows.slice(start, end)
  }

  private kept(by: KeptOrder): Ordered<MatrixPerson> {
    const known = this.orders.get(by)
    if (known !== undefined) return known
    const made = new Ordered(COMPARE[by], [...this.customers.values()].flatMap(({ people }) => people))
    this.orders.set(by, made)
    return made
  }
}
