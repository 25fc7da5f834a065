import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'

/** Where to look, and what each screen must hold from the store. */
const SCREENS = (customer: string): readonly (readonly [string, string])[] => [
  ['#/customers', '[data-grid="customers"] [role="row"][data-key]'],
  [`${customer}/dashboard`, '[data-figure="recipes"] .big'],
  [`${customer}/collaborators`, '[data-grid="members"] [role="row"][data-key]'],
  [`${customer}/roles`, '[data-grid="environment-roles"] [role="row"][data-key]'],
  [`${customer}/groups`, '[data-grid="groups"] [role="row"][data-key]'],
  [`${customer}/settings`, '[data-field="notificationEmail"]'],
  ['#/people', '[data-grid="people"] [role="row"][data-key]'],
  ['#/people/dana@example.com', '[data-grid="memberships"] [role="row"][data-key]'],
]

test('with the other side gone since the start every screen works, and says how old its data are', async ({ launch, emulator }) => {
  const first = await launch()
  const account = await addEmulatorAccount(first.page, emulator, 1)
  await waitUntilRead(first.page, 6)
  const id = String(await rows(first.page).first().getAttribute('data-key'))
  const customer = `#/customers/${account}/${id}`
  for (const [path, held] of SCREENS(customer)) {
    await first.page.evaluate((hash) => (location.hash = hash), path)
    await expect(first.page.locator(held).first(), path).toHaveText(/\S/)
  }
  await first.electron.close()
  await emulator.close()

  const { page } = await launch()
  for (const [path, held] of SCREENS(customer)) {
    await page.evaluate((hash) => (location.hash = hash), path)
    await expect(page.locator(held).first(), path).toHaveText(/\S/)
    await expect(page.locator('main, footer').filter({ hasText: /(As of|read at) \d\d:\d\d/ }).first(), path).toBeVisible()
  }
  await page.evaluate(() => (location.hash = '#/customers'))
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.locator('[role="alert"][data-error-code="UNREACHABLE"]')).toBeVisible()
  await expect(rows(page).first()).toBeVisible()
  await expect(page.locator('footer')).toContainText(/As of \d\d:\d\d/)
})
