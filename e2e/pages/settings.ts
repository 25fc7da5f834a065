import type { Locator, Page } from '@playwright/test'

/** Opens the settings of the partner accounts and chooses one. */
export async function openAccountSettings(page: Page, name: string): Promise<Locator> {
  await page.locator('[data-nav="settings"]').click()
  await page.getByRole('table').getByRole('button', { name }).click()
  return page.getByRole('main')
}
