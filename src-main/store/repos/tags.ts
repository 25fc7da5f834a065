import type { AccountId, CustomerId } from '../../contract/ids'
import type { Db } from '../db'

/** A customer of an account. */
export interface TaggedCustomer { readonly accountId: AccountId; readonly customerId: CustomerId }

const OF_ACCOUNTS = '(? = 0 OR account_id IN (SELECT value FROM json_each(?)))'

/** Tags of customers; they are the user's own and outlive what was read. */
export function tagsRepo(db: Db) {
  const accountsOf = (accounts: readonly AccountId[]): [number, string] => [accounts.length, JSON.stringify(accounts)]
  return {
    /** All tags with the customers that have them, by name. */
    all: (accounts: readonly AccountId[]): (TaggedCustomer & { readonly tag: string })[] =>
      db.all(`SELECT account_id AS accountId, customer_id AS customerId, tag FROM customer_tags WHERE ${OF_ACCOUNTS} ORDER BY tag, account_id, customer_id`, accountsOf(accounts)),
    of: ({ accountId, customerId }: TaggedCustomer): string[] =>
      db.all<{ tag: string }>('SELECT tag FROM customer_tags WHERE account_id = ? AND customer_id = ? ORDER BY tag', [accountId, customerId]).map(({ tag }) => tag),
    /** Tags of some customers of an account; who has none is left out. */
    ofMany: (accountId: AccountId, ids: readonly CustomerId[]): ReadonlyMap<CustomerId, readonly string[]> => {
      const rows = db.all<{ id: CustomerId; tag: string }>('SELECT customer_id AS id, tag FROM customer_tags WHERE account_id = ? AND customer_id IN (SELECT value FROM json_each(?)) ORDER BY tag', [accountId, JSON.stringify(ids)])
      const found = new Map<CustomerId, string[]>()
      for (const { id, tag } of rows) found.set(id, [...(found.get(id) ?? []), tag])
      return found
    },
    /** Customers that have at least one of the tags. */
    having: (tags: readonly string[], accounts: readonly AccountId[]): TaggedCustomer[] =>
      db.all(`SELECT DISTINCT account_id AS accountId, customer_id AS customerId FROM customer_tags WHERE tag IN (SELECT value FROM json_each(?)) AND ${OF_ACCOUNTS} ORDER BY account_id, customer_id`, [JSON.stringify(tags), ...accountsOf(accounts)]),
    /** How many tags were given or taken away. */
    change: (customers: readonly TaggedCustomer[], add: readonly string[], remove: readonly string[]): number =>
      db.transaction(() => customers.reduce((sum, { accountId, customerId }) => sum
        + add.reduce((n, tag) => n + db.run('INSERT OR IGNORE INTO customer_tags (account_id, customer_id, tag) VALUES (?, ?, ?)', [accountId, customerId, tag]).changes, 0)
        + remove.reduce((n, tag) => n + db.run('DELETE FROM customer_tags WHERE account_id = ? AND customer_id = ? AND tag = ?', [accountId, customerId, tag]).changes, 0), 0)),
  }
}
