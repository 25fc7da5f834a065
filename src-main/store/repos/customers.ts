import { environmentType, type EnvironmentType } from '../../contract/access'
import type { AccountId, CustomerId } from '../../contract/ids'
import { customerRow, type CustomerFilter, type CustomerQuery, type CustomerRow, type CustomerSort } from '../../contract/methods/customers'
import { accessModel, type AccessModel } from '../../contract/reading'
import { fold, searchWords } from '../../domain/fold'
import type { Db, SqlValue } from '../db'
import { customerExists } from '../read-state'
import { bury } from '../replace-list'
import { matchAll } from '../search-text'
import type { membersRepo } from './members'

/** A customer as it was read, without its connected apps. */
export type ReadCustomer = Omit<CustomerRow, 'apps' | 'people' | 'model' | 'fetchedAt'>
/** One connected app. */
export interface ReadApp {
  readonly provider: string
  readonly connections: number
}

interface Stored {
  id: number; name: string; external_id: string | null; plan_id: string | null; status: string; joined_at: number | null
  task_count: number | null; task_limit: number | null; connection_count: number | null; connection_limit: number | null
  environments: string; people: number | null; model: string; fetched_at: number; apps_fetched_at: number | null; apps: string | null
}

const UPSERT = `
  INSERT INTO customers (account_id, id, name, external_id, sort_name, search, plan_id, status, joined_at, task_count, task_limit,
    connection_count, connection_limit, environments, generation, fetched_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account_id, id) DO UPDATE SET name = excluded.name, external_id = excluded.external_id, sort_name = excluded.sort_name,
    search = excluded.search, plan_id = excluded.plan_id, status = excluded.status, joined_at = excluded.joined_at,
    task_count = excluded.task_count, task_limit = excluded.task_limit, connection_count = excluded.connection_count,
    connection_limit = excluded.connection_limit, environments = excluded.environments, generation = excluded.generation, fetched_at = excluded.fetched_at`

const APPS = `(SELECT json_group_array(json_object('provider', provider, 'connections', connections)) FROM
  (SELECT provider, connections FROM connected_apps a WHERE a.account_id = c.account_id AND a.customer_id = c.id ORDER BY connections DESC, provider))`

/** Tables of an account whose rows do not go with their customer. */
const OF_ACCOUNT = ['customers', 'reads', 'read_states', 'tombstones', 'member_history', 'monthly_usage', 'customer_managers']

/** Characters that the index takes together. */
const RUN = 3

const SORT_COLUMN: Record<CustomerSort, string> = {
  name: 'sort_name', plan: 'plan_id', status: 'status', model: 'model', people: 'people', joined: 'joined_at', tasks: 'task_count', connections: 'connection_count',
  environments: 'json_array_length(environments)',
}

