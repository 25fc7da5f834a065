import { createHash } from 'node:crypto'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import type { JournalEvent } from '../../contract/methods/journal'
import { canonical } from '../../domain/canonical'
import { conditions } from '../conditions'
import type { Db } from '../db'
import { parseJson } from '../parse-json'

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
type Raw = { [K in keyof Stored]: Stored[K] extends string ? Uint8Array : Stored[K] }
/** As bytes: the driver ends the process on a text that is not UTF-8, which one altered byte is enough for. */
const COLUMNS = `n, at, CAST(account_id AS BLOB) AS account_id, customer_id, CAST(job_id AS BLOB) AS job_id, CAST(event AS BLOB) AS event, CAST(data AS BLOB) AS data, CAST(hash AS BLOB) AS hash`
const END = 'SELECT n, CAST(hash AS BLOB) AS hash FROM journal_end'

/** Append-only, chained: each line's hash covers the one before (G12). To be called inside the transaction of what it tells. */
export function journalRepo(db: Db) {
  return {
    append: ({ at, accountId, customerId, jobId, event, data }: JournalEntry): void => {
      const end = journalEnd()
      const row = { n: end.n + 1, at, account_id: accountId, customer_id: customerId, job_id: jobId, event, data: canonical(data) }
      const hash = chained(end.hash, row)
      db.run('INSERT INTO journal (n, at, account_id, customer_id, job_id, event, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [row.n, at, accountId, customerId, jobId, event, row.data, hash])
      db.run('UPDATE journal_end SET n = ?, hash = ?', [row.n, hash])
    },
    /** The first line that is not what was written, or that is missing; null: all is whole. */
    alteredAt: (): number | null => {
      const end = journalEnd()
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
    /** The data of the line with which a part of a job began; null: there is none, or it is not what was written. */
    started: ({ jobId, accountId, customerId }: Pick<JournalEntry, 'jobId' | 'accountId' | 'customerId'>): unknown => {
      const [line] = db.all<Raw>(`SELECT ${COLUMNS} FROM journal WHERE job_id = ? AND account_id = ? AND customer_id = ? AND event = 'started' ORDER BY n LIMIT 1`, [jobId, accountId, customerId]).map(read)
      if (line === undefined) return null
      const { hash, ...row } = line
      const [before] = db.all<Raw>(`SELECT ${COLUMNS} FROM journal WHERE n = ?`, [row.n - 1]).map(read)
      return hash === chained(before?.hash ?? '', row) ? (parseJson(row.data) ?? null) : null
    },
    /** How it ends: place and hash of the last line. */
    end: journalEnd,
    /** The hash of a line; none before the first and where there is no such line. */
    hashOf: (n: number): string => text(db.get<{ hash: Uint8Array }>('SELECT CAST(hash AS BLOB) AS hash FROM journal WHERE n = ?', [n])?.hash ?? new Uint8Array()),
    /** Lines of a job behind a place, the oldest first; null data: the line is not what was written. */
    linesOf: (jobId: JobId, behind: number): Pick<JournalRow, 'n' | 'accountId' | 'customerId' | 'data'>[] =>
      db.all<Raw & { before: Uint8Array | null }>(`SELECT ${COLUMNS}, (SELECT CAST(p.hash AS BLOB) FROM journal p WHERE p.n = journal.n - 1) AS before FROM journal WHERE job_id = ? AND n > ? ORDER BY n`, [jobId, behind]).map(({ before, ...raw }) => {
        const { hash, ...row } = read(raw)
        const whole = hash === chained(before === null ? '' : text(before), row)
        return { n: row.n, accountId: row.account_id as AccountId, customerId: row.customer_id as CustomerId, data: whole ? (parseJson(row.data) ?? null) : null }
      }),
    /** A window of the lines. */
    page: ({ jobId, accountId, customerId, offset, limit }: JournalWindow, order: 'newest' | 'oldest'): { readonly rows: JournalRow[]; readonly matched: number } => {
      const where = conditions({ job_id: jobId, account_id: accountId, customer_id: customerId })
      return {
        rows: db.all<Raw>(`SELECT ${COLUMNS} FROM journal WHERE ${where.sql} ORDER BY n ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`, [...where.params, limit, offset]).map((raw) => toRow(read(raw))),
        matched: db.get<{ n: number }>(`SELECT count(*) AS n FROM journal WHERE ${where.sql}`, where.params)?.n ?? 0,
      }
    },
  }

  function after(n: number): Stored[] {
    return db.all<Raw>(`SELECT ${COLUMNS} FROM journal WHERE n > ? ORDER BY n LIMIT 1000`, [n]).map(read)
  }
  function journalEnd(): { readonly n: number; readonly hash: string } {
    const end = db.get<{ n: number; hash: Uint8Array }>(END)
    return end === undefined ? { n: 0, hash: '' } : { n: end.n, hash: text(end.hash) }
  }
}

function read({ n, at, account_id, customer_id, job_id, event, data, hash }: Raw): Stored {
  return { n, at, account_id: text(account_id), customer_id, job_id: text(job_id), event: text(event), data: text(data), hash: text(hash) }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

function chained(before: string, row: Omit<Stored, 'hash'>): string {
  return createHash('sha256').update(before).update(canonical(row)).digest('hex')
}

/** An altered line is shown as far as it goes: what is no JSON as text, what is no time as the beginning of time. */
function toRow({ n, at, account_id, customer_id, job_id, event, data }: Stored): JournalRow {
  const time = Number.isNaN(new Date(at).getTime()) ? 0 : at
  return { n, at: time, accountId: account_id as AccountId, customerId: customer_id as CustomerId, jobId: job_id as JobId, event: event as JournalEvent, data: parseJson(data) ?? data }
}
