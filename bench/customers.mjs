// The customers grid with 10,000 customers: scrolling against an empty list, search, and how long main is ever blocked.
import { addAccount, call, launchRolodesk, openBench, quantile, scrollFrames, share, startEmulator, wholeList } from './lib.mjs'

const bench = openBench()
const CUSTOMERS = 10_000
const emulator = await startEmulator(CUSTOMERS)

/** An empty list of the same height in a page of its own. */
async function emptyListFrames(page) {
  await page.evaluate(() => {
    const empty = document.createElement('div')
    empty.id = 'empty-list'
    empty.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:9999;background:white'
    empty.innerHTML = '<div style="height:360000px"></div>'
    document.body.append(empty)
  })
  const frames = await page.evaluate(scrollFrames, ['#empty-list', 6])
  await page.evaluate(() => document.getElementById('empty-list').remove())
  return frames
}

/** A user-data folder with the whole list, and its account. Read at ten times what the API allows: main has ten times as much to do as it ever will. */
async function readList() {
  const { electron, userData, close } = await launchRolodesk(bench, { quotaSpeed: 10, keep: true })
  const page = await electron.firstWindow()
  await page.waitForSelector('html[data-ready="true"]')
  await electron.evaluate(() => globalThis.__rolodesk.resetLoopDelay())
  const { id } = await addAccount(page, emulator.account)
  await wholeList(page, CUSTOMERS, 240_000)
  if (bench.wanted('main-block')) {
    const { p99, max } = await electron.evaluate(() => globalThis.__rolodesk.loopDelay())
    bench.add('main-block', 'ms p99', p99, null, 16, p99 <= 16)
    process.stdout.write(`main process while ${CUSTOMERS} customers are read: p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms\n`)
  }
  await close()
  return { userData, id }
}

/** Scrolls the grid and an empty list by turns. */
async function scroll(page) {
  const scroller = await page.evaluate(() => {
    const grid = document.querySelector('[data-grid="customers"]')
    const inside = [grid, ...grid.querySelectorAll('*')].find((element) => element.scrollHeight > element.clientHeight + 1000)
    inside?.setAttribute('data-bench-scroller', '')
    return inside !== undefined
  })
  if (!scroller) throw new Error('the grid does not scroll')
  const [theirs, ours] = [[], []]
  for (let round = 0; round < 3; round += 1) {
    theirs.push(...(await emptyListFrames(page)))
    ours.push(...(await page.evaluate(scrollFrames, ['[data-bench-scroller]', 6])))
  }
  bench.add('customers-scroll', 'share of frames <= 16.7 ms', share(ours), share(theirs), 0.95, share(ours) >= 0.95)
  process.stdout.write(`scroll ${CUSTOMERS} customers: ${ours.length} frames, ${(share(ours) * 100).toFixed(1)} % in time, p98 ${quantile(ours, 0.98).toFixed(1)} ms; empty list: ${theirs.length} frames, ${(share(theirs) * 100).toFixed(1)} %, p98 ${quantile(theirs, 0.98).toFixed(1)} ms\n`)
}

async function search(page, accountId) {
  const times = []
  for (const words of ['a', 'ar', 'ar la', 'zz', '']) {
    for (const by of ['name', 'tasks', 'joined', 'connections']) {
      const filter = { search: words, plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }
      const { ms, reply } = await page.evaluate(async (query) => {
        const start = performance.now()
        const answer = await globalThis.rolodesk.invoke('customers.page', query)
        return { ms: performance.now() - start, reply: answer }
      }, { accountId, filter, sort: { by, direction: 'desc' }, offset: 0, limit: 200 })
      if (!reply.ok) throw new Error(JSON.stringify(reply.error))
      times.push(ms)
    }
  }
  bench.add('search-latency', 'ms p98', quantile(times, 0.98), null, 100, quantile(times, 0.98) <= 100)
  process.stdout.write(`search and sort over ${CUSTOMERS}, page to engine and back: median ${quantile(times, 0.5).toFixed(1)} ms, p98 ${quantile(times, 0.98).toFixed(1)} ms\n`)
}

const { userData, id } = await readList()
// At the quotas of the API: reading goes on behind what is measured.
const { electron, close } = await launchRolodesk(bench, { userData })
try {
  const page = await electron.firstWindow()
  await page.waitForSelector('html[data-ready="true"]')
  await call(page, 'accounts.replaceToken', { accountId: id, token: emulator.account.token, sessionOnly: true, confirmedHost: new URL(emulator.account.baseUrl).host })
  await wholeList(page, CUSTOMERS, 60_000)
  if (bench.wanted('customers-scroll')) await scroll(page)
  if (bench.wanted('search-latency')) await search(page, id)
} finally {
  bench.save()
  await close()
  emulator.stop()
}
