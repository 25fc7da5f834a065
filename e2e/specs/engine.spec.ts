import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'

declare global {
  /** What unpackaged builds offer to tests in the main process. */
  var __rolodesk: { enginePid(): number; loopDelay(): { p99: number; max: number }; resetLoopDelay(): void }
}

test.use({ emulatorOptions: ['--seed', '9', '--accounts', '1', '--customers', '120', '--people', '2', '--quota', 'off', '--latency', '150'] })

test('an engine killed while the customers are loading comes back and finishes @row-63', async ({ launch, emulator }) => {
  const { electron, page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await expect(rows(page).first()).toBeVisible()
  const before = await electron.evaluate(() => globalThis.__rolodesk.enginePid())
  process.kill(before, 'SIGKILL')
  await expect.poll(() => electron.evaluate(() => globalThis.__rolodesk.enginePid())).not.toBe(before)
  await waitUntilRead(page, 120)
  await page.getByPlaceholder('Search by name or external ID').fill('a')
  await expect(rows(page).first()).toBeVisible()
})
