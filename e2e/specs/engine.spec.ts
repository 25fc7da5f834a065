import { expect, test } from '../fixtures/app'
import { enginePid } from '../fixtures/engine'
import { addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'

test.use({ emulatorOptions: ['--seed', '9', '--accounts', '1', '--customers', '60', '--people', '2', '--quota', 'off', '--latency', '150'] })

test('an engine killed while the customers are loading comes back and finishes @row-63', async ({ launch, emulator }) => {
  const { electron, page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await expect(rows(page).first()).toBeVisible()
  const before = await enginePid(electron)
  process.kill(before, 'SIGKILL')
  await expect.poll(() => enginePid(electron)).not.toBe(before)
  await waitUntilRead(page, 60)
  await page.getByPlaceholder('Search by name or external ID').fill('a')
  await expect(rows(page).first()).toBeVisible()
})
