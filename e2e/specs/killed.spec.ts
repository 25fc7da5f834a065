import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import type { LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { waitUntilRead } from '../pages/customers'

const CUSTOMERS = 250
/** When the app is killed: after so many customers were read. */
const KILLS = [0, 20, 90]
/** Requests of one kind that may be under way at once. */
const WIDTH = 6

test.use({ quotaSpeed: '20', emulatorOptions: ['--seed', '67', '--accounts', '1', '--customers', String(CUSTOMERS), '--people', '3', '--quota', 'off', '--latency', '50'] })

const readSoFar = async (page: Page): Promise<number> => Number(await page.getByTestId('completeness').getAttribute('data-read'))

test('killed three times during the first read, the app goes on where it was and reads only what was under way again @row-63', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  let { electron, page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  for (const after of KILLS) {
    await expect.poll(() => readSoFar(page), { timeout: 60_000, intervals: [50] }).toBeGreaterThanOrEqual(after)
    const known = await readSoFar(page)
    const gone = electron.waitForEvent('close')
    process.kill(electron.process().pid ?? 0, 'SIGKILL')
    await gone
    ;({ electron, page } = await launch())
    await expect(page.getByTestId('completeness')).toHaveAttribute('data-read', /\d/)
    expect(await readSoFar(page)).toBeGreaterThanOrEqual(known)
  }
  await waitUntilRead(page, CUSTOMERS)

  const log = await emulator.control<(LoggedRequest & { query: string })[]>('GET', '/log')
  const again = (paths: readonly string[]): number => paths.length - new Set(paths).size
  const pages = log.filter(({ path }) => path === '/api/managed_users').map(({ query }) => query)
  expect(new Set(pages).size).toBe(3)
  expect(again(pages)).toBeLessThanOrEqual(KILLS.length)
  const members = log.map(({ path }) => path).filter((path) => /^\/api\/managed_users\/\d+\/members$/.test(path))
  expect(new Set(members).size).toBe(CUSTOMERS)
  expect(again(members)).toBeLessThanOrEqual(KILLS.length * WIDTH)
})
