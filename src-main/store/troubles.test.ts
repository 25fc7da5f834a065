import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AppError } from '../contract/errors'
import { openStore } from '.'
import { SYSTEM_ROLE_RANKS } from '../domain/access/highest'
import { openLibsql } from './libsql-db'
import { migrate } from './migrate'
import { CACHE_MIGRATIONS } from './migrations/cache'
import { customersRepo } from './repos/customers'
import { membersRepo } from './repos/members'
import { readStatesRepo } from './repos/read-states'
import { addCustomers, customer, newFolder, ONE, person } from './store.fixture'

const DAMAGED = 'this is not a database, not even nearly so, but it is long enough'.repeat(40)
const errorOf = (work: () => unknown): AppError['json'] => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.json
    throw error
  }
  throw new Error('nothing thrown')
}
const damage = (file: string): void => {
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
  writeFileSync(file, DAMAGED)
}
const crowd = (size: number, tag: string) => Array.from({ length: size }, (_, at) => person(at + 1, `${tag} ${String(at)}`, `${tag}${String(at)}@full.example`))

it('a damaged ledger is mended by its newest whole backup, and the damaged file stays', () => {
  const folder = newFolder()
  const first = openStore(folder, 1)
  first.settings.set({ theme: 'dark' })
  first.close()
  const day = 25 * 3600_000
  openStore(folder, day).close()
  writeFileSync(join(folder, `ledger.db.backup-daily-${String(2 * day)}`), DAMAGED)
  damage(join(folder, 'ledger.db'))
  expect(errorOf(() => openStore(folder, 3 * day))).toMatchObject({ code: 'STORE_CORRUPT', details: { file: 'ledger', backupAt: day } })
  const mended = openStore(folder, 3 * day, 'restore-ledger')
  expect(mended.settings.get().theme).toBe('dark')
  expect(readdirSync(folder)).toContain(`ledger.db.damaged-${String(3 * day)}`)
  mended.close()
})

it('a backup that a wrong clock dated in the future neither stops the daily ones nor is taken for the newest', () => {
  const folder = newFolder()
  const day = 24 * 3600_000
  const [wrong, right] = [400 * day, 30 * day]
  const store = openStore(folder, wrong)
  store.settings.set({ theme: 'light' })
  store.close()
  openStore(folder, wrong + 2 * day).close()
  for (let passed = 0; passed < 8; passed += 1) {
    const later = openStore(folder, right + passed * day)
    later.settings.set({ theme: passed === 6 ? 'dark' : 'system' })
    later.close()
  }
  expect(readdirSync(folder).flatMap((name) => /backup-daily-(\d+)$/.exec(name)?.[1] ?? []).map((at) => Number(at) / day).sort((a, b) => a - b)).toEqual([33, 34, 35, 36, 37])
  damage(join(folder, 'ledger.db'))
  const mended = openStore(folder, right + 8 * day, 'restore-ledger')
  expect(mended.settings.get().theme).toBe('dark')
  mended.close()
})

it('without a backup nothing is offered and asking for one changes nothing', () => {
  const folder = newFolder()
  damage(join(folder, 'ledger.db'))
  expect(errorOf(() => openStore(folder, 1)).details).toEqual({ file: 'ledger' })
  expect(errorOf(() => openStore(folder, 1, 'restore-ledger')).code).toBe('STORE_CORRUPT')
  expect(readdirSync(folder).sort()).toEqual(['ledger.db', 'writer.lock'])
})

it('a cache of a newer version is kept aside and built anew when that is asked for; the ledger stays', () => {
  const folder = newFolder()
  const first = openStore(folder, 1)
  first.settings.set({ theme: 'dark' })
  addCustomers(first, ONE, [1])
  first.close()
  const db = openLibsql(join(folder, 'cache.db'), { durability: 'normal' })
  db.script('PRAGMA user_version = 999')
  db.close()
  expect(errorOf(() => openStore(folder, 2))).toMatchObject({ code: 'STORE_NEWER', details: { file: 'cache', found: 999 } })
  const mended = openStore(folder, 3, 'rebuild-cache')
  expect([mended.settings.get().theme, mended.customers.count(ONE), existsSync(join(folder, 'cache.db.damaged-3'))]).toEqual(['dark', 0, true])
  mended.close()
})

