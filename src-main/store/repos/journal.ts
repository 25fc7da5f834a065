import { createHash } from 'node:crypto'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import type { JournalEvent } from '../../contract/methods/journal'
import { canonical } from '../../domain/canonical'
import { conditions } from '../conditions'
import type { Db } from '../db'

/** One line; `data` is JSON of plain facts, never a token. `at` is UTC ms. */
export interface JournalEntry {
  readonly at: number
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly jobId: JobId
  readonly event: JournalEvent
  readonly data: unknown
}
/** A line with its place, beginning at 1. */
export type JournalRow = JournalEntry & { readonly n: number }

/** Which lines; null: without that condition. */
export interface JournalWindow { readonly jobId: JobId | null; readonly accountId: AccountId | null; readonly customerId: CustomerId | null; readonly offset: number; readonly limit: number }

interface Stored { n: number; at: number; account_id: string; customer_id: number; job_id: string; event: string; data: string; hash: string }

/** Append-only, chained: each line's hash covers the one before (G12). To be called inside the transaction of what it tells. */
export function journalRepo(db: Db) {
  return {
    append: ({ at, accountId, customerId, jobId, event, data }: JournalEntry): void => {
      const end = db.get<{ n: number; hash: string }>('SELECT n, hash FROM journal_end') ?? { n: 0, hash: '' }
      const row = { n: end.n + 1, at, account_id: accountId, customer_id: customerId, job_id: jobId, event, data: canonical(data) }
      const hash = chained(end.hash, row)
      db.run('INSERT INTO journal (n, at, account_id, customer_id, job_id, event, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [row.n, at, accountId, customerId, jobId, event, row.data, hash])
      db.run('UPDATE journal_end SET n = ?, hash = ?', [row.n, hash])
    },
    /** The first line that is not what was written, or that is missing; null: all is whole. */
    alteredAt: (): number | null => {
      const end = db.get<{ n: number; hash: string }>('SELECT n, hash FROM journal_end') ?? { n: 0, hash: '' }
      let hash = ''
      let n = 0
      for (let rows = after(0); rows.length > 0; rows = after(n)) {
        for (const { hash: written, ...row } of rows) {
          const expected = chained(hash, row)
          if (row.n !== n + 1 || written !== expected) return n + 1
          hash = expected
          n = row.n
        }
      }
      return n === end.n && hash === end.hash ? null : Math.min(n, end.n) + 1
    },
    /** A window of the lines. */
    page: ({ jobId, accountId, customerId, offset, limit }: JournalWindow, order: 'newest' | 'oldest'): { readonly rows: JournalRow[]; readonly matched: number } => {
      const where = conditions({ job_id: jobId, account_id: accountId, customer_id: customerId })
      return {
        rows: db.all<Stored>(`SELECT * FROM journal WHERE ${where.sql} ORDER BY n ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`, [...where.params, limit, offset]).map(toRow),
        matched: db.get<{ n: number }>(`SELECT count(*) AS n FROM journal WHERE ${where.sql}`, where.params)?.n ?? 0,
      }
    },
  }

  function after(n: number): Stored[] {
    return db.all<Stored>('SELECT n, at, account_id, customer_id, job_id, event, data, hash FROM journal WHERE n > ? ORDER BY n LIMIT 1000', [n])
  }
}

function chained(before: string, row: Omit<Stored, 'hash'>): string {
  return createHash('sha256').update(before).update(canonical(row)).digest('hex')
}

function toRow({ n, at, account_id, customer_id, job_id, event, data }: Stored): JournalRow {
  return { n, at, accountId: account_id as AccountId, customerId: customer_id as CustomerId, jobId: job_id as JobId, event: event as JournalEvent, data: JSON.parse(data) as unknown }
}
