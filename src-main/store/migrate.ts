import { existsSync } from 'node:fs'
import { appError } from '../contract/errors'
import type { Db } from './db'

/** Brings a file to the newest schema, each step in one transaction. `backUp`: an existing file is copied before it changes. */
export function migrate(db: Db, file: string, migrations: readonly string[], backUp: boolean): void {
  const version = schemaVersion(db)
  if (version > migrations.length) {
    throw appError('STORE_NEWER', 'The data were written by a newer Rolodesk.', 'Install the newer version. The data were left as they are.', {
      details: { found: version, known: migrations.length },
    })
  }
  if (version === migrations.length) return
  if (backUp && version > 0) copyTo(db, `${file}.backup-v${String(version)}`)
  migrations.slice(version).forEach((sql, index) => {
    db.transaction(() => {
      db.script(sql)
      db.script(`PRAGMA user_version = ${String(version + index + 1)}`)
    })
  })
}

/** The schema version that the file says it has. */
export function schemaVersion(db: Db): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}

function copyTo(db: Db, target: string): void {
  if (!existsSync(target)) db.run('VACUUM INTO ?', [target])
}
