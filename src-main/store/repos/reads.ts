import type { AccountId } from '../../contract/ids'
import type { Db } from '../db'

/** How far the reading of a list is; survives a restart. */
export interface ReadCursor {
  /** Grows with each complete read; rows carry the one that saw them last. */
  readonly generation: number
  readonly nextPage: number
  /** Items that the API announced, where it did. */
  readonly expected: number | null
  /** UTC ms. */
  readonly startedAt: number
  /** Null while the read goes on. */
  readonly completedAt: number | null
}

interface Stored { generation: number; next_page: number; expected: number | null; started_at: number; completed_at: number | null }

const SAVE = `
  INSERT INTO reads (account_id, resource, generation, next_page, expected, started_at, completed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account_id, resource) DO UPDATE SET generation = excluded.generation, next_page = excluded.next_page, expected = excluded.expected,
    started_at = excluded.started_at, completed_at = excluded.completed_at`

/** Cursors of the lists being read. */
export function readsRepo(db: Db) {
  return {
    get: (accountId: AccountId, resource: string): ReadCursor | null => {
      const row = db.get<Stored>('SELECT * FROM reads WHERE account_id = ? AND resource = ?', [accountId, resource])
      if (row === undefined) return null
      return { generation: row.generation, nextPage: row.next_page, expected: row.expected, startedAt: row.started_at, completedAt: row.completed_at }
    },
    save: (accountId: AccountId, resource: string, cursor: ReadCursor): void =>
      void db.run(SAVE, [accountId, resource, cursor.generation, cursor.nextPage, cursor.expected, cursor.startedAt, cursor.completedAt]),
  }
}
