import { expect, test } from '../fixtures/app'
import type { LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows } from '../pages/customers'

// Quotas that let the lists through and hold back what is read after them.
test.use({ quotaSpeed: '10', emulatorOptions: ['--seed', '500', '--accounts', '2', '--customers', '500,40', '--people', '5', '--quota', 'off', '--latency', '200'] })

test('switching while answers are on their way never shows a row under the wrong account @row-48', async ({ launch, emulator }) => {
  const { page } = await launch()
  const ids = [await addEmulatorAccount(page, emulator, 0), await addEmulatorAccount(page, emulator, 1)]
  const names = await Promise.all(
    emulator.accounts.map(async ({ id }) => {
      const state = await emulator.control<{ customers: { id: number; name: string }[] }>('GET', `/state?account=${id}`)
      return new Map(state.customers.map((customer) => [String(customer.id), customer.name]))
    }),
  )
  // Each frame is read whole inside the page, so that a row and the account that it stands under are of one moment.
  await page.evaluate(() => {
    const seen: { account: string; key: string; name: string }[] = []
    Object.assign(globalThis, { seenRows: seen })
    const look = (): void => {
      const account = document.querySelector('[data-testid="account-switcher"] [aria-current="true"]')?.getAttribute('data-account-id') ?? ''
      for (const row of document.querySelectorAll('[data-grid="customers"] [role="row"][data-key]')) {
        const cell = row.querySelector('[data-col="customer"]')
        seen.push({ account, key: row.getAttribute('data-key') ?? '', name: cell?.textContent ?? '' })
      }
      requestAnimationFrame(look)
    }
    look()
  })
  for (let round = 0; round < 40; round += 1) await page.locator(`[data-account-id="${ids[round % 2]!}"]`).first().click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '41', { timeout: 40_000 })
  await page.locator(`[data-account-id="${ids[0]!}"]`).first().click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '501', { timeout: 40_000 })
  await expect(rows(page).first()).toBeVisible()

  const seen = await page.evaluate(() => (globalThis as unknown as { seenRows: { account: string; key: string; name: string }[] }).seenRows)
  expect(new Set(seen.map(({ account }) => account))).toEqual(new Set(ids))
  const wrong = seen.filter(({ account, key, name }) => !name.includes(names[ids.indexOf(account)]?.get(key) ?? '\u0000'))
  expect(wrong.slice(0, 3)).toEqual([])

  const log = await emulator.control<LoggedRequest[]>('GET', '/log')
  for (const entry of log.filter(({ tokenTail }) => tokenTail !== null)) {
    const owner = emulator.accounts.find(({ id }) => id === entry.account)
    expect(entry.tokenTail).toBe(owner?.token.slice(-4))
  }
})
