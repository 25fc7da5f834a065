import { isUtf8 } from 'node:buffer'
import type { Db } from './db'

/** The journal reads its texts as bytes and is never changed. */
const LEFT = ['journal', 'journal_end']
const CHUNK = 5000

/** A text that was made readable: its table, the key of its row and its column. */
export interface MendedText { readonly table: string; readonly row: string; readonly column: string }

interface Table { readonly name: string; readonly keys: readonly string[]; readonly texts: readonly string[] }

/**
 * Makes texts readable that are no UTF-8, for which one altered byte is enough: the driver ends the process at each look at one. What cannot be read of
 * them becomes a replacement character, so that seals, guards and people see that they are not what was written; everything else goes on. Where a column takes certain words only, SQLite itself calls the file damaged before.
 */
export function mendTexts(db: Db): readonly MendedText[] {
  const damaged = tablesOf(db).filter((table) => !isWhole(db, table))
  if (damaged.length === 0) return []
  // A step whose job is called otherwise now belongs to none.
  db.script('PRAGMA foreign_keys = OFF')
  const mended = db.transaction(() => {
    // What is sealed is changed here, and nowhere else.
    const triggers = db.all<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for (const { name } of triggers) db.script(`DROP TRIGGER ${name}`)
    const found = damaged.flatMap((table) => table.texts.flatMap((column) => mendColumn(db, table, column)))
    for (const { sql } of triggers) db.script(sql)
    return found
  })
  db.script('PRAGMA foreign_keys = ON')
  return mended
}

function tablesOf(db: Db): readonly Table[] {
  return db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").filter(({ name }) => !LEFT.includes(name)).map(({ name }) => {
    const columns = db.all<{ name: string; type: string; pk: number }>(`SELECT name, type, pk FROM pragma_table_info('${name}')`)
    return { name, keys: columns.filter(({ pk }) => pk > 0).map((one) => one.name), texts: columns.filter(({ type }) => type === 'TEXT').map((one) => one.name) }
  })
}

function isWhole(db: Db, { name, texts }: Table): boolean {
  if (texts.length === 0) return true
  // A line break between them: half a letter at the end of one must not be completed by the next.
  const bytes = texts.map((column) => `coalesce(${column}, '')`).join(' || char(10) || ')
  for (let offset = 0; ; offset += CHUNK) {
    const rows = db.all<{ bytes: Uint8Array }>(`SELECT CAST(${bytes} AS BLOB) AS bytes FROM ${name} LIMIT ${String(CHUNK)} OFFSET ${String(offset)}`)
    if (rows.some((row) => !isUtf8(row.bytes))) return false
    if (rows.length < CHUNK) return true
  }
}

function mendColumn(db: Db, { name, keys }: Table, column: string): readonly MendedText[] {
  const own = keys.map((key, at) => `CAST(${key} AS BLOB) AS key${String(at)}`).join(', ')
  const rows = db.all<Record<string, Uint8Array>>(`SELECT ${own}, CAST(coalesce(${column}, '') AS BLOB) AS bytes FROM ${name}`)
  return rows.flatMap(({ bytes, ...key }) => {
    if (bytes === undefined || isUtf8(bytes)) return []
    const values = keys.map((_, at) => new Uint8Array(key[`key${String(at)}`] ?? []))
    db.run(`UPDATE ${name} SET ${column} = ? WHERE ${keys.map((one) => `CAST(${one} AS BLOB) = ?`).join(' AND ')}`, [text(bytes), ...values])
    return [{ table: name, row: values.map(text).join(' '), column }]
  })
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
