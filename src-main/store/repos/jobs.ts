import { jobPhase, type JobId, type JobPhase } from '../../contract/jobs'
import type { Db } from '../db'

/** A job without its steps. Times are UTC ms; `ranMs` is the time in which it ran before the present stretch. */
export interface JobRow {
  readonly id: JobId
  readonly name: string
  readonly state: JobPhase
  readonly total: number
  readonly createdAt: number
  readonly endedAt: number | null
  readonly ranMs: number
  readonly runningSince: number | null
  /** It does not keep to the hours of its accounts. */
  readonly anyHour: boolean
  /** Why it was paused by itself; null: it was not. */
  readonly held: 'old' | null
}

interface Stored { id: string; name: string; state: string; total: number; created_at: number; ended_at: number | null; ran_ms: number; running_since: number | null; any_hour: number; held: string | null }

const MOVE = `UPDATE jobs SET state = ?, ended_at = ?, ran_ms = ran_ms + ?, running_since = ?, held = NULL WHERE id = ?`
const UNMOVED = "SELECT id FROM jobs j WHERE state = 'running' AND running_since <= ? AND NOT EXISTS (SELECT 1 FROM job_steps WHERE job_id = j.id AND updated_at > ?)"

/** Jobs in the order in which they were started. */
export function jobsRepo(db: Db) {
  return {
    /** To be called inside the transaction that makes its steps. */
    add: (id: JobId, name: string, total: number, now: number): void =>
      void db.run("INSERT INTO jobs (id, name, state, total, created_at, running_since) VALUES (?, ?, 'running', ?, ?, ?)", [id, name, total, now, now]),
    /** `ranMs`: the time in which it ran since it was running. */
    move: (id: JobId, to: JobPhase, ranMs: number, now: number): void =>
      void db.run(MOVE, [to, to === 'done' || to === 'cancelled' ? now : null, ranMs, to === 'running' ? now : null, id]),
    ignoreHours: (id: JobId): void => void db.run('UPDATE jobs SET any_hour = 1 WHERE id = ?', [id]),
    /** A paused one that has not moved for long. */
    holdOld: (id: JobId): void => void db.run("UPDATE jobs SET held = 'old' WHERE id = ?", [id]),
    /** Running ones that were neither started or resumed nor moved since then (UTC ms). */
    unmoved: (since: number): JobId[] => db.all<{ id: string }>(UNMOVED, [since, since]).map(({ id }) => id as JobId),
    get: (id: JobId): JobRow | null => {
      const row = db.get<Stored>('SELECT * FROM jobs WHERE id = ?', [id])
      return row === undefined ? null : toRow(row)
    },
    running: (): JobId[] => db.all<{ id: string }>("SELECT id FROM jobs WHERE state = 'running' ORDER BY place").map(({ id }) => id as JobId),
    /** Newest first. */
    page: (offset: number, limit: number): { readonly rows: JobRow[]; readonly matched: number } => ({
      rows: db.all<Stored>('SELECT * FROM jobs ORDER BY place DESC LIMIT ? OFFSET ?', [limit, offset]).map(toRow),
      matched: db.get<{ n: number }>('SELECT count(*) AS n FROM jobs')?.n ?? 0,
    }),
  }
}

function toRow(row: Stored): JobRow {
  return {
    id: row.id as JobId, name: row.name, state: jobPhase.parse(row.state), total: row.total, createdAt: row.created_at, endedAt: row.ended_at, ranMs: row.ran_ms, runningSince: row.running_since, anyHour: row.any_hour === 1, held: row.held === 'old' ? 'old' : null,
  }
}
