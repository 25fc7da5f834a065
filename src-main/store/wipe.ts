import { removeCopies } from './backups'
import type { Db } from './db'

/*
 * Deleted rows stay in the file: their words in the full-text indexes until those are merged, their pages until they are used again,
 * and both in the log. Writing everything anew leaves nothing of them.
 */
const WIPE = `
  INSERT INTO people_search (people_search) VALUES ('optimize');
  INSERT INTO customers_search (customers_search) VALUES ('optimize');
  VACUUM;
  PRAGMA wal_checkpoint (TRUNCATE);`

/** Removes what the cache still holds of deleted rows, and all copies of its file. False: not all of it, for example on a full disk; the rows themselves are gone. */
export function wipeRemoved(cache: Db, file: string): boolean {
  try {
    removeCopies(file)
    cache.script(WIPE)
    return true
  } catch {
    return false
  }
}
