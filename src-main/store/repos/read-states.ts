import { APP_ERROR_CODES, type AppErrorCode, type AppErrorJson } from '../../contract/errors'
import { accountId as accountIdSchema, customerId as customerIdSchema, type AccountId, type CustomerId } from '../../contract/ids'
import type { Db, SqlValue } from '../db'
import { readResource, type ReadResource, type ReadState } from '../../contract/reading'
import { customerExists, markRead, WHOLE_ACCOUNT } from '../read-state'

/** Of whom something is asked: of whole accounts (an empty list stands for all), or of some customers of one, since two accounts may use the same number. */
export type Scope = { readonly accounts: readonly AccountId[]; readonly customers?: never } | { readonly accounts: readonly [AccountId]; readonly customers: readonly CustomerId[] }

/** A customer whose last read failed; `lastSuccess` not null: older rows of it are still shown. */
export interface FailedRead {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly name: string
  readonly code: AppErrorCode
  readonly text: string
  readonly lastSuccess: number | null
}

/** "498 of 500 customers read, 2 failed: why". Times are UTC ms. total = read + failed + never. */
export interface Completeness {
  readonly total: number
  readonly read: number
  readonly failed: number
  readonly never: number
  readonly rows: number
  readonly oldest: number | null
  readonly newest: number | null
  /** At most 200, by name. */
  readonly failures: readonly FailedRead[]
}

const FAILURE = `
  INSERT INTO read_states (account_id, resource, customer_id, generation, last_attempt, error_code, error_text) VALUES (?, ?, ?, 0, ?, ?, ?)
  ON CONFLICT (account_id, resource, customer_id) DO UPDATE SET last_attempt = excluded.last_attempt, error_code = excluded.error_code, error_text = excluded.error_text`
const STATES = 'customers c LEFT JOIN read_states s ON s.account_id = c.account_id AND s.resource = ? AND s.customer_id = c.id'

