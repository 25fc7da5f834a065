// 10,000 edited cells staged as one batch, through the same repositories that the engine uses: on disk when the call returns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../scripts/lib/run.mjs'
import { openBench, quantile } from './lib.mjs'

const bench = openBench()
const CELLS = 10_000
const RUNS = 10
const BUDGET_MS = 150

const load = async (file) => (await runnerImport(join(ROOT, 'src-main', file), { configFile: false, root: ROOT, logLevel: 'error' })).module
const { openStore } = await load('store/index.ts')
const { stageBatch } = await load('jobs/seal.ts')
const edits = Array.from({ length: CELLS }, (_, at) => ({
  kind: 'member.role', accountId: 'one', customerId: 1 + Math.floor(at / 60), target: { memberId: 1 + (at % 60), environment: 'prod' }, base: 'EnvironmentAdmin', wish: 'Member', seen: { dev: 'EnvironmentAdmin', test: null },
}))
/** Milliseconds for one batch on a new ledger, by the clock and of the processor: others who use the machine are in the first only. */
function stageOnce() {
  const folder = mkdtempSync(join(tmpdir(), 'rolodesk-bench-'))
  const store = openStore(folder, 1)
  store.accounts.save({ id: 'one', kind: 'partner', name: 'One', dataCenter: 'us', baseUrl: 'https://www.workato.com', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  try {
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    stageBatch({ store, clock: { now: Date.now }, random: Math.random, emit: () => undefined, author: 'bench' }, 'Paste', [], edits)
    const { user, system } = process.cpuUsage(cpu)
    return { wall: performance.now() - start, cpu: (user + system) / 1000 }
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const runs = Array.from({ length: RUNS }, stageOnce)
const times = runs.map(({ wall }) => wall)
process.stdout.write(`${CELLS} cells staged as one batch: median ${quantile(times, 0.5).toFixed(0)} ms, min ${Math.min(...times).toFixed(0)} ms, max ${Math.max(...times).toFixed(0)} ms; processor ${quantile(runs.map(({ cpu }) => cpu), 0.5).toFixed(0)} ms\n`)
bench.add('stage-10k', 'ms median', quantile(times, 0.5), null, BUDGET_MS, quantile(times, 0.5) <= BUDGET_MS)
bench.save()
