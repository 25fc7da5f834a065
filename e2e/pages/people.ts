import { expect, type Locator, type Page } from '@playwright/test'

/** Opens the people of all accounts by the rail. */
export async function openPeople(page: Page): Promise<Locator> {
  await page.locator('[data-nav="people"]').click()
  const grid = page.locator('[role="grid"][data-grid="people"]')
  await grid.waitFor()
  return grid
}

/** Opens the page of a person by address and waits for its rows. */
export async function openPerson(page: Page, email: string): Promise<Locator> {
  await page.evaluate((hash) => (location.hash = hash), `#/people/${encodeURIComponent(email)}`)
  const grid = page.locator('[role="grid"][data-grid="memberships"]')
  await expect(grid.locator('[role="row"][data-key]').first()).toBeVisible()
  return grid
}

/** The search in the top bar. */
export function topSearch(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Search people and customers' })
}
