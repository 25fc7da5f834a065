import type { Locator, Page } from '@playwright/test'

/** Opens the roles of all customers by the rail. */
export async function openRoles(page: Page): Promise<void> {
  await page.locator('[data-nav="roles"]').click()
  await page.locator('[role="grid"][data-grid="roles"] [role="row"][data-key]').first().waitFor()
}

/** The row of a name. */
export const roleRow = (page: Page, name: string): Locator => page.locator(`[role="grid"][data-grid="roles"] [role="row"][data-key="${name}"]`)

/** Shows who has the roles of a name, beside the list. */
export async function openRole(page: Page, name: string): Promise<Locator> {
  await roleRow(page, name).locator('[data-col="name"]').click()
  await page.locator('[data-role-customer]').first().waitFor()
  return page.getByTestId('role-panel')
}

/** The dialog about roles, and what it would do. */
export const roleDialog = (page: Page): Locator => page.getByTestId('role-dialog')
export const rolePreview = (page: Page): Locator => page.getByTestId('role-preview')
/** The button that keeps the act. */
export const keepRoles = (page: Page): Locator => roleDialog(page).locator('button[type="submit"]')
