// From a change of the address to the painted first rows of every view, with two accounts of 500 and 40 customers of 50 people in the store.
import { rmSync } from 'node:fs'
import { addAccount, launchRolodesk, openBench, quantile, startEmulator, wholeList } from './lib.mjs'

const bench = openBench()
const CUSTOMERS = 500
const RUNS = 7
const BUDGET_MS = 100
const row = (grid) => `[data-grid="${grid}"] [role="row"][data-key]`

const emulator = await startEmulator(CUSTOMERS, 50)
const { electron, userData, close } = await launchRolodesk(bench, { quotaSpeed: 100, keep: true })
try {
  const page = await electron.firstWindow()
  await page.waitForSelector('html[data-ready="true"]')
  const { id } = await addAccount(page, emulator.account)
  await wholeList(page, CUSTOMERS, 60_000)
  await page.waitForFunction((n) => document.querySelector('[data-testid="completeness"]')?.dataset.read === String(n), CUSTOMERS, { timeout: 240_000 })
  const first = await page.locator(row('customers')).first().getAttribute('data-key')
  const customer = `#/customers/${id}/${first}`
  const views = {
    customers: ['#/customers', row('customers')], people: ['#/people', row('people')], person: ['#/people/dana@example.com', row('memberships')],
    dashboard: [`${customer}/dashboard`, '[data-figure="recipes"] .big'], collaborators: [`${customer}/collaborators`, row('members')], roles: [`${customer}/roles`, row('environment-roles')],
    groups: [`${customer}/groups`, row('groups')], settings: [`${customer}/settings`, '[data-field="notificationEmail"]'],
  }
  // What a customer's page needs beyond its people is read when it is opened; here it is what the store answers that counts.
  for (const [path, held] of Object.values(views)) {
    await page.evaluate((hash) => (location.hash = hash), path)
    await page.locator(held).first().waitFor()
  }
  await page.getByRole('switch', { name: 'Work offline' }).click()
  const slowest = []
  for (const [name, [path, held]] of Object.entries(views)) {
    const times = []
    for (let run = 0; run < RUNS; run += 1) {
      await page.evaluate(() => (location.hash = '#/settings/appearance'))
      await page.waitForFunction((selector) => document.querySelector(selector) === null, held)
      times.push(await page.evaluate(async ([hash, selector]) => {
        const start = performance.now()
        location.hash = hash
        while (!document.querySelector(selector)?.textContent) await new Promise((done) => requestAnimationFrame(done))
        // The frame that has it is on screen when the next one begins.
        await new Promise((done) => requestAnimationFrame(done))
        return performance.now() - start
      }, [path, held]))
    }
    slowest.push(quantile(times, 0.5))
    process.stdout.write(`open ${name}: median ${quantile(times, 0.5).toFixed(0)} ms, worst of ${RUNS} ${Math.max(...times).toFixed(0)} ms\n`)
  }
  bench.add('open-view', 'ms median of the slowest view', Math.max(...slowest), null, BUDGET_MS, Math.max(...slowest) <= BUDGET_MS)
} finally {
  bench.save()
  await close()
  rmSync(userData, { recursive: true, force: true })
  emulator.stop()
}
