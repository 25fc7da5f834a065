import { expect, type Locator, type Page } from '@playwright/test'
import { invoke } from '../fixtures/bridge'
import { rows, searchBox } from './customers'

/** The page of one customer. */
export function customerPage(page: Page): Locator {
  return page.getByTestId('customer')
}

/** Opens a customer from the grid by keyboard. */
export async function openCustomer(page: Page, name: string, id: number): Promise<void> {
  await searchBox(page).fill(name)
  const cell = rows(page).and(page.locator(`[data-key="${String(id)}"]`)).locator('[data-col="customer"]')
  // The row may stand there before the answer to the search, which puts it elsewhere under the focus.
  await expect(async () => {
    await cell.press('Enter', { timeout: 5000 })
    await page.locator(`[data-testid="customer"][data-customer="${String(id)}"]`).waitFor({ timeout: 5000 })
  }).toPass()
}

/** Puts a tab of the customer on screen. */
export async function openTab(page: Page, name: 'Dashboard' | 'Collaborators' | 'Roles' | 'Groups and projects' | 'Settings'): Promise<void> {
  await customerPage(page).getByRole('tab', { name }).click()
  await page.getByRole('tabpanel', { name }).waitFor()
}

/** The rows of one of the grids on a customer's page. */
export function rowsOf(page: Page, grid: 'members' | 'environment-roles' | 'project-roles' | 'groups' | 'projects' | 'connections'): Locator {
  return page.locator(`[role="grid"][data-grid="${grid}"] [role="row"][data-key]`)
}

/** What of a customer has been read. */
export async function readOf(page: Page, accountId: string, customerId: number): Promise<readonly string[]> {
  const { value } = await invoke(page, 'workspace.get', { accountId, customerId })
  return ((value as { reads?: { resource: string; readAt: number | null }[] } | undefined)?.reads ?? []).flatMap(({ resource, readAt }) => (readAt === null ? [] : [resource]))
}
