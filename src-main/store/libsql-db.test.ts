import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BindError, type SqlValue } from './db'
import { countParameters, openLibsql, sanitise } from './libsql-db'

const open = () => openLibsql(join(mkdtempSync(join(tmpdir(), 'rolodesk-db-')), 'a.db'), { durability: 'full' })

describe('the adapter over libsql', () => {
  it('the driver itself aborts the process on a boolean, which is why nothing else may touch it', () => {
    const code = "const D = require('libsql'); new D(':memory:').prepare('SELECT ? AS v').all([true])"
    const { status, signal } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' })
    expect(signal ?? status).not.toBe(0)
  })

  it('binds booleans as 0 and 1, null, text, numbers and bytes', () => {
    const db = open()
    db.script('CREATE TABLE t (a INTEGER, b TEXT, c REAL, d BLOB) STRICT')
    db.run('INSERT INTO t VALUES (?, ?, ?, ?)', [true, null, 1.5, Buffer.from([1, 2])])
    const row = db.get<{ a: number; b: null; c: number; d: ArrayBuffer }>('SELECT * FROM t')
    expect(row).toMatchObject({ a: 1, b: null, c: 1.5 })
    expect([...new Uint8Array(row?.d ?? new ArrayBuffer(0))]).toEqual([1, 2])
    expect(Object.keys(row ?? {})).toEqual(['a', 'b', 'c', 'd'])
  })

  it.each([new Date(), undefined, {}, [], () => 1, Symbol('x'), Number.NaN, Infinity, 2 ** 60])('refuses %s before the driver sees it', (value) => {
    expect(() => sanitise(value)).toThrow(BindError)
  })

  it('refuses a wrong number of parameters, which the driver accepts in silence', () => {
    const db = open()
    expect(() => db.all('SELECT ?', [])).toThrow(BindError)
    expect(() => db.all("SELECT '?' /* ? */", ['x'])).toThrow(BindError)
    expect(countParameters('SELECT "?", \'it\'\'s ?\', ? -- ?')).toBe(1)
  })

  it('rolls back what failed and refuses to nest', () => {
    const db = open()
    db.script('CREATE TABLE t (a INTEGER) STRICT')
    expect(() => db.transaction(() => {
      db.run('INSERT INTO t VALUES (1)')
      throw new Error('no')
    })).toThrow('no')
    expect(db.all('SELECT * FROM t')).toEqual([])
    expect(() => db.transaction(() => db.transaction(() => 1))).toThrow('nested')
  })

  it('keeps whole numbers up to 2^53 exactly and says no beyond', () => {
    const db = open()
    db.script('CREATE TABLE t (a INTEGER) STRICT')
    db.run('INSERT INTO t VALUES (?)', [Number.MAX_SAFE_INTEGER])
    expect(db.get<{ a: number }>('SELECT a FROM t')?.a).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => db.run('INSERT INTO t VALUES (?)', [2 ** 53 as SqlValue])).toThrow(BindError)
  })
})
