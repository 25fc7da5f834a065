import Database from 'libsql'
import { BindError, type Db, type Row, type SqlValue } from './db'
import { explainStoreError } from './store-error'

/** How a file is opened: `full` for what is the user's, `normal` for what can be read again. */
export interface OpenOptions {
  readonly durability: 'full' | 'normal'
  readonly readonly?: boolean
}

const BUSY_TIMEOUT_MS = 5000
/** Pages kept in memory; with the 2 MB of SQLite's default, half a million people are read from the file again and again. */
const PAGE_CACHE_KB = 32_768
/** Pages of 4 KB in the log of the cache before it is written back. */
const CHECKPOINT_PAGES = 8000

/**
 * The only file that touches the driver. libsql aborts the whole process on a boolean, a Date or a bare Buffer,
 * and accepts a wrong number of parameters; here each is made harmless or refused.
 */
export function openLibsql(file: string, options: OpenOptions): Db {
  const native = openNative(file, options)
  const statements = new Map<string, { readonly statement: Database.Statement; readonly parameters: number }>()
  let inTransaction = false

  const prepare = (sql: string, params: readonly SqlValue[]): { statement: Database.Statement; bound: unknown[] } => {
    let entry = statements.get(sql)
    if (entry === undefined) {
      entry = { statement: native.prepare(sql), parameters: countParameters(sql) }
      statements.set(sql, entry)
    }
    if (params.length !== entry.parameters) throw new BindError(`${String(entry.parameters)} parameters are needed, ${String(params.length)} were given`)
    return { statement: entry.statement, bound: params.map(sanitise) }
  }

  const explained = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw explainStoreError(error)
    }
  }
  const all = <T extends object>(sql: string, params: readonly SqlValue[]): T[] =>
    explained(() => {
      const { statement, bound } = prepare(sql, params)
      return statement.all(bound) as T[]
    })

  return {
    run: (sql, params = []) =>
      explained(() => {
        const { statement, bound } = prepare(sql, params)
        return { changes: Number(statement.run(bound).changes) }
      }),
    all: <T extends object>(sql: string, params: readonly SqlValue[] = []) => all<T>(sql, params),
    // `.get()` of the driver adds `_metadata` to the row; the first of all rows has no such surprise.
    get: <T extends object = Row>(sql: string, params: readonly SqlValue[] = []) => all<T>(sql, params)[0],
    script: (sql) => explained(() => void native.exec(sql)),
    transaction: (work) => {
      if (inTransaction) throw new Error('transactions cannot be nested')
      inTransaction = true
      try {
        explained(() => native.exec('BEGIN IMMEDIATE'))
        try {
          const result = work()
          explained(() => native.exec('COMMIT'))
          return result
        } catch (error) {
          // A full disk has ended the transaction already; the second error would hide the first.
          if (native.inTransaction) native.exec('ROLLBACK')
          throw error
        }
      } finally {
        inTransaction = false
      }
    },
    close: () => {
      statements.clear()
      native.close()
    },
  }
}

function openNative(file: string, { durability, readonly = false }: OpenOptions): Database.Database {
  const native = new Database(file, { readonly })
  try {
    native.exec(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT_MS)}`)
    native.exec('PRAGMA foreign_keys = ON')
    native.exec(`PRAGMA cache_size = -${String(PAGE_CACHE_KB)}`)
    if (readonly) {
      // The driver takes the option and lets writing happen all the same.
      native.exec('PRAGMA query_only = ON')
      return native
    }
    native.exec('PRAGMA journal_mode = WAL')
    native.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`)
    // Each checkpoint waits for the disk: what can be read again need not reach the main file every 4 MB.
    if (durability === 'normal') native.exec(`PRAGMA wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`)
    return native
  } catch (error) {
    native.close()
    throw error
  }
}

/** The value in the form that the driver takes without harm. */
export function sanitise(value: unknown): string | number | bigint | null | Uint8Array {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new BindError(`a number must be finite, not ${String(value)}`)
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new BindError('a whole number beyond 2^53 must be a bigint')
    return value
  }
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  throw new BindError(`a value of type ${value instanceof Date ? 'Date' : typeof value} cannot be bound`)
}

/** Number of `?` outside of strings, identifiers and comments. */
export function countParameters(sql: string): number {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, '')
  return bare.split('?').length - 1
}
