import type { AccountId, CustomerId } from '../contract/ids'
import type { ReadResource } from '../contract/reading'
import type { Db } from './db'

/** Stands for the account itself where a list is not one of a customer. */
export const WHOLE_ACCOUNT = 0

const SUCCESS = `
  INSERT INTO read_states (account_id, resource, customer_id, generation, first_success, last_success, last_attempt, row_count) VALUES (?, ?, ?, 1, ?, ?, ?, ?)
  ON CONFLICT (account_id, resource, customer_id) DO UPDATE SET generation = generation + 1, first_success = coalesce(first_success, excluded.first_success),
    last_success = excluded.last_success, last_attempt = excluded.last_attempt, error_code = NULL, error_text = NULL, row_count = excluded.row_count
  RETURNING generation`

/** Notes a complete read in the transaction that writes its rows; gives the generation that the rows carry. `now` is UTC ms. */
export function markRead(db: Db, accountId: AccountId, resource: ReadResource, customerId: CustomerId | typeof WHOLE_ACCOUNT, rows: number, now: number): number {
  return db.get<{ generation: number }>(SUCCESS, [accountId, resource, customerId, now, now, now, rows])?.generation ?? 1
}

/** The generation of the rows of a list; 0 before the first complete read. */
export function generationOf(db: Db, accountId: AccountId, resource: ReadResource, customerId: CustomerId): number {
  return db.get<{ generation: number }>('SELECT generation FROM read_states WHERE account_id = ? AND resource = ? AND customer_id = ?', [accountId, resource, customerId])?.generation ?? 0
}

/** Whether the customer is (still) in the list of its account. */
export function customerExists(db: Db, accountId: AccountId, customerId: CustomerId): boolean {
  return db.get('SELECT 1 AS there FROM customers WHERE account_id = ? AND id = ?', [accountId, customerId]) !== undefined
}