/** How complete each list is. */
export function readStatesRepo(db: Db) {
  /** A customer that left the list while it was read has no states any more. */
  const noted = (accountId: AccountId, customerId: CustomerId | typeof WHOLE_ACCOUNT): boolean => customerId === WHOLE_ACCOUNT || customerExists(db, accountId, customerId)
  return {
    /** For lists that are read in parts: says that all parts of the customer are in. Nothing happens for a customer that is no longer there. */
    succeeded: (accountId: AccountId, resource: ReadResource, customerId: CustomerId | typeof WHOLE_ACCOUNT, rows: number, now: number): void => {
      if (noted(accountId, customerId)) markRead(db, accountId, resource, customerId, rows, now)
    },
    /** Rows of an earlier read stay as they are. Nothing happens for a customer that is no longer there. */
    failed: (accountId: AccountId, resource: ReadResource, customerId: CustomerId | typeof WHOLE_ACCOUNT, error: AppErrorJson, now: number): void => {
      if (noted(accountId, customerId)) db.run(FAILURE, [accountId, resource, customerId, now, error.code, error.title])
    },
    /** The last reading of a list of one customer; null: never tried. Times are UTC ms. */
    get: (accountId: AccountId, resource: ReadResource, customerId: CustomerId | typeof WHOLE_ACCOUNT): ReadState | null => {
      const row = db.get<StoredState>('SELECT * FROM read_states WHERE account_id = ? AND resource = ? AND customer_id = ?', [accountId, resource, customerId])
      return row === undefined ? null : toState(row)
    },
    /** What is known of all lists of one customer, or of those of the whole account. */
    of: (accountId: AccountId, customerId: CustomerId | typeof WHOLE_ACCOUNT): ReadState[] =>
      db.all<StoredState>('SELECT * FROM read_states WHERE account_id = ? AND customer_id = ?', [accountId, customerId]).map(toState),
    /** Customers of an account whose list is read, and those whose last read failed. Cheap. */
    counts: (accountId: AccountId, resource: ReadResource): { readonly read: number; readonly failed: number } =>
      db.get<{ read: number; failed: number }>(
        `SELECT count(*) FILTER (WHERE error_code IS NULL AND last_success IS NOT NULL) AS read, count(error_code) AS failed FROM read_states
         WHERE account_id = ? AND resource = ? AND customer_id <> ${String(WHOLE_ACCOUNT)}`, [accountId, resource]) ?? { read: 0, failed: 0 },
    /** Customers of an account of which the last read of any list failed. */
    failedCustomers: (accountId: AccountId): CustomerId[] =>
      db.all<{ id: number }>(`SELECT DISTINCT customer_id AS id FROM read_states WHERE account_id = ? AND error_code IS NOT NULL AND customer_id <> ${String(WHOLE_ACCOUNT)}`, [accountId])
        .map(({ id }) => customerIdSchema.parse(id)),
    /** What is known of a list over a scope. */
    completeness: (resource: ReadResource, scope: Scope): Completeness => {
      const where = inScope(scope)
      const params = [resource, ...where.params]
      const sum = db.get<Omit<Completeness, 'failures'>>(
        `SELECT count(*) AS total, count(*) FILTER (WHERE s.error_code IS NULL AND s.last_success IS NOT NULL) AS read, count(s.error_code) AS failed,
          count(*) FILTER (WHERE s.last_attempt IS NULL) AS never, coalesce(sum(s.row_count), 0) AS rows, min(s.last_success) AS oldest, max(s.last_success) AS newest
         FROM ${STATES} WHERE ${where.sql}`, params) ?? { total: 0, read: 0, failed: 0, never: 0, rows: 0, oldest: null, newest: null }
      const failures = sum.failed === 0 ? [] : db.all<StoredFailure>(
        `SELECT c.account_id, c.id, c.name, s.error_code, s.error_text, s.last_success FROM ${STATES} WHERE ${where.sql} AND s.error_code IS NOT NULL ORDER BY c.sort_name, c.id LIMIT 200`, params)
      return { ...sum, failures: failures.map(toFailure) }
    },
    /** Customers of an account whose list was never read or whose last success is older than `before`, never read ones first. */
    due: (accountId: AccountId, resource: ReadResource, before: number, limit: number): CustomerId[] =>
      db.all<{ id: number }>(`SELECT c.id FROM ${STATES} WHERE c.account_id = ? AND (s.last_success IS NULL OR s.last_success < ?) ORDER BY s.last_attempt IS NOT NULL, s.last_attempt, c.sort_name LIMIT ?`, [
        resource, accountId, before, limit,
      ]).map(({ id }) => customerIdSchema.parse(id)),
  }
}

interface StoredState { resource: string; last_success: number | null; last_attempt: number; error_code: string | null; error_text: string | null }

function toState(row: StoredState): ReadState {
  const code = codeOf(row.error_code)
  return {
    resource: readResource.parse(row.resource), readAt: row.last_success, failedAt: code === null ? null : row.last_attempt,
    failure: code === null ? null : { code, title: row.error_text ?? '' },
  }
}

function codeOf(text: string | null): AppErrorCode | null {
  return text === null ? null : (APP_ERROR_CODES.find((code) => code === text) ?? 'INTERNAL')
}

interface StoredFailure { account_id: string; id: number; name: string; error_code: string; error_text: string; last_success: number | null }

function toFailure(row: StoredFailure): FailedRead {
  return {
    accountId: accountIdSchema.parse(row.account_id), customerId: customerIdSchema.parse(row.id), name: row.name,
    code: codeOf(row.error_code) ?? 'INTERNAL', text: row.error_text, lastSuccess: row.last_success,
  }
}

/** A condition on `c`, the customers. */
export function inScope({ accounts, customers }: Scope): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const parts: string[] = []
  if (accounts.length > 0) parts.push(`c.account_id IN (${accounts.map(() => '?').join(', ')})`)
  if (customers !== undefined) parts.push(`c.id IN (${customers.map(() => '?').join(', ')})`)
  return { sql: parts.length === 0 ? '1' : parts.join(' AND '), params: [...accounts, ...(customers ?? [])] }
}
