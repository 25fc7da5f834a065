import { customer, customerEnvironment, type Customer, type CustomerEnvironment, type ProjectEnvironment } from '../../contract/access'
import { environmentId, type AccountId, type CustomerId } from '../../contract/ids'
import type { Db } from '../db'
import { customerExists, markRead } from '../read-state'
import { replaceList, type ListSpec } from '../replace-list'

const ENVIRONMENTS: ListSpec = {
  table: 'environments', resource: 'environments', primaryKey: ['account_id', 'customer_id', 'id'], columns: ['type', 'external_id'], label: 'type',
}
const SAVE = `
  INSERT INTO customer_details (account_id, customer_id, data, generation, fetched_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (account_id, customer_id) DO UPDATE SET data = excluded.data, generation = excluded.generation, fetched_at = excluded.fetched_at`

/** Told by the list alone (contract 2.4): the answer for one customer leaves them out. */
const LISTED_ONLY = ['teamName', 'billingPeriodStart', 'billingPeriodEnd', 'taskCount', 'taskLimit', 'taskLimitAdjustment', 'connectionCount', 'connectionLimit', 'recipeCount'] as const

/** Everything that the API tells of customers, with their environments. */
export function customerDetailsRepo(db: Db) {
  const stored = (accountId: AccountId, customerId: CustomerId): { data: string; fetched_at: number } | undefined =>
    db.get('SELECT data, fetched_at FROM customer_details WHERE account_id = ? AND customer_id = ?', [accountId, customerId])
  const known = (accountId: AccountId, customerId: CustomerId): { readonly customer: Customer; readonly fetchedAt: number } | null => {
    const row = stored(accountId, customerId)
    return row === undefined ? null : { customer: customer.parse(JSON.parse(row.data)), fetchedAt: row.fetched_at }
  }
  return {
    /** True: something really changed. Nothing happens for a customer that is not in the list of its account. `now` is UTC ms. */
    saveCustomer: (accountId: AccountId, one: Customer, now: number): boolean =>
      db.transaction(() => {
        if (!customerExists(db, accountId, one.id)) return false
        const before = stored(accountId, one.id)
        const listed = before === undefined ? null : customer.parse(JSON.parse(before.data))
        const kept = Object.fromEntries(LISTED_ONLY.filter((name) => one[name] === null).map((name) => [name, listed?.[name] ?? null]))
        const data = JSON.stringify(customer.parse({ ...one, ...kept }))
        const generation = markRead(db, accountId, 'details', one.id, 1, now)
        db.run(SAVE, [accountId, one.id, data, generation, now])
        const rows = one.environments.map(({ id, type, externalId }) => ({ id, type, external_id: externalId }))
        replaceList(db, ENVIRONMENTS, { account_id: accountId, customer_id: one.id }, rows, { now, generation, complete: true })
        return before?.data !== data
      }),
    /** What the list tells of a customer; what only reading the customer itself tells stays. To be called inside a transaction. */
    saveListed: (accountId: AccountId, one: Customer, generation: number, now: number): void => {
      const before = stored(accountId, one.id)
      const kept = before === undefined ? {} : (JSON.parse(before.data) as Record<string, unknown>)
      // Provisioning is irreversible: a list without environments does not tell them.
      const told = Object.entries(one).filter(([name, value]) => value !== null && !(name === 'environments' && one.environments.length === 0))
      db.run(SAVE, [accountId, one.id, JSON.stringify(customer.parse({ ...one, ...kept, ...Object.fromEntries(told) })), generation, now])
    },
    /** Null: not read yet. */
    customer: known,
    /** Environments as paths name them; without provisioned environments the customer itself is DEV (contract 1.4, 3.2). */
    projectEnvironments: (accountId: AccountId, customerId: CustomerId): readonly ProjectEnvironment[] => {
      const environments = known(accountId, customerId)?.customer.environments ?? []
      return environments.length === 0 ? [{ id: environmentId.parse(customerId), type: 'dev' }] : environments.map(({ id, type }) => ({ id, type }))
    },
    /** In the order dev, test, prod. */
    environments: (accountId: AccountId, customerId: CustomerId): CustomerEnvironment[] =>
      customerEnvironment.array().parse(db.all(
        `SELECT id, type, external_id AS externalId FROM environments WHERE account_id = ? AND customer_id = ?
         ORDER BY CASE type WHEN 'dev' THEN 1 WHEN 'test' THEN 2 ELSE 3 END, id`, [accountId, customerId],
      )),
  }
}
