import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Db } from './db'
import { openLibsql } from './libsql-db'

/** A whole copy of a database file. `at` is UTC ms. */
export interface Backup {
  readonly path: string
  readonly at: number
}

const EVERY_MS = 24 * 3600_000
const KEPT = 5
const DAILY = '.backup-daily-'
const SIDE_FILES = ['-wal', '-shm'] as const

/** Copies a database once a day and keeps the last few copies; those made before a migration stay. False: it failed, which is no reason not to open. `now` is UTC ms. */
export function backUpDaily(db: Db, file: string, now: number): boolean {
  const target = `${file}${DAILY}${String(now)}`
  try {
    redateFuture(file, now)
    const daily = backupsOf(file).filter(({ path }) => path.includes(DAILY))
    if (daily.some(({ at }) => now - at < EVERY_MS) || existsSync(target)) return true
    db.run('VACUUM INTO ?', [target])
    for (const old of daily.slice(KEPT - 1)) rmSync(old.path, { force: true })
    return true
  } catch {
    rmSync(target, { force: true })
    return false
  }
}

/** A backup that a wrong clock dated in the future is older than what is written now: else it would stop all later ones, and be taken for the newest. */
function redateFuture(file: string, now: number): void {
  const future = backupsOf(file).filter(({ path, at }) => at > now && path.includes(DAILY))
  future.forEach(({ path }, index) => renameSync(path, `${file}${DAILY}${String(now - EVERY_MS - index)}`))
}

/** The newest backup of a file that is whole; null: there is none. */
export function newestBackup(file: string): Backup | null {
  return backupsOf(file).find(({ path }) => isWhole(path)) ?? null
}

/** Puts a file that cannot be used aside and its newest whole backup in its place; false: there is none, and nothing happened. `now` is UTC ms. */
export function restoreNewest(file: string, now: number): boolean {
  const backup = newestBackup(file)
  if (backup === null) return false
  putAside(file, now)
  copyFileSync(backup.path, `${file}.restoring`)
  renameSync(`${file}.restoring`, file)
  return true
}

/** Renames a database with its log, so that nothing of it is lost; gives the new name. `now` is UTC ms. */
export function putAside(file: string, now: number): string {
  const aside = `${file}.damaged-${String(now)}`
  for (const suffix of ['', ...SIDE_FILES]) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  return aside
}

/** Deletes all copies of a file: backups, and what was put aside. */
export function removeCopies(file: string): void {
  const starts = ['backup', 'damaged'].map((kind) => `${basename(file)}.${kind}-`)
  for (const name of readdirSync(dirname(file))) if (starts.some((start) => name.startsWith(start))) rmSync(join(dirname(file), name), { force: true })
}

/** Newest first. */
function backupsOf(file: string): Backup[] {
  const start = `${basename(file)}.backup-`
  return readdirSync(dirname(file)).filter((name) => name.startsWith(start) && !name.endsWith('-wal') && !name.endsWith('-shm')).map((name) => {
    const path = join(dirname(file), name)
    return { path, at: Number(/daily-(\d+)$/.exec(name)?.[1] ?? statSync(path).mtimeMs) }
  }).toSorted((a, b) => b.at - a.at)
}

function isWhole(path: string): boolean {
  let db: Db | null = null
  try {
    db = openLibsql(path, { durability: 'full', readonly: true })
    return db.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check === 'ok'
  } catch {
    return false
  } finally {
    db?.close()
  }
}
