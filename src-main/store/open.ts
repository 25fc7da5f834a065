import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, appError } from '../contract/errors'
import type { StoreMend } from '../contract/methods/app'
import { backUpDaily, newestBackup, putAside, restoreNewest } from './backups'
import type { Db } from './db'
import { openLibsql } from './libsql-db'
import { CACHE_MIGRATIONS } from './migrations/cache'
import { LEDGER_MIGRATIONS } from './migrations/ledger'
import { migrate, schemaVersion } from './migrate'
import { mendTexts, type MendedText } from './mend-texts'
import { explainStoreError } from './store-error'
import { takeWriterLock } from './libsql-writer-lock'

/** Both databases of the user-data folder. */
export interface Stores {
  readonly ledger: Db
  readonly cache: Db
  /** Another process writes: everything can be read, nothing can be changed. */
  readonly readonly: boolean
  /** False: the daily backup of the ledger failed. */
  readonly backedUp: boolean
  /** Where a damaged cache was put, if that happened. */
  readonly cachePutAside: string | null
  readonly cachePath: string
  /** Texts of the ledger that were no text any more. */
  readonly mended: readonly MendedText[]
  close(): void
}

interface File {
  readonly path: string
  readonly name: 'ledger' | 'cache'
  readonly durability: 'full' | 'normal'
  readonly migrations: readonly string[]
}

/**
 * Opens and migrates both files. A damaged cache is put aside and made anew, the ledger is not touched unless `mend` asks for it.
 * Where another process writes, both are opened to be read only. `now` is UTC ms.
 */
export function openStores(folder: string, now: number, mend?: StoreMend, open = openLibsql): Stores {
  const ledgerFile: File = { path: join(folder, 'ledger.db'), name: 'ledger', durability: 'full', migrations: LEDGER_MIGRATIONS }
  const cacheFile: File = { path: join(folder, 'cache.db'), name: 'cache', durability: 'normal', migrations: CACHE_MIGRATIONS }
  const lock = takeWriterLock(folder)
  const opened: Db[] = []
  const keep = (db: Db): Db => {
    opened.push(db)
    return db
  }
  const close = (): void => {
    for (const db of opened.reverse()) db.close()
    lock?.release()
  }
  try {
    if (lock === null) return { ledger: keep(openToRead(ledgerFile, open)), cache: keep(openToRead(cacheFile, open)), readonly: true, backedUp: true, cachePutAside: null, cachePath: cacheFile.path, mended: [], close }
    if (mend === 'restore-ledger') restoreNewest(ledgerFile.path, now)
    const ledger = keep(openToWrite(ledgerFile, open))
    // After the copy, so that what was there can still be looked at.
    const backedUp = backUpDaily(ledger, ledgerFile.path, now)
    const mended = mendTexts(ledger)
    const wanted = mend === 'rebuild-cache' && existsSync(cacheFile.path) ? putAside(cacheFile.path, now) : null
    const { cache, aside } = openCache(cacheFile, now, open)
    return { ledger, cache: keep(cache), readonly: false, backedUp, cachePutAside: aside ?? wanted, cachePath: cacheFile.path, mended, close }
  } catch (error) {
    close()
    throw explainStoreError(error)
  }
}

function openCache(file: File, now: number, open: typeof openLibsql): { readonly cache: Db; readonly aside: string | null } {
  try {
    return { cache: openToWrite(file, open), aside: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.json.code !== 'STORE_CORRUPT') throw error
    const aside = putAside(file.path, now)
    return { cache: openToWrite(file, open), aside }
  }
}

function openToWrite(file: File, open: typeof openLibsql): Db {
  // The cache can be read again, and a copy of it would outlive the accounts that are removed.
  const backUp = file.name === 'ledger' && existsSync(file.path)
  return checked(file, () => open(file.path, { durability: file.durability }), (db) => migrate(db, file.path, file.migrations, backUp))
}

function openToRead(file: File, open: typeof openLibsql): Db {
  return checked(file, () => open(file.path, { durability: file.durability, readonly: true }), (db) => {
    if (schemaVersion(db) === file.migrations.length) return
    throw appError('STORE_READONLY', 'Another Rolodesk of a different version uses the same data.', 'Close the other one, then try again. Nothing was changed.', { retryable: true })
  })
}

function checked(file: File, open: () => Db, prepare: (db: Db) => void): Db {
  let db: Db | null = null
  try {
    db = open()
    if (db.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check !== 'ok') throw new Error('malformed')
    prepare(db)
    return db
  } catch (error) {
    db?.close()
    throw withFile(explainStoreError(error), file)
  }
}

/** Adds which file it is and, where a backup can help, of when the newest one is. */
function withFile(error: unknown, { name, path }: File): unknown {
  if (!(error instanceof AppError)) return error
  const backup = name === 'ledger' && error.json.code === 'STORE_CORRUPT' ? newestBackup(path) : null
  return new AppError({ ...error.json, details: { ...error.json.details, file: name, ...(backup === null ? {} : { backupAt: backup.at }) } })
}
