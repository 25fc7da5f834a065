// The matrix at 100,000 rows beside AG Grid Community and a bare virtual list, in the same runtime and run. Another account is being read behind it.
import { readFileSync, rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../scripts/lib/run.mjs'
import { addAccount, call, launchRolodesk, openBench, quantile, startEmulator } from './lib.mjs'
import { inTime, keyTimes, scrollFrames } from './measure.mjs'
import { customerRow, environmentRoles, members } from './people.mjs'

const bench = openBench()
const CUSTOMERS = 2000
const PEOPLE = 50
const CELLS = 1000
const ROUNDS = 3
const SCROLL_SECONDS = 5
const KEYS = 60
const FIRST_RENDER_MS = 50
const MEMORY_MB = 150
const ROW = '[data-grid="matrix"] [role="row"][data-key] [data-env="prod"]'
const ACTIVE = 'document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex")'

/** A user-data folder with an account whose people were all read. */
async function seededFolder() {
  const { module } = await runnerImport(join(ROOT, 'src-main/store/index.ts'), { configFile: false, root: ROOT, logLevel: 'error' })
  const folder = mkdtempSync(join(tmpdir(), 'rolodesk-bench-'))
  const store = module.openStore(folder, 1)
  store.accounts.save({ id: 'bench', kind: 'partner', name: 'Bench', dataCenter: 'us', baseUrl: 'https://www.workato.com', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  const ids = Array.from({ length: CUSTOMERS }, (_, id) => id + 1)
  store.inCache(() => store.customers.upsert('bench', ids.map(customerRow), 1, Date.now()))
  for (const id of ids) {
    store.members.replaceMembers('bench', id, members(id, PEOPLE), Date.now())
    store.roles.replaceEnvironmentRoles('bench', id, environmentRoles, Date.now())
  }
  store.close()
  return folder
}

/** Proportional memory of all processes of an app in MB. */
async function memory(electron) {
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
  return pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0), 0) / 1024
}

/** From the address to painted rows. */
const openTime = (page) => page.evaluate(async (selector) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const start = performance.now()
  location.hash = '#/matrix'
  while (!document.querySelector(selector)?.textContent) await frame()
  await frame()
  return performance.now() - start
}, ROW)

async function leave(page) {
  await page.evaluate(() => (location.hash = '#/settings/appearance'))
  await page.waitForFunction((selector) => document.querySelector(selector) === null, ROW)
}

/** What the bare list and AG Grid do, in a window of their own. */
async function counterparts() {
  const { electron, close } = await launchRolodesk(bench, { folder: join(ROOT, 'bench/counterparts') })
  try {
    const page = await electron.firstWindow()
    await page.waitForFunction(() => 'showBareList' in globalThis)
    await page.evaluate((count) => globalThis.makeRows(count), CUSTOMERS * PEOPLE)
    const ag = { render: [], frames: [], fill: [], keys: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      ag.render.push(await page.evaluate(() => globalThis.showAgGrid()))
      ag.frames.push(...(await page.evaluate(scrollFrames, ['[data-bench-scroller]', SCROLL_SECONDS])))
      await page.evaluate(() => globalThis.grid.ensureIndexVisible(0))
      for (const role of ['Member', 'Builder']) ag.fill.push(await page.evaluate((name) => globalThis.fillAgGrid(name), role))
      await page.locator('.ag-row[row-index="0"] [col-id="prod"]').click()
      ag.keys.push(...(await keyTimes(page, 'ArrowDown', KEYS / ROUNDS, 'document.activeElement?.closest("[row-index]")?.getAttribute("row-index")')))
      await page.evaluate(() => globalThis.hideAgGrid())
    }
    const bare = { render: [await page.evaluate(() => globalThis.showBareList())], frames: await page.evaluate(scrollFrames, ['[data-bench-scroller]', SCROLL_SECONDS * ROUNDS]) }
    return { ag, bare }
  } finally {
    await close()
  }
}

/** Selects a column of cells by keyboard, about as many as are to be filled. */
async function selectCells(page) {
  await page.keyboard.press('Control+Home')
  await page.locator(ROW).first().click()
  const at = () => page.evaluate((expression) => Number((0, eval)(expression)), ACTIVE)
  const from = await at()
  while ((await at()) - from < CELLS) await page.keyboard.press('Shift+PageDown')
  return page.evaluate(() => Number(/([\d,]+) cells/.exec(document.body.innerText)?.[1]?.replace(',', '') ?? 0))
}

