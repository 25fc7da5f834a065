import { join } from 'node:path'
import Database from 'libsql'
import { explainStoreError } from './store-error'

/** The right to write to a data folder, held until `release` or the end of the process, however it ends. */
export interface WriterLock {
  release(): void
}

/** An engine that was just ended may take so long to be gone. */
const WAIT_MS = 1000

/** Null: another process writes. A lock of SQLite on a file of its own is let go by the system even after a crash, which a file with a number in it is not. */
export function takeWriterLock(folder: string): WriterLock | null {
  try {
    const native = new Database(join(folder, 'writer.lock'))
    try {
      native.exec(`PRAGMA busy_timeout = ${String(WAIT_MS)}`)
      native.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      native.close()
      if (error instanceof Error && /SQLITE_BUSY|locked/i.test(`${'code' in error ? String(error.code) : ''} ${error.message}`)) return null
      throw error
    }
    return { release: () => native.close() }
  } catch (error) {
    throw explainStoreError(error)
  }
}
