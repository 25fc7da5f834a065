import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, appError } from '../contract/errors'
import type { Db } from './db'
import { openLibsql } from './libsql-db'
import { CACHE_MIGRATIONS } from './migrations/cache'
import { LEDGER_MIGRATIONS } from './migrations/ledger'
import { migrate } from './migrate'

/** Both databases of the user-data folder. */
export interface Stores {
  readonly ledger: Db
  readonly cache: Db
  /** Where a damaged cache was put, if that happened. */
  readonly cachePutAside: string | null
}

/** Opens and migrates both files. A damaged cache is put aside and made anew; the ledger is never touched. */
export function openStores(folder: string, now: number): Stores {
  const ledger = openChecked(join(folder, 'ledger.db'), 'full', LEDGER_MIGRATIONS)
  const cacheFile = join(folder, 'cache.db')
  try {
    return { ledger, cache: openChecked(cacheFile, 'normal', CACHE_MIGRATIONS), cachePutAside: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.json.code !== 'STORE_CORRUPT') {
      ledger.close()
      throw error
    }
    const aside = `${cacheFile}.damaged-${String(now)}`
    renameSync(cacheFile, aside)
    for (const suffix of ['-wal', '-shm']) rmSync(cacheFile + suffix, { force: true })
    return { ledger, cache: openChecked(cacheFile, 'normal', CACHE_MIGRATIONS), cachePutAside: aside }
  }
}

function openChecked(file: string, durability: 'full' | 'normal', migrations: readonly string[]): Db {
  const existed = existsSync(file)
  let db: Db | null = null
  try {
    db = openLibsql(file, { durability })
    const check = db.get<{ quick_check: string }>('PRAGMA quick_check(1)')
    if (check?.quick_check !== 'ok') throw new Error('malformed')
    migrate(db, file, migrations, existed)
    return db
  } catch (error) {
    db?.close()
    throw explain(error)
  }
}

function explain(error: unknown): unknown {
  if (error instanceof AppError) return error
  const text = error instanceof Error ? error.message : String(error)
  if (/malformed|not a database|corrupt/i.test(text)) {
    return appError('STORE_CORRUPT', 'A database file of Rolodesk is damaged.', 'The file was left as it is. Restore the newest backup beside it, then start again.')
  }
  if (/readonly|read-only|unable to open/i.test(text)) {
    return appError('STORE_READONLY', 'Rolodesk cannot write to its data folder.', 'Check the permissions of the folder, then start again. Nothing was changed.')
  }
  if (/disk is full|no space/i.test(text)) {
    return appError('STORE_FULL', 'The disk is full.', 'Free some space, then start again. Nothing was changed.')
  }
  return error
}