/** Customers of all accounts; every statement is bound to one account. */
export function customersRepo(db: Db, members: ReturnType<typeof membersRepo>) {
  const count = (accountId: AccountId): number => db.get<{ n: number }>('SELECT count(*) AS n FROM customers WHERE account_id = ?', [accountId])?.n ?? 0
  const remove = (accountId: AccountId, { id, name }: { readonly id: CustomerId; readonly name: string }, now: number): void => {
    members.removeAll(accountId, id, now)
    db.run('DELETE FROM customers WHERE account_id = ? AND id = ?', [accountId, id])
    db.run('DELETE FROM read_states WHERE account_id = ? AND customer_id = ?', [accountId, id])
    bury(db, { account_id: accountId, customer_id: id }, 'customers', String(id), name, now)
  }
  return {
    count,
    /** Whether the customer is (still) in the list of its account. */
    exists: (accountId: AccountId, id: CustomerId): boolean => customerExists(db, accountId, id),
    /** One window, with the number of customers that match and that there are; `tagged`: those that the tags of the filter leave, null: it has none. */
    page: ({ accountId, filter, sort, offset, limit }: CustomerQuery, tagged: readonly CustomerId[] | null = null): { rows: CustomerRow[]; matched: number; total: number } => {
      const where = condition(accountId, filter, tagged)
      const column = SORT_COLUMN[sort.by]
      const direction = sort.direction === 'asc' ? 'ASC' : 'DESC'
      const rows = db.all<Stored>(
        `SELECT c.*, ${APPS} AS apps FROM customers c WHERE ${where.sql} ORDER BY ${column} IS NULL, ${column} ${direction}, sort_name, id LIMIT ? OFFSET ?`,
        [...where.params, limit, offset],
      )
      const matched = db.get<{ n: number }>(`SELECT count(*) AS n FROM customers c WHERE ${where.sql}`, where.params)?.n ?? 0
      return { rows: rows.map(toRow), matched, total: count(accountId) }
    },
    /** What the head of a customer's page takes from the list; null: not in it. */
    summary: (accountId: AccountId, id: CustomerId): { readonly name: string; readonly model: AccessModel; readonly people: number | null; readonly environments: readonly EnvironmentType[] } | null => {
      const row = db.get<{ name: string; model: string; people: number | null; environments: string }>('SELECT name, model, people, environments FROM customers WHERE account_id = ? AND id = ?', [accountId, id])
      return row === undefined ? null : { name: row.name, model: accessModel.parse(row.model), people: row.people, environments: environmentType.array().parse(JSON.parse(row.environments)) }
    },
    /** All of an account by name and external id. */
    named: (accountId: AccountId): { id: CustomerId; name: string; externalId: string | null }[] =>
      db.all('SELECT id, name, external_id AS externalId FROM customers WHERE account_id = ? ORDER BY id', [accountId]),
    /** Customers of all accounts whose name or external id holds all words; by name. */
    search: (text: string, limit: number) => {
      const { sql: where, params: words } = holdsWords(text)
      const rows = db.all<{ account_id: AccountId; id: CustomerId; name: string; external_id: string | null }>(`SELECT account_id, id, name, external_id FROM customers WHERE ${where} ORDER BY sort_name, id LIMIT ?`, [...words, limit])
      const matched = rows.length < limit ? rows.length : (db.get<{ n: number }>(`SELECT count(*) AS n FROM customers WHERE ${where}`, words)?.n ?? 0)
      return { rows: rows.map(({ account_id: accountId, id, name, external_id: externalId }) => ({ accountId, customerId: id, name, externalId })), matched }
    },
    /** Values that occur, with how often, for the filters. */
    facets: (accountId: AccountId) => {
      const group = (column: string): { value: string; count: number }[] =>
        db.all(`SELECT ${column} AS value, count(*) AS count FROM customers WHERE account_id = ? AND ${column} IS NOT NULL GROUP BY ${column} ORDER BY count DESC, value`, [accountId])
      const apps = db.all<{ value: string; count: number }>('SELECT provider AS value, count(*) AS count FROM connected_apps WHERE account_id = ? GROUP BY provider ORDER BY count DESC, value', [accountId])
      return { plans: group('plan_id'), statuses: group('status'), models: group('model'), apps }
    },
    /** Stores one page of a read; to be called inside the transaction that also moves the cursor. */
    upsert: (accountId: AccountId, customers: readonly ReadCustomer[], generation: number, now: number): void => {
      for (const one of customers) {
        db.run(UPSERT, [
          accountId, one.id, one.name, one.externalId, fold(one.name), fold(`${one.name} ${one.externalId ?? ''}`), one.planId, one.status, one.joinedAt, one.taskCount, one.taskLimit,
          one.connectionCount, one.connectionLimit, JSON.stringify(one.environments), generation, now,
        ])
      }
    },
    /** What reading a customer alone tells of its row; its numbers, which only the list tells, stay. Nothing happens for one that is not in the list. */
    update: (accountId: AccountId, one: Pick<ReadCustomer, 'id' | 'name' | 'externalId' | 'planId' | 'status' | 'environments'>): void => {
      db.run('UPDATE customers SET name = ?, external_id = ?, sort_name = ?, search = ?, plan_id = ?, status = ?, environments = ? WHERE account_id = ? AND id = ?', [
        one.name, one.externalId, fold(one.name), fold(`${one.name} ${one.externalId ?? ''}`), one.planId, one.status, JSON.stringify(one.environments), accountId, one.id,
      ])
    },
    /** Customers that a read has seen. */
    countRead: (accountId: AccountId, generation: number): number =>
      db.get<{ n: number }>('SELECT count(*) AS n FROM customers WHERE account_id = ? AND generation = ?', [accountId, generation])?.n ?? 0,
    /** Removes what a complete read did not see, with everything that was read of it; to be called inside a transaction. `now` is UTC ms. */
    removeOlder: (accountId: AccountId, generation: number, now: number): number => {
      const gone = db.all<{ id: CustomerId; name: string }>('SELECT id, name FROM customers WHERE account_id = ? AND generation < ?', [accountId, generation])
      for (const one of gone) remove(accountId, one, now)
      return gone.length
    },
    /** Removes a customer that was deleted. `now` is UTC ms. */
    remove: (accountId: AccountId, id: CustomerId, now: number): void =>
      db.transaction(() => {
        const one = db.get<{ name: string }>('SELECT name FROM customers WHERE account_id = ? AND id = ?', [accountId, id])
        if (one !== undefined) remove(accountId, { id, name: one.name }, now)
      }),
    /** Customers whose apps were never read or are older than `before`, oldest first. */
    appsDue: (accountId: AccountId, before: number, limit: number): CustomerId[] =>
      db.all<{ id: CustomerId }>('SELECT id FROM customers WHERE account_id = ? AND (apps_fetched_at IS NULL OR apps_fetched_at < ?) ORDER BY apps_fetched_at IS NOT NULL, apps_fetched_at, sort_name LIMIT ?', [accountId, before, limit]).map(({ id }) => id),
    countAppsDue: (accountId: AccountId, before: number): number =>
      db.get<{ n: number }>('SELECT count(*) AS n FROM customers WHERE account_id = ? AND (apps_fetched_at IS NULL OR apps_fetched_at < ?)', [accountId, before])?.n ?? 0,
    countAppsRead: (accountId: AccountId): number =>
      db.get<{ n: number }>('SELECT count(*) AS n FROM customers WHERE account_id = ? AND apps_fetched_at IS NOT NULL', [accountId])?.n ?? 0,
    /** Replaces the connected apps of a customer; nothing happens for one that is no longer there. */
    saveApps: (accountId: AccountId, id: CustomerId, apps: readonly ReadApp[], now: number): void => {
      db.transaction(() => {
        if (db.run('UPDATE customers SET apps_fetched_at = ? WHERE account_id = ? AND id = ?', [now, accountId, id]).changes === 0) return
        db.run('DELETE FROM connected_apps WHERE account_id = ? AND customer_id = ?', [accountId, id])
        for (const { provider, connections } of apps) db.run('INSERT INTO connected_apps (account_id, customer_id, provider, connections) VALUES (?, ?, ?, ?)', [accountId, id, provider, connections])
      })
    },
    removeAccount: (accountId: AccountId): void =>
      db.transaction(() => {
        members.forgetAccount(accountId)
        // The rest hangs on customers.
        for (const table of OF_ACCOUNT) db.run(`DELETE FROM ${table} WHERE account_id = ?`, [accountId])
      }),
  }
}

