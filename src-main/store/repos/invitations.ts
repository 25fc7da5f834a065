import type { AccountId, CustomerId } from '../../contract/ids'
import type { Db } from '../db'

const NOTE = `INSERT INTO invitations (account_id, customer_id, email_key, at) VALUES (?, ?, ?, ?)
  ON CONFLICT (account_id, customer_id, email_key) DO UPDATE SET at = max(at, excluded.at)`

/** Invitations that were sent, or may have been; the key is that of `emailKey`, times are UTC ms. */
export function invitationsRepo(db: Db) {
  return {
    note: (accountId: AccountId, customerId: CustomerId, email: string, at: number): void => void db.run(NOTE, [accountId, customerId, email, at]),
    of: (accountId: AccountId, customerId: CustomerId): { email: string; at: number }[] =>
      db.all('SELECT email_key AS email, at FROM invitations WHERE account_id = ? AND customer_id = ? ORDER BY email_key', [accountId, customerId]),
  }
}
