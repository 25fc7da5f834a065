import type { AccountId, CustomerId } from '../../contract/ids'
import type { Db } from '../db'

/** A customer whose environments were provisioned and whose access nobody has reviewed since; `at` is UTC ms. */
interface OpenReview { readonly accountId: AccountId; readonly customerId: CustomerId; readonly at: number }

/** Reviews of access after provisioning; the ledger notes them itself when such a step is applied. */
export function reviewsRepo(db: Db) {
  return {
    open: (): OpenReview[] => db.all('SELECT account_id AS accountId, customer_id AS customerId, at FROM access_reviews WHERE reviewed_at IS NULL AND account_id IN (SELECT id FROM accounts) ORDER BY at, account_id, customer_id'),
    confirm: (accountId: AccountId, customerId: CustomerId, now: number): void => void db.run('UPDATE access_reviews SET reviewed_at = ? WHERE account_id = ? AND customer_id = ? AND reviewed_at IS NULL', [now, accountId, customerId]),
  }
}
