// The matrix with 100,000 rows (2,000 customers of 50 people) beside AG Grid Community and a bare virtual list, in the same Electron and run, by turns.
import { rmSync } from 'node:fs'
import { addAccount, call, launchRolodesk, openBench, quantile, scrollFrames, share, startEmulator } from './lib.mjs'
import { CUSTOMERS, FILLED, filledFolder, othersFolder, PEOPLE } from './matrix-folders.mjs'

const bench = openBench()
const ROUNDS = 5
const MEMORY_BUDGET_MB = 150
/** Customers of a second account that is read at the documented quotas while keys are measured again. */
const READ_MEANWHILE = 500
/** Until its first customers are read. */
const READING_STARTS_MS = 15_000

/** Milliseconds until the first row of a grid is painted; run in the page. */
async function firstRender([make, row]) {
  document.getElementById('box').innerHTML = ''
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const start = performance.now()
  globalThis.others[make]()
  while (!globalThis.others[row]()) await new Promise((done) => requestAnimationFrame(done))
  await new Promise((done) => requestAnimationFrame(done))
  return performance.now() - start
}
/** Notes for each key how long it took until the frame with its effect was painted; run in the page. */
function watchKeys() {
  globalThis.keyTimes = []
  const channel = new MessageChannel()
  const waiting = []
  channel.port1.onmessage = () => globalThis.keyTimes.push(performance.now() - waiting.shift())
  window.addEventListener('keydown', (event) => requestAnimationFrame(() => {
    waiting.push(event.timeStamp)
    channel.port2.postMessage(null)
  }), true)
}
const say = (text) => process.stdout.write(`${text}\n`)
const cell = (line, column) => `[data-grid="matrix"] [data-line="${line}"] [data-col="${column}"]`

/** Presses keys in a grid of its own and gives how long each took. */
async function keyTimes(page, focus) {
  await focus()
  await page.evaluate(watchKeys)
  for (const key of [...Array(60).fill('ArrowDown'), ...Array(10).fill('ArrowRight'), ...Array(10).fill('ArrowLeft')]) await page.keyboard.press(key)
  await page.waitForFunction(() => globalThis.keyTimes.length >= 80)
  return page.evaluate(() => globalThis.keyTimes)
}

/** From the key that fills a thousand cells to the painted frame in which they are kept; undone in between. */
async function fillOnce(page, column) {
  await page.evaluate(() => (document.querySelector('[data-grid="matrix"]').scrollTop = 0))
  await page.locator(cell(1, column)).click()
  await page.evaluate((top) => (document.querySelector('[data-grid="matrix"]').scrollTop = top), 1009 * 28)
  await page.locator(cell(1019, column)).click({ modifiers: ['Shift'] })
  await page.waitForFunction((n) => document.querySelector('[data-testid="matrix-selection"]')?.dataset.cells === String(n), FILLED)
  const ms = page.evaluate((selector) => new Promise((resolve) => {
    let start = 0
    const look = () => (document.querySelector(`${selector}[data-state="pending"]`) ? requestAnimationFrame(() => resolve(performance.now() - start)) : requestAnimationFrame(look))
    window.addEventListener('keydown', (event) => {
      start = event.timeStamp
      look()
    }, { capture: true, once: true })
  }), `[data-grid="matrix"] [data-col="${column}"]`)
  await page.keyboard.press('Control+d')
  const found = await ms
  await page.keyboard.press('Control+z')
  await page.waitForFunction(() => document.querySelector('[data-testid="queue"]')?.dataset.count === '0')
  await page.waitForFunction((selector) => document.querySelector(`${selector}[data-state="pending"]`) === null, `[data-grid="matrix"] [data-col="${column}"]`)
  return found
}
const agFill = (page, role) => page.evaluate(async (name) => {
  const start = performance.now()
  globalThis.others.agFill(name)
  while (!globalThis.others.agShows(name)) await new Promise((done) => requestAnimationFrame(done))
  await new Promise((done) => requestAnimationFrame(done))
  return performance.now() - start
}, role)
/** Memory of page and engine, in MB. */
const memory = (electron) => electron.evaluate(({ app }) => app.getAppMetrics().filter(({ type }) => type === 'Tab' || type === 'Utility').reduce((sum, one) => sum + one.memory.workingSetSize, 0) / 1024)
const median = (values) => quantile(values, 0.5)

