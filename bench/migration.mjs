// The board of 2,000 legacy customers and the review of a wave of 300, each with 50 people, through the handlers of the engine: how long they take, and how long nothing else has its turn.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { runnerImport } from 'vite'
import { ROOT } from '../scripts/lib/run.mjs'
import { openBench } from './lib.mjs'
import { fill } from './migration-fleet.mjs'

const bench = openBench()
const account = 'one'
const [CUSTOMERS, PEOPLE, TRIED] = [2000, 50, 300]
const BUDGET_MS = 100

const load = async (file) => (await runnerImport(join(ROOT, 'src-main', file), { configFile: false, root: ROOT, logLevel: 'error' })).module
const { openStore } = await load('store/index.ts')
const { migrationHandlers } = await load('features/migration.ts')
const { migrationReviewHandlers } = await load('features/migration-review.ts')
const folder = mkdtempSync(join(tmpdir(), 'rolodesk-bench-'))
const first = openStore(folder, 1)
fill(first, await load('domain/migration/parts.ts'), { account, customers: CUSTOMERS, people: PEOPLE, tried: TRIED })
first.close()
const store = openStore(folder, 1)
const options = { perMinute: { rolesMigration: 60, members: 60, legacyRoles: 60 }, reserved: 0.2, speed: 1, shareMembersAndCustomers: false }
const deps = { store, emit: () => undefined, migration: { state: () => null }, jobs: { deps: { store, clock: { now: Date.now }, random: Math.random, author: 'bench', emit: () => undefined, client: () => ({ options }) } } }
const handlers = { ...migrationHandlers(deps), ...migrationReviewHandlers(deps) }

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
/** Bytes that are still held. */
const used = () => {
  collect()
  return process.memoryUsage().heapUsed
}

/** Milliseconds that something takes, and the longest of them in which nothing else had its turn: by the clock, and of the processor, which others who use the machine are not in. */
async function timed(name, work) {
  let [longest, worked] = [0, 0]
  let [last, cpu] = [performance.now(), process.cpuUsage()]
  let running = true
  const tick = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    const { user, system } = process.cpuUsage(cpu)
    worked = Math.max(worked, (user + system) / 1000)
    cpu = process.cpuUsage()
    if (running) setImmediate(tick)
  }
  setImmediate(tick)
  await new Promise((resolve) => setImmediate(resolve))
  const heap = used()
  ;[longest, worked] = [0, 0]
  ;[last, cpu] = [performance.now(), process.cpuUsage()]
  const start = last
  await work()
  const all = performance.now() - start
  await new Promise((resolve) => setImmediate(resolve))
  running = false
  await new Promise((resolve) => setImmediate(resolve))
  process.stdout.write(`${name}: ${all.toFixed(0)} ms, longest block ${longest.toFixed(0)} ms (of the processor ${worked.toFixed(0)}), heap ${((used() - heap) / 1e6).toFixed(0)} MB\n`)
  return { all, longest }
}

const board = () => handlers['migration.board']({ accountId: account, search: '', lanes: [], tags: [], findings: [], waveId: null, offset: 0, limit: 100 })
const review = (search) => handlers['migration.review']({ accountId: account, of: { waveId: 'wave' }, show: 'all', search, offset: 0, limit: 100 })
try {
  const blocks = [['board-block', await timed('first board', board)]]
  await timed('second board', board)
  store.roleMigration.saveNote(account, 7, null)
  await timed('board after one customer', board)
  await timed('waves', () => handlers['migration.account']({ accountId: account }))
  blocks.push(['review-block', await timed('first review', () => review(''))])
  await timed('review with a search', () => review('person 77'))
  await timed('mapping', () => handlers['migration.mapping']({ accountId: account, of: { waveId: 'wave' } }))
  const { counts } = await review('')
  await timed('acknowledge', () => handlers['migration.acknowledge']({ accountId: account, of: { waveId: 'wave' }, what: { typedCount: counts.prod - counts.acknowledged }, note: '' }))
  await timed('confirm root folders', () => handlers['migration.confirmRoot']({ accountId: account, of: { customers: Array.from({ length: CUSTOMERS }, (_, at) => at + 1) }, note: 'Again' }))
  for (const [name, { longest }] of blocks) bench.add(name, 'ms longest block', longest, null, BUDGET_MS, longest <= BUDGET_MS)
  bench.save()
} finally {
  store.close()
  rmSync(folder, { recursive: true, force: true })
}
