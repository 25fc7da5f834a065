import { intent as intentSchema, type BatchId, type Intent, type IntentId } from '../../contract/intents'
import type { Db } from '../db'

/** How many intents are staged, and whether there is something to undo or redo. */
export interface StagedCounts { readonly staged: number; readonly canUndo: boolean; readonly canRedo: boolean }

const LAST = 'SELECT place FROM steps WHERE undone = 0 ORDER BY place DESC LIMIT 1'
const NEXT = 'SELECT place FROM steps WHERE undone = 1 ORDER BY place LIMIT 1'
const IS_LIVE = 'SELECT 1 AS live FROM live_intents WHERE id = ?'

/** Staged edits as `domain/staging` describes them. Every change is one transaction that is on disk when the call returns (G1). */
export function intentsRepo(db: Db) {
  const place = (sql: string): number | null => db.get<{ place: number }>(sql)?.place ?? null
  const parse = (rows: readonly { data: string }[]): Intent[] => rows.map(({ data }) => JSON.parse(data) as Intent)
  const forgetUndone = (): void => {
    db.run('DELETE FROM intents WHERE batch_id IN (SELECT batch_id FROM steps WHERE undone = 1)')
    db.run('DELETE FROM step_removals WHERE batch_id IN (SELECT batch_id FROM steps WHERE undone = 1)')
    db.run('DELETE FROM steps WHERE undone = 1')
  }
  const add = (one: Intent): void => void db.run('INSERT INTO intents (seq, id, batch_id, data) VALUES (?, ?, ?, ?)', [one.seq, one.id, one.batchId, JSON.stringify(one)])

  return {
    /** Adds and takes away intents as one step; ids that are not live are ignored, and a step without content is none. */
    step: (batchId: BatchId, removes: readonly IntentId[], adds: readonly Intent[]): void =>
      db.transaction(() => {
        const live = removes.filter((id) => db.get(IS_LIVE, [id]) !== undefined)
        if (live.length + adds.length === 0) return
        forgetUndone()
        db.run('INSERT INTO steps (batch_id) VALUES (?)', [batchId])
        for (const id of live) db.run('INSERT INTO step_removals (batch_id, intent_id) VALUES (?, ?)', [batchId, id])
        for (const one of adds) add(one)
      }),
    /** Takes the last step back; false: there is none. */
    undo: (): boolean => db.transaction(() => {
      const last = place(LAST)
      return last !== null && db.run('UPDATE steps SET undone = 1 WHERE place = ?', [last]).changes === 1
    }),
    /** Does the step again that was undone last; false: there is none. */
    redo: (): boolean => db.transaction(() => {
      const next = place(NEXT)
      return next !== null && db.run('UPDATE steps SET undone = 0 WHERE place = ?', [next]).changes === 1
    }),
    /** All intents that count, in edit order (G3). */
    live: (): Intent[] => parse(db.all('SELECT data FROM live_intents ORDER BY seq')),
    /** A window of them. */
    page: (offset: number, limit: number): Intent[] => intentSchema.array().parse(parse(db.all('SELECT data FROM live_intents ORDER BY seq LIMIT ? OFFSET ?', [limit, offset]))) as Intent[],
    counts: (): StagedCounts => ({
      staged: db.get<{ n: number }>('SELECT count(*) AS n FROM live_intents')?.n ?? 0, canUndo: place(LAST) !== null, canRedo: place(NEXT) !== null,
    }),
    /** The place after the last edit ever made. */
    nextSeq: (): number => (db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM intents')?.seq ?? -1) + 1,
  }
}