const emulator = await startEmulator(READ_MEANWHILE, PEOPLE, 'x1')
const userData = await filledFolder()
const folder = othersFolder()
// Two windows lie over each other; both are drawn.
const flags = ['--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', '--disable-background-timer-throttling']
const ours = await launchRolodesk(bench, { userData, flags })
const theirs = await launchRolodesk(bench, { folder, flags })
try {
  const page = await ours.electron.firstWindow()
  await page.waitForSelector('html[data-ready="true"]')
  const other = await theirs.electron.firstWindow()
  await other.waitForFunction(() => globalThis.others !== undefined)
  await page.waitForTimeout(2000)
  const empty = await memory(ours.electron)
  const open = async () => {
    await page.evaluate(() => (location.hash = '#/settings/appearance'))
    await page.waitForFunction(() => document.querySelector('[data-grid="matrix"]') === null)
    return page.evaluate(async () => {
      const start = performance.now()
      location.hash = '#/matrix'
      while (!document.querySelector('[data-grid="matrix"] [data-env]')) await new Promise((done) => requestAnimationFrame(done))
      await new Promise((done) => requestAnimationFrame(done))
      return performance.now() - start
    })
  }
  const cold = await open()
  await page.waitForFunction((n) => document.querySelector('[data-grid="matrix"]')?.getAttribute('aria-rowcount') === String(n), CUSTOMERS * PEOPLE + CUSTOMERS + 1)
  const [render, scroll] = [{ ours: [], ag: [], bare: [] }, { ours: [], ag: [], bare: [] }]
  for (let round = 0; round < ROUNDS; round += 1) {
    render.ours.push(await open())
    if (round < 3) scroll.ours.push(...(await page.evaluate(scrollFrames, ['[data-grid="matrix"]', 4])))
    for (const name of ['bare', 'ag']) {
      render[name].push(await other.evaluate(firstRender, [name, `${name}Row`]))
      await other.evaluate(() => globalThis.others.scroller())
      if (round < 3) scroll[name].push(...(await other.evaluate(scrollFrames, ['[data-scroller]', 4])))
    }
  }
  const used = (await memory(ours.electron)) - empty
  if (bench.wanted('grid-first-render')) bench.add('grid-first-render', 'ms median, view to painted rows', median(render.ours), median(render.ag), 50, median(render.ours) <= 50)
  say(`first render of 100,000 rows: ${median(render.ours).toFixed(0)} ms (the first of all, which reads the store: ${cold.toFixed(0)} ms); AG Grid ${median(render.ag).toFixed(0)} ms; bare list ${median(render.bare).toFixed(0)} ms`)
  if (bench.wanted('grid-scroll')) bench.add('grid-scroll', 'share of frames <= 16.7 ms', share(scroll.ours), share(scroll.ag), 0.95, share(scroll.ours) >= 0.95 && share(scroll.ours) >= share(scroll.ag))
  for (const name of ['ours', 'ag', 'bare']) say(`scroll, ${name}: ${scroll[name].length} frames, ${(share(scroll[name]) * 100).toFixed(1)} % in time, p98 ${quantile(scroll[name], 0.98).toFixed(1)} ms`)
  if (bench.wanted('matrix-memory')) bench.add('matrix-memory', 'MB of page and engine above the empty app', used, null, MEMORY_BUDGET_MB, used <= MEMORY_BUDGET_MB)
  say(`memory of the view after scrolling, page and engine: ${used.toFixed(0)} MB above the app before it`)

  /** Moves, and fills a thousand cells; `when` stands behind the name of each figure. */
  const pressKeys = async (when, said) => {
    await open()
    await page.evaluate(() => (document.querySelector('[data-grid="matrix"]').scrollTop = 0))
    const ourKeys = await keyTimes(page, () => page.locator(cell(1, 'dev')).click())
    await other.evaluate(firstRender, ['ag', 'agRow'])
    const agKeys = await keyTimes(other, () => other.locator('.ag-row .ag-cell').first().click())
    const [p75, p98] = [quantile(ourKeys, 0.75), quantile(ourKeys, 0.98)]
    if (bench.wanted('grid-key-to-paint')) bench.add(`grid-key-to-paint${when}`, 'ms p98, moving', p98, quantile(agKeys, 0.98), 100, p75 <= 50 && p98 <= 100)
    say(`key to paint, moving${said}: p75 ${p75.toFixed(1)} ms, p98 ${p98.toFixed(1)} ms; AG Grid p75 ${quantile(agKeys, 0.75).toFixed(1)} ms, p98 ${quantile(agKeys, 0.98).toFixed(1)} ms`)
    if (!bench.wanted('grid-fill')) return
    const [fills, agFills] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      fills.push(await fillOnce(page, 'dev'))
      agFills.push(await agFill(other, `Role ${round}`))
    }
    bench.add(`grid-fill${when}`, `ms p98, ${FILLED} cells kept on disk and painted`, quantile(fills, 0.98), quantile(agFills, 0.98), 100, quantile(fills, 0.75) <= 50 && quantile(fills, 0.98) <= 100)
    say(`fill of ${FILLED} cells, on disk and painted${said}: median ${median(fills).toFixed(0)} ms, p75 ${quantile(fills, 0.75).toFixed(0)} ms, max ${Math.max(...fills).toFixed(0)} ms; AG Grid in memory: median ${median(agFills).toFixed(0)} ms`)
  }
  await pressKeys('', '')
  const view = { scope: { kind: 'accounts', accounts: ['one'] }, filter: { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }, grouping: 'flat', collapsed: [], offset: 0, limit: 200 }
  for (const by of ['name', 'email', 'prod', 'lastActivity']) {
    const start = performance.now()
    await call(page, 'matrix.page', { ...view, sort: { by, direction: 'desc' } })
    say(`sort by ${by}: ${(performance.now() - start).toFixed(0)} ms to the page`)
  }
  const { id } = await addAccount(page, emulator.account)
  const readOf = async () => (await call(page, 'reading.completeness', { resource: 'members', accounts: [id], customers: null })).read
  await page.waitForTimeout(READING_STARTS_MS)
  const before = await readOf()
  await pressKeys('-while-reading', ', while another account is read')
  say(`customers read meanwhile: ${before} to ${await readOf()} of ${READ_MEANWHILE}`)
} finally {
  bench.save()
  await ours.close()
  await theirs.close()
  emulator.stop()
  rmSync(folder, { recursive: true, force: true })
}
