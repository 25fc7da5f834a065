// The customers grid with 10,000 customers: scrolling against an empty list, search, and how long main is ever blocked.
import { launchRolodesk, openBench, quantile, startEmulator } from './lib.mjs'

const bench = openBench()
const CUSTOMERS = 10_000
const emulator = await startEmulator(CUSTOMERS)
const { electron, close } = await launchRolodesk(bench)

/** Frame times in ms while something is scrolled down for some seconds. */
function scrollFrames([selector, seconds]) {
  const element = document.querySelector(selector)
  return new Promise((resolve) => {
    const frames = []
    let last = performance.now()
    const end = last + seconds * 1000
    const tick = (now) => {
      frames.push(now - last)
      last = now
      element.scrollTop += 60
      if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) element.scrollTop = 0
      if (now < end) requestAnimationFrame(tick)
      else resolve(frames.slice(5))
    }
    requestAnimationFrame(tick)
  })
}

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

const share = (frames) => frames.filter((ms) => ms <= 17.5).length / frames.length

try {
  const page = await electron.firstWindow()
  // The list alone takes 100 requests at the documented quota.
  page.setDefaultTimeout(240_000)
  await page.waitForSelector('html[data-ready="true"]')
  await electron.evaluate(() => globalThis.__rolodesk.resetLoopDelay())
  const added = await page.evaluate(({ baseUrl, token }) => globalThis.rolodesk.invoke('accounts.add', { name: 'Bench', dataCenter: 'custom', baseUrl, token, colour: 1, shape: 'circle', sessionOnly: true }), account)
  if (!added.ok) throw new Error(JSON.stringify(added.error))
  await page.waitForFunction((n) => document.querySelector('[data-testid="completeness"]')?.dataset.read === String(n), CUSTOMERS)
  if (bench.wanted('main-block')) {
    const { p99, max } = await electron.evaluate(() => globalThis.__rolodesk.loopDelay())
    bench.add('main-block', 'ms p99', p99, null, 16, p99 <= 16)
    process.stdout.write(`main process while ${CUSTOMERS} customers are read: p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms\n`)
  }
  const scroller = await page.evaluate(() => {
    const grid = document.querySelector('[data-grid="customers"]')
    const inside = [grid, ...grid.querySelectorAll('*')].find((element) => element.scrollHeight > element.clientHeight + 1000)
    inside.setAttribute('data-bench-scroller', '')
    return inside !== undefined
  })
  if (!scroller) throw new Error('the grid does not scroll')
  if (bench.wanted('grid-scroll')) {
    const theirs = await emptyListFrames(page)
    const ours = await page.evaluate(scrollFrames, ['[data-bench-scroller]', 6])
    bench.add('grid-scroll', 'share of frames <= 16.7 ms', share(ours), share(theirs), 0.95, share(ours) >= 0.95)
    process.stdout.write(`scroll ${CUSTOMERS} customers: ${ours.length} frames, ${(share(ours) * 100).toFixed(1)} % in time, p98 ${quantile(ours, 0.98).toFixed(1)} ms; empty list: ${theirs.length} frames, ${(share(theirs) * 100).toFixed(1)} %, p98 ${quantile(theirs, 0.98).toFixed(1)} ms\n`)
  }
  if (bench.wanted('search-latency')) {
    const times = await page.evaluate(async (accountId) => {
      const query = (search, by) => ({ accountId, filter: { search, plans: [], statuses: [], apps: [], joinedFrom: null, joinedTo: null }, sort: { by, direction: 'desc' }, offset: 0, limit: 200 })
      const measured = []
      for (const search of ['a', 'ar', 'ar la', 'zz', '']) {
        for (const by of ['name', 'tasks', 'joined', 'connections']) {
          const start = performance.now()
          await globalThis.rolodesk.invoke('customers.page', query(search, by))
          measured.push(performance.now() - start)
        }
      }
      return measured
    }, added.value.id)
    bench.add('search-latency', 'ms p98', quantile(times, 0.98), null, 100, quantile(times, 0.98) <= 100)
    process.stdout.write(`search and sort over ${CUSTOMERS}, page to engine and back: median ${quantile(times, 0.5).toFixed(1)} ms, p98 ${quantile(times, 0.98).toFixed(1)} ms\n`)
  }
} finally {
  bench.save()
  await close()
  emulator.stop()
}
