import { text } from './views.mjs'

/** The settings with their doctors. */
export async function visitSettings(page, view) {
  await view(
    'settings-accounts',
    () => page.locator('[data-nav="settings"]').click(),
    () => text(page.locator('main h1')),
  )
  await view(
    'doctors',
    async () => {
      await page.getByTestId('connection-doctor').getByRole('button', { name: 'Check the connection' }).click()
      await page.locator('[data-testid="connection-doctor"] [data-hop]').first().waitFor()
      await page.getByTestId('permissions').getByRole('button', { name: 'Check' }).click()
      await page.locator('[data-testid="permissions"] [data-scope="grants"][data-state="allowed"]').waitFor()
    },
    () => text(page.locator('[data-testid="connection-doctor"] [role="status"]')),
  )
  await view(
    'settings-appearance',
    () => page.getByText('Appearance', { exact: true }).click(),
    async () => `${String(await page.getByRole('radio').count())} themes`,
  )
}
