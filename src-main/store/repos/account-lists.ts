import { customerManager, type CustomerManager, type MonthlyUsage } from '../../contract/access'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { Db } from '../db'
import { markRead, WHOLE_ACCOUNT } from '../read-state'
import { replaceList, type ListChanges, type ListSpec } from '../replace-list'

/** Tasks of a customer in one month, `2026-10`; null: the API gave no number. */
export interface MonthOfCustomer {
  readonly month: string
  readonly tasks: number | null
}
interface StoredManager { id: string; user_id: number; user_name: string; user_email: string; role_id: string; role_name: string; role_system: number; workspaces: string }

const MANAGERS: ListSpec = {
  table: 'customer_managers', resource: 'customer_managers', primaryKey: ['account_id', 'id'], label: 'user_name',
  columns: ['user_id', 'user_name', 'user_email', 'role_id', 'role_name', 'role_system', 'workspaces'],
}
const ADD_USAGE = 'INSERT OR REPLACE INTO monthly_usage (account_id, month, customer_id, name, external_id, tasks, generation, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'

/** Lists that are read for a whole account: customer managers and monthly usage. */
export function accountListsRepo(db: Db) {
  return {
    replaceManagers: (accountId: AccountId, managers: readonly CustomerManager[], now: number): ListChanges =>
      db.transaction(() => {
        const generation = markRead(db, accountId, 'managers', WHOLE_ACCOUNT, managers.length, now)
        const rows = managers.map(({ id, user, role, workspaces }) => ({
          id, user_id: user.id, user_name: user.name, user_email: user.email, role_id: role.id, role_name: role.name, role_system: role.system ? 1 : 0, workspaces: JSON.stringify(workspaces),
        }))
        return replaceList(db, MANAGERS, { account_id: accountId }, rows, { now, generation, complete: true })
      }),
    managers: (accountId: AccountId): CustomerManager[] =>
      db.all<StoredManager>('SELECT * FROM customer_managers WHERE account_id = ? ORDER BY user_name, id', [accountId]).map((row) =>
        customerManager.parse({
          id: row.id, user: { id: row.user_id, name: row.user_name, email: row.user_email }, role: { id: row.role_id, name: row.role_name, system: row.role_system === 1 },
          workspaces: JSON.parse(row.workspaces) as unknown,
        })),
    /** One complete month of an account; a month that was read before is replaced. */
    replaceMonth: (accountId: AccountId, { month, customers }: MonthlyUsage, now: number): void =>
      db.transaction(() => {
        const generation = markRead(db, accountId, 'usage', WHOLE_ACCOUNT, customers.length, now)
        db.run('DELETE FROM monthly_usage WHERE account_id = ? AND month = ?', [accountId, month])
        for (const one of customers) db.run(ADD_USAGE, [accountId, month, one.customerId, one.name, one.externalId, one.tasks, generation, now])
      }),
    /** The last twelve months that were read, oldest first. */
    usageOf: (accountId: AccountId, customerId: CustomerId): MonthOfCustomer[] =>
      db.all<{ month: string; tasks: number | null }>('SELECT month, tasks FROM monthly_usage WHERE account_id = ? AND customer_id = ? ORDER BY month DESC LIMIT 12', [accountId, customerId]).reverse(),
  }
}
