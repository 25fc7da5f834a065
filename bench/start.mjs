// Start and idle memory of Rolodesk with 500 customers in its store, against a bare Electron window in the same run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addAccount, launchRolodesk, openBench, quantile, startEmulator, wholeList } from './lib.mjs'

const bench = openBench()
const CUSTOMERS = 500
const RUNS = 7
const IDLE_MS = 60_000
const MEMORY_BUDGET_MB = 150
const FIRST_ROW = '[data-grid="customers"] [role="row"][data-key]'

const bare = mkdtempSync(join(tmpdir(), 'rolodesk-bare-'))
writeFileSync(join(bare, 'package.json'), '{"name":"bare","main":"main.js"}')
writeFileSync(join(bare, 'main.js'), "const { app, BrowserWindow } = require('electron')\napp.setPath('userData', process.env.ROLODESK_USER_DATA)\napp.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile('index.html'))\napp.on('window-all-closed', () => app.quit())\n")
writeFileSync(join(bare, 'index.html'), '<!doctype html><title>Bare</title><p>Bare window</p>')

/** A user-data folder that has read the customers once. */
async function cachedFolder() {
  const emulator = await startEmulator(CUSTOMERS)
  const { electron, userData, close } = await launchRolodesk(bench, { keep: true })
  const page = await electron.firstWindow()
  await page.waitForSelector('html[data-ready="true"]')
  await addAccount(page, emulator.account)
  await wholeList(page, CUSTOMERS, 120_000)
  await close()
  emulator.stop()
  return userData
}

/** Milliseconds from the spawn to the first element that a person can use. */
async function startTime(options, selector) {
  const start = performance.now()
  const { electron, close } = await launchRolodesk(bench, options)
  await (await electron.firstWindow()).waitForSelector(selector)
  const ms = performance.now() - start
  await close()
  return ms
}

/** Proportional memory of all processes of an app in MB, after it was left alone. */
async function idleMemory(options, selector) {
  const { electron, close } = await launchRolodesk(bench, options)
  await (await electron.firstWindow()).waitForSelector(selector)
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
  const kb = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
  await close()
  return kb.reduce((sum, one) => sum + one, 0) / 1024
}

const ours = { userData: await cachedFolder(), keep: true }
const theirs = { folder: bare }
try {
  if (bench.wanted('start')) {
    const times = { ours: [], theirs: [] }
    for (let run = 0; run < RUNS; run += 1) {
      times.theirs.push(await startTime(theirs, 'p'))
      times.ours.push(await startTime(ours, FIRST_ROW))
    }
    const [mine, bareWindow] = [quantile(times.ours, 0.5), quantile(times.theirs, 0.5)]
    bench.add('start', 'ms median to the first row', mine, bareWindow, 1.6, mine / bareWindow <= 1.6)
    process.stdout.write(`start with ${CUSTOMERS} customers: median ${mine.toFixed(0)} ms of ${RUNS}; bare window ${bareWindow.toFixed(0)} ms; ratio ${(mine / bareWindow).toFixed(2)}\n`)
  }
  if (bench.wanted('memory-idle')) {
    const bareWindow = await idleMemory(theirs, 'p')
    const mine = await idleMemory(ours, FIRST_ROW)
    bench.add('memory-idle', 'MB (PSS of all processes)', mine, bareWindow, bareWindow + MEMORY_BUDGET_MB, mine <= bareWindow + MEMORY_BUDGET_MB)
    process.stdout.write(`memory ${IDLE_MS / 1000} s after the start: ${mine.toFixed(0)} MB; bare window ${bareWindow.toFixed(0)} MB; difference ${(mine - bareWindow).toFixed(0)} MB\n`)
  }
} finally {
  bench.save()
  rmSync(ours.userData, { recursive: true, force: true })
  rmSync(bare, { recursive: true, force: true })
}
