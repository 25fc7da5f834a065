import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { expect, it } from 'vitest'
import { openStore } from '.'
import { openLibsql } from './libsql-db'
import { addCustomers, customer, newFolder, ONE } from './store.fixture'

const CUSTOMERS = [1, 2, 3]
const KILLS = 20

/** Writes whole lists without end: in round n customer c has the members `c-n-0` ..., 30 to 60 of them, and the cursor of the account says n. */
const WRITER = `
  const store = await import(process.argv[1])
  const kept = store.openStore(process.argv[2], 1)
  const start = kept.reads.get('one', 'round')?.nextPage ?? 0
  const row = (id) => ({ id, name: 'Customer ' + id, externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: [] })
  console.log('writing')
  for (let round = start + 1; ; round += 1) {
    kept.inCache(() => {
      kept.customers.upsert('one', [row(1000 + round)], 1, round)
      kept.reads.save('one', 'round', { generation: 1, nextPage: round, expected: null, startedAt: 1, completedAt: null })
    })
    for (const id of [1, 2, 3]) {
      const size = 30 + (round * 7 + id) % 30
      const members = Array.from({ length: size }, (_, at) => ({ id: at + 1, name: id + '-' + round + '-' + at, email: 'p' + at + '@c' + id + '.example', kind: 'team', grantType: null, externalId: null, timeZone: null, createdAt: size, lastActivityAt: null, lastActivityType: null, groups: null, roles: [{ environment: 'prod', roleName: round % 2 ? 'Admin' : 'Member', roleType: 'environment' }] }))
      kept.members.replaceMembers('one', id, members, round)
    }
  }
`

const ROOT = join(__dirname, '../..')
/** The store as one file that plain Node runs, below the project, so that the driver is found. */
async function built(): Promise<string> {
  const outDir = join(ROOT, 'artifacts', 'store-of-writer')
  await build({ root: ROOT, configFile: false, logLevel: 'error', build: { ssr: join(__dirname, 'index.ts'), outDir, emptyOutDir: true, rollupOptions: { output: { entryFileNames: 'store.mjs' } } } })
  return join(outDir, 'store.mjs')
}

it('whenever the writing process is killed, each customer has one whole list and everything that hangs on it fits', async () => {
  const store = await built()
  const folder = newFolder()
  const first = openStore(folder, 1)
  addCustomers(first, ONE, CUSTOMERS)
  first.close()
  let lastRound = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, pathToFileURL(store).href, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    // The moment is to be any at all; nothing is expected to have happened by then.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 150))
    child.kill('SIGKILL')
    await once(child, 'exit')

    const kept = openStore(folder, 2)
    const round = kept.reads.get(ONE, 'round')?.nextPage ?? 0
    expect(kept.customers.count(ONE)).toBe(CUSTOMERS.length + round)
    expect(round).toBeGreaterThanOrEqual(lastRound)
    lastRound = round
    const lists = CUSTOMERS.map((id) => kept.members.list(ONE, customer(id)))
    for (const list of lists) {
      expect(new Set(list.map(({ name }) => name.split('-')[1])).size).toBeLessThanOrEqual(1)
      expect(list.length).toBe(list[0]?.createdAt ?? 0)
      expect(list.every(({ roles }) => roles.length === 1 && roles[0]?.roleName === list[0]?.roles[0]?.roleName)).toBe(true)
    }
    const people = lists.reduce((sum, list) => sum + list.length, 0)
    const none = { search: '', accounts: [], environments: [], roleNames: [], customers: null } as const
    expect([kept.people.total(), kept.people.count({ ...none, search: 'example' }), kept.readStates.completeness('members', { accounts: [] }).rows]).toEqual([people, people, people])
    kept.close()
    const cache = openLibsql(join(folder, 'cache.db'), { durability: 'normal' })
    expect(cache.all('PRAGMA quick_check')).toEqual([{ quick_check: 'ok' }])
    expect(cache.all('PRAGMA foreign_key_check')).toEqual([])
    cache.close()
  }
  expect(lastRound).toBeGreaterThan(KILLS)
}, 180_000)