async function ours(userData, emulator) {
  const { electron, close } = await launchRolodesk(bench, { userData })
  const result = { render: [], frames: [], keys: [], type: [], fill: [] }
  try {
    const page = await electron.firstWindow()
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setSize(1440, 900))
    await page.waitForSelector('html[data-ready="true"]')
    // Read at the documented quotas, so that it goes on as long as this lasts.
    await addAccount(page, emulator.account)
    await page.locator('[data-account-id="bench"]').first().click()
    const before = await memory(electron)
    result.first = await openTime(page)
    for (let round = 0; round < ROUNDS * 2; round += 1) {
      await leave(page)
      result.render.push(await openTime(page))
    }
    await page.evaluate(() => {
      const grid = document.querySelector('[data-grid="matrix"]')
      const inside = [grid, ...grid.querySelectorAll('*'), grid.parentElement].find((element) => element.scrollHeight > element.clientHeight + 1000)
      inside.setAttribute('data-bench-scroller', '')
    })
    for (let round = 0; round < ROUNDS; round += 1) result.frames.push(...(await page.evaluate(scrollFrames, ['[data-bench-scroller]', SCROLL_SECONDS])))
    result.memory = (await memory(electron)) - before
    await page.evaluate(() => (document.querySelector('[data-bench-scroller]').scrollTop = 0))
    await page.locator(ROW).first().click()
    result.keys = await keyTimes(page, 'ArrowDown', KEYS, ACTIVE)
    for (let round = 0; round < 10; round += 1) {
      result.type.push(...(await keyTimes(page, 'b', 1, 'document.querySelector(\'[data-testid="role-picker"]\') !== null')))
      await page.keyboard.press('Escape')
      await page.waitForFunction(() => document.querySelector('[data-testid="role-picker"]') === null)
      await page.keyboard.press('ArrowDown')
    }
    for (let round = 0; round < 5; round += 1) {
      result.cells = await selectCells(page)
      result.fill.push(...(await keyTimes(page, 'Control+d', 1, 'Number(document.querySelector(\'[data-testid="queue"]\').dataset.count)')))
      await page.keyboard.press('Control+z')
      await page.waitForFunction(() => document.querySelector('[data-testid="queue"]').dataset.count === '0')
    }
    result.page = []
    const view = { scope: { kind: 'accounts', accounts: ['bench'] }, filter: { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }, grouping: 'flat', collapsed: [], offset: 0, limit: 200 }
    for (const search of ['', 'an', 'customer ba', 'zz']) {
      for (const prod of [[], ['EnvironmentAdmin'], [null]]) {
        for (const by of ['name', 'email', 'prod', 'lastActivity']) {
          const start = performance.now()
          await call(page, 'matrix.page', { ...view, filter: { ...view.filter, search, roles: { ...view.filter.roles, prod } }, sort: { by, direction: 'desc' } })
          result.page.push(performance.now() - start)
        }
      }
    }
    return result
  } finally {
    await close()
  }
}

const userData = await seededFolder()
const emulator = await startEmulator(500, PEOPLE)
const say = (text) => process.stdout.write(`${text}\n`)
const times = (list) => `median ${quantile(list, 0.5).toFixed(1)} ms, p75 ${quantile(list, 0.75).toFixed(1)}, p98 ${quantile(list, 0.98).toFixed(1)}, max ${Math.max(...list).toFixed(1)}`
try {
  const { ag, bare } = await counterparts()
  const mine = await ours(userData, emulator)
  const median = (list) => quantile(list, 0.5)
  say(`first rows of ${CUSTOMERS * PEOPLE}: ${times(mine.render)} (first time in this process ${mine.first.toFixed(0)} ms); AG Grid ${times(ag.render)}; bare list ${times(bare.render)}`)
  bench.add('grid-first-render', 'ms median', median(mine.render), median(ag.render), FIRST_RENDER_MS, median(mine.render) <= FIRST_RENDER_MS)
  say(`scrolling: ${(inTime(mine.frames) * 100).toFixed(1)} % of ${mine.frames.length} frames in time, p98 ${quantile(mine.frames, 0.98).toFixed(1)} ms; AG Grid ${(inTime(ag.frames) * 100).toFixed(1)} % of ${ag.frames.length}, p98 ${quantile(ag.frames, 0.98).toFixed(1)}; bare list ${(inTime(bare.frames) * 100).toFixed(1)} % of ${bare.frames.length}`)
  bench.add('grid-scroll', 'share of frames <= 16.7 ms', inTime(mine.frames), inTime(ag.frames), 0.95, inTime(mine.frames) >= 0.95 && inTime(mine.frames) >= inTime(ag.frames))
  say(`key to paint, one cell down: ${times(mine.keys)}; AG Grid ${times(ag.keys)}. A letter to the open editor: ${times(mine.type)}`)
  const keys = [...mine.keys, ...mine.type]
  bench.add('grid-key-to-paint', 'ms p98', quantile(keys, 0.98), quantile(ag.keys, 0.98), 100, quantile(keys, 0.75) <= 50 && quantile(keys, 0.98) <= 100)
  say(`fill of ${mine.cells} cells, on disk and on screen: ${times(mine.fill)}; AG Grid, 1,000 cells in memory only: ${times(ag.fill)}`)
  bench.add('grid-fill', 'ms p75', quantile(mine.fill, 0.75), quantile(ag.fill, 0.75), 100, quantile(mine.fill, 0.75) <= 100)
  say(`filter and sort over ${CUSTOMERS * PEOPLE} rows, page to engine and back: ${times(mine.page)}`)
  bench.add('grid-filter-sort', 'ms p98', quantile(mine.page, 0.98), null, 100, quantile(mine.page, 0.98) <= 100)
  say(`memory of the view: ${mine.memory.toFixed(0)} MB above the app before it was opened`)
  bench.add('grid-memory', 'MB', mine.memory, null, MEMORY_MB, mine.memory <= MEMORY_MB)
} finally {
  bench.save()
  emulator.stop()
  rmSync(userData, { recursive: true, force: true })
}
