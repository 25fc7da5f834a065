import { expect, type Locator, type Page } from '@playwright/test'
import type { Emulator } from '../fixtures/emulator'

interface Held { readonly environment_type: string; readonly role_name: string | null; readonly role_type: string }
/** What the emulator holds of an account, as far as these tests look at it. */
export interface FleetState {
  readonly customers: readonly { readonly id: number; readonly name: string; readonly environments: readonly unknown[] }[]
  readonly workspaces: Readonly<Record<string, { readonly rbac_migrated: boolean; readonly system_roles_migrated: boolean; readonly members: readonly { readonly id: number; readonly name: string; readonly email: string; readonly roles: readonly Held[] }[] }>>
}
export const fleetState = (emulator: Emulator): Promise<FleetState> => emulator.control<FleetState>('GET', '/state?account=a1')
export const isLegacy = ({ workspaces }: FleetState, { id }: { readonly id: number }): boolean => workspaces[id]?.rbac_migrated === false

/** None of its roles is migrated. */
export const isUntouched = ({ workspaces }: FleetState, { id }: { readonly id: number }): boolean => workspaces[id]?.system_roles_migrated === false

export interface MigrationCall { readonly path: string; readonly query: string; readonly body: { readonly dry_run?: unknown }; readonly status: number }
/** The calls that migrate, or would have. */
export async function migrationCalls(emulator: Emulator): Promise<readonly MigrationCall[]> {
  return (await emulator.control<readonly MigrationCall[]>('GET', '/log')).filter(({ path }) => path.includes('/roles_migration/'))
}
export const isDryInBoth = ({ query, body }: MigrationCall): boolean => query.includes('dry_run=true') && body.dry_run === true

export const board = (page: Page): Locator => page.getByTestId('migration')
export const lane = (page: Page, name: string): Locator => page.locator(`[data-testid="migration-lanes"] [data-lane="${name}"]`)
export const fleetRows = (page: Page): Locator => page.locator('[data-grid="migration"] [role="row"][data-key]')
export const wizard = (page: Page): Locator => page.getByTestId('wizard')
export const dialog = (page: Page): Locator => page.getByTestId('migration-dialog')
export const reviewRows = (page: Page): Locator => page.locator('[data-grid="review"] [role="row"][data-person]')

export async function openMigration(page: Page): Promise<void> {
  await page.locator('[data-nav="migration"]').click()
  await expect(board(page)).toHaveAttribute('data-total', /\d/)
}

/** Presses the button of the dialog that does what it asks about. */
export async function confirm(page: Page): Promise<void> {
  await dialog(page).locator('button[type="submit"]').click()
  await dialog(page).waitFor({ state: 'hidden' })
}

/** Goes on to the next step of the wizard, once that is open. */
export async function goOn(page: Page, step: string): Promise<void> {
  const next = page.getByTestId('wizard-next')
  await expect(next).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 })
  await next.click()
  await expect(wizard(page)).toHaveAttribute('data-step', step)
}

/** Makes the proof on a customer at the step of the wizard, and waits for its verdict. */
export async function prove(page: Page, customer: string, verdict: 'proven' | 'changed'): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(customer)
  await page.getByRole('radio', { name: customer }).check()
  await page.getByTestId('prove').click()
  await dialog(page).getByLabel(`Type ${customer} to confirm`).fill(customer)
  await confirm(page)
  await expect(page.getByTestId('proof')).toHaveAttribute('data-verdict', verdict, { timeout: 30_000 })
}