it('a disk that gets full while a customer is written loses nothing; there is room again and it goes on', () => {
  const file = join(newFolder(), 'cache.db')
  const db = openLibsql(file, { durability: 'normal' })
  migrate(db, file, CACHE_MIGRATIONS, false)
  const members = membersRepo(db, SYSTEM_ROLE_RANKS)
  const states = readStatesRepo(db)
  db.transaction(() => customersRepo(db, members).upsert(ONE, [{
    id: customer(1), name: 'A', externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: [],
  }], 1, 1))
  const before = crowd(20, 'old')
  members.replaceMembers(ONE, customer(1), before, 10)
  const pages = db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
  db.script(`PRAGMA max_page_count = ${String(pages + 5)}`)
  expect(errorOf(() => members.replaceMembers(ONE, customer(1), crowd(3000, 'new'), 20))).toMatchObject({ code: 'STORE_FULL', retryable: true })
  expect(members.list(ONE, customer(1))).toEqual(before)
  expect(states.completeness('members', { accounts: [ONE] })).toMatchObject({ read: 1, newest: 10 })
  expect(db.get('PRAGMA quick_check(1)')).toEqual({ quick_check: 'ok' })
  db.script('PRAGMA max_page_count = 1000000')
  expect(members.replaceMembers(ONE, customer(1), crowd(3000, 'new'), 30).added).toHaveLength(2980)
  db.close()
})

/** Mounts a file system of 6 MB; false where that is not allowed, and there `max_page_count` above has to do. */
const mountSmall = (folder: string): boolean => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder]).status === 0
const unmount = (folder: string): boolean => spawnSync('umount', ['-l', folder]).status === 0
const canMount = ((folder) => mountSmall(folder) && unmount(folder))(newFolder())

it.runIf(canMount)('a file system without room is told as such and what was kept is whole', () => {
  const folder = newFolder()
  expect(mountSmall(folder)).toBe(true)
  try {
    const store = openStore(folder, 1)
    addCustomers(store, ONE, Array.from({ length: 60 }, (_, at) => at + 1))
    let written = 0
    const failed = errorOf(() => {
      for (let id = 1; id <= 60; id += 1) {
        store.members.replaceMembers(ONE, customer(id), crowd(250, `c${String(id)}-`), id)
        written = id
      }
    })
    expect(failed.code).toBe('STORE_FULL')
    expect(store.readStates.completeness('members', { accounts: [ONE] }).read).toBe(written)
    expect(store.members.list(ONE, customer(written))).toHaveLength(250)
    expect(store.members.list(ONE, customer(written + 1))).toEqual([])
    spawnSync('mount', ['-o', 'remount,size=60m', folder])
    expect(store.members.replaceMembers(ONE, customer(written + 1), crowd(250, 'again'), 99).added).toHaveLength(250)
    store.close()
  } finally {
    unmount(folder)
  }
})

/** A process of its own that opens the store as another program would. */
function child(folder: string, code: string, wrap: readonly string[] = []) {
  const script = `const { runnerImport } = await import('vite'); const { module } = await runnerImport(${JSON.stringify(join(__dirname, 'index.ts'))}, { configFile: false, logLevel: 'error' }); const folder = ${JSON.stringify(folder)}; ${code}`
  const [command = process.execPath, ...args] = [...wrap, process.execPath, '--input-type=module', '-e', script]
  return { command, args, options: { cwd: join(__dirname, '../..') } }
}

it.runIf(process.getuid?.() === 0)('a folder of somebody else is told as read-only and nothing in it changes', () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  store.close()
  chmodSync(folder, 0o555)
  for (const name of readdirSync(folder)) chownSync(join(folder, name), 0, 0)
  const names = readdirSync(folder)
  const { command, args, options } = child(folder, 'try { module.openStore(folder, 2); console.log("opened") } catch (error) { console.log(error.json?.code ?? error) }', ['setpriv', '--bounding-set', '-dac_override', '--inh-caps', '-dac_override', '--'])
  const { stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8' })
  expect(stdout.trim(), stderr).toBe('STORE_READONLY')
  expect(readdirSync(folder)).toEqual(names)
})

it('a second process reads what the first has written, can change nothing; the lock goes with a kill', async () => {
  const folder = newFolder()
  mkdirSync(folder, { recursive: true })
  const { command, args, options } = child(folder, 'const store = module.openStore(folder, 1); store.settings.set({ theme: "dark" }); console.log("open " + store.readonly); setInterval(() => undefined, 1000)')
  const first = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [said] = await once(first.stdout, 'data') as [Buffer]
    expect(said.toString().trim()).toBe('open false')
    const second = openStore(folder, 2)
    expect([second.readonly, second.settings.get().theme]).toEqual([true, 'dark'])
    expect(errorOf(() => second.settings.set({ theme: 'light' })).code).toBe('STORE_READONLY')
    expect(errorOf(() => addCustomers(second, ONE, [1])).code).toBe('STORE_READONLY')
    second.close()
  } finally {
    first.kill('SIGKILL')
    await once(first, 'exit')
  }
  const third = openStore(folder, 3)
  expect([third.readonly, third.settings.get().theme]).toEqual([false, 'dark'])
  third.close()
})
