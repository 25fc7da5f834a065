import type { Db, SqlValue } from './db'

/** A table that keeps one list; `columns` are what the API tells, without scope, `id`, generation and fetched_at. */
export interface ListSpec {
  readonly table: string
  /** As it is called in tombstones. */
  readonly resource: string
  readonly primaryKey: readonly string[]
  readonly columns: readonly string[]
  /** The row in words, kept when it disappears. */
  readonly label: string
}

/** Ids of the rows that are really different from before. */
export interface ListChanges {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** What a list row is made of: `id` and the columns of its spec. */
export type ListRow = Readonly<Record<string, string | number | null>> & { readonly id: string | number }

/** Of which read the rows come. `complete` false: rows were left out, so what is missing is no sign that it is gone. */
export interface ReadOf {
  readonly now: number
  readonly generation: number
  readonly complete: boolean
}

export const NO_CHANGES: ListChanges = { added: [], changed: [], removed: [] }

/** Makes the rows of a scope those of the list; to be called inside a transaction. A row that comes twice counts once, the last one wins. */
export function replaceList(db: Db, spec: ListSpec, scope: Readonly<Record<string, string | number>>, rows: readonly ListRow[], { now, generation, complete }: ReadOf): ListChanges {
  const scopeNames = Object.keys(scope)
  const scopeValues: SqlValue[] = Object.values(scope)
  const where = scopeNames.map((name) => `${name} = ?`).join(' AND ')
  const before = new Map(db.all<ListRow>(`SELECT id, ${spec.columns.join(', ')} FROM ${spec.table} WHERE ${where}`, scopeValues).map((row) => [String(row.id), row]))
  const after = new Map(rows.map((row) => [String(row.id), row]))

  const names = [...scopeNames, 'id', ...spec.columns, 'generation', 'fetched_at']
  const updates = names.filter((name) => !spec.primaryKey.includes(name)).map((name) => `${name} = excluded.${name}`)
  const upsert = `INSERT INTO ${spec.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (${spec.primaryKey.join(', ')}) DO UPDATE SET ${updates.join(', ')}`
  for (const row of after.values()) db.run(upsert, [...scopeValues, row.id, ...spec.columns.map((name) => row[name] ?? null), generation, now])

  const added = [...after.keys()].filter((id) => !before.has(id))
  const changed = [...after].filter(([id, row]) => differs(spec, before.get(id), row)).map(([id]) => id)
  const removed = complete ? [...before.values()].filter(({ id }) => !after.has(String(id))) : []
  for (const row of removed) {
    db.run(`DELETE FROM ${spec.table} WHERE ${where} AND id = ?`, [...scopeValues, row.id])
    bury(db, scope, spec.resource, String(row.id), String(row[spec.label] ?? ''), now)
  }
  return { added, changed, removed: removed.map(({ id }) => String(id)) }
}

/** Keeps what disappeared, and when (UTC ms). */
export function bury(db: Db, scope: Readonly<Record<string, string | number>>, resource: string, key: string, label: string, now: number): void {
  db.run('INSERT OR REPLACE INTO tombstones (account_id, customer_id, resource, key, gone_at, label) VALUES (?, ?, ?, ?, ?, ?)', [
    scope['account_id'] ?? '', scope['customer_id'] ?? 0, resource, key, now, label,
  ])
}

function differs(spec: ListSpec, before: ListRow | undefined, after: ListRow): boolean {
  return before !== undefined && spec.columns.some((name) => (before[name] ?? null) !== (after[name] ?? null))
}
