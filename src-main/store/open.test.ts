import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AppError } from '../contract/errors'
import { openStore } from '.'
import type { Db } from './db'
import { openLibsql } from './libsql-db'
import { migrate, schemaVersion } from './migrate'
import { openStores } from './open'

const folder = (): string => mkdtempSync(join(tmpdir(), 'rolodesk-store-'))
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.json.code
    throw error
  }
  return 'nothing thrown'
}

it('a damaged cache is put aside and made anew; the ledger stays', () => {
  const dir = folder()
  const first = openStore(dir, 1)
  first.settings.set({ theme: 'dark' })
  first.close()
  // With its log the file would be whole again.
  for (const suffix of ['-wal', '-shm']) rmSync(join(dir, `cache.db${suffix}`), { force: true })
  writeFileSync(join(dir, 'cache.db'), 'this is not a database, not even nearly so, but it is long enough'.repeat(40))
  const second = openStore(dir, 2)
  expect(second.settings.get().theme).toBe('dark')
  expect(readdirSync(dir).some((name) => name.startsWith('cache.db.damaged-'))).toBe(true)
  second.close()
})

it('a damaged ledger is told and left as it is', () => {
  const dir = folder()
  const text = 'this is not a database, not even nearly so, but it is long enough'.repeat(40)
  writeFileSync(join(dir, 'ledger.db'), text)
  expect(codeOf(() => openStore(dir, 1))).toBe('STORE_CORRUPT')
  expect(readFileSync(join(dir, 'ledger.db'), 'utf8')).toBe(text)
  expect(readdirSync(dir).filter((name) => name.startsWith('ledger'))).toEqual(['ledger.db'])
})

it('what is the user\'s is on the disk when a change is acknowledged; what can be read again may lag behind', () => {
  const { ledger, cache } = openStores(folder(), 1)
  const facts = (db: Db) => ['journal_mode', 'synchronous', 'foreign_keys'].map((name) => Object.values(db.get(`PRAGMA ${name}`) ?? {})[0])
  const [NORMAL, FULL] = [1, 2]
  expect([facts(ledger), facts(cache)]).toEqual([['wal', FULL, 1], ['wal', NORMAL, 1]])
  ledger.close()
  cache.close()
})

it('a file that is newer than the app is refused', () => {
  const dir = folder()
  const db = openLibsql(join(dir, 'ledger.db'), { durability: 'full' })
  db.script('PRAGMA user_version = 99')
  db.close()
  expect(codeOf(() => openStore(dir, 1))).toBe('STORE_NEWER')
})

it('an older file is backed up before it is changed, and a step that fails changes nothing', () => {
  const file = join(folder(), 'x.db')
  const db = openLibsql(file, { durability: 'full' })
  const first = 'CREATE TABLE a (x INTEGER) STRICT;'
  migrate(db, file, [first], false)
  expect(() => migrate(db, file, [first, 'CREATE TABLE b (x INTEGER) STRICT; CREATE TABLE a (y INTEGER) STRICT;'], true)).toThrow()
  expect(schemaVersion(db)).toBe(1)
  expect(db.all("SELECT name FROM sqlite_master WHERE name = 'b'")).toEqual([])
  expect(existsSync(`${file}.backup-v1`)).toBe(true)
  migrate(db, file, [first, 'CREATE TABLE c (x INTEGER) STRICT;'], true)
  expect(schemaVersion(db)).toBe(2)
})