/** Words that all occur somewhere in the text of a customer. The index knows runs of three characters; shorter words are looked for in what it finds. */
function holdsWords(text: string): { readonly sql: string; readonly params: readonly string[] } {
  const words = searchWords(text)
  const long = words.filter((word) => [...word].length >= RUN)
  const short = words.filter((word) => [...word].length < RUN)
  const parts = [...(long.length === 0 ? [] : ['search_id IN (SELECT rowid FROM customers_search WHERE customers_search MATCH ?)']), ...short.map(() => 'instr(search, ?) > 0')]
  return { sql: parts.length === 0 ? '1' : parts.join(' AND '), params: [...(long.length === 0 ? [] : [matchAll(long)]), ...short] }
}

function condition(accountId: AccountId, filter: CustomerFilter, tagged: readonly CustomerId[] | null): { sql: string; params: SqlValue[] } {
  const parts = ['c.account_id = ?']
  const params: SqlValue[] = [accountId]
  const add = (sql: string, ...values: SqlValue[]): void => {
    parts.push(sql)
    params.push(...values)
  }
  const oneOf = (values: readonly string[]): string => values.map(() => '?').join(', ')
  const words = holdsWords(filter.search)
  add(words.sql, ...words.params)
  if (tagged !== null) add('c.id IN (SELECT value FROM json_each(?))', JSON.stringify(tagged))
  if (filter.plans.length > 0) add(`c.plan_id IN (${oneOf(filter.plans)})`, ...filter.plans)
  if (filter.statuses.length > 0) add(`c.status IN (${oneOf(filter.statuses)})`, ...filter.statuses)
  if (filter.models.length > 0) add(`c.model IN (${oneOf(filter.models)})`, ...filter.models)
  if (filter.apps.length > 0) {
    add(`EXISTS (SELECT 1 FROM connected_apps f WHERE f.account_id = c.account_id AND f.customer_id = c.id AND f.provider IN (${oneOf(filter.apps)}))`, ...filter.apps)
  }
  if (filter.joinedFrom !== null) add('c.joined_at >= ?', filter.joinedFrom)
  if (filter.joinedTo !== null) add('c.joined_at <= ?', filter.joinedTo)
  return { sql: parts.join(' AND '), params }
}

function toRow(row: Stored): CustomerRow {
  return customerRow.parse({
    id: row.id, name: row.name, externalId: row.external_id, planId: row.plan_id, status: row.status, joinedAt: row.joined_at, taskCount: row.task_count, taskLimit: row.task_limit,
    connectionCount: row.connection_count, connectionLimit: row.connection_limit, environments: environmentType.array().parse(JSON.parse(row.environments)),
    apps: row.apps_fetched_at === null ? null : (JSON.parse(row.apps ?? '[]') as unknown), people: row.people, model: row.model, fetchedAt: row.fetched_at,
  })
}
