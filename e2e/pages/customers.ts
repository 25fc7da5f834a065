import { expect, type Locator, type Page } from '@playwright/test'

/** The customers grid. */
export function grid(page: Page): Locator {
  return page.locator('[role="grid"][data-grid="customers"]')
}

/** The rows on screen. */
export function rows(page: Page): Locator {
  return grid(page).locator('[role="row"][data-key]')
}

/** What can be ticked in an open menu of filters or columns. */
export function choices(page: Page): Locator {
  return page.locator('.menu').getByRole('checkbox')
}

/** Waits until the status bar says that all customers are read. */
export async function waitUntilRead(page: Page, total: number): Promise<void> {
  const completeness = page.getByTestId('completeness')
  await expect(completeness).toHaveAttribute('data-total', String(total), { timeout: 40_000 })
  await expect(completeness).toHaveAttribute('data-read', String(total), { timeout: 40_000 })
}

/** The search field above the grid. */
export function searchBox(page: Page): Locator {
  return page.getByPlaceholder('Search by name or external ID')
}
