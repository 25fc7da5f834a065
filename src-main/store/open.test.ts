import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AppError } from '../contract/errors'
import { openStore } from '.'
import { openLibsql } from './libsql-db'
import { migrate, schemaVersion } from './migrate'

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
  expect(existsSync(join(dir, 'ledger.db'))).toBe(true)
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
