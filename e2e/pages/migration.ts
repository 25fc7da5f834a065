import { expect, type Locator, type Page } from '@playwright/test'
import type { Emulator } from '../fixtures/emulator'

interface Held { readonly environment_type: 'dev' | 'test' | 'prod'; readonly role_name: string | null; readonly role_type: string }
interface LegacyRole { readonly name: string; readonly inherited: boolean; readonly folder_ids: readonly string[] }
/** What the emulator holds of an account, as far as these tests look at it. */
export interface FleetState {
  readonly customers: readonly { readonly id: number; readonly name: string; readonly environments: readonly unknown[] }[]
  readonly workspaces: Readonly<Record<string, { readonly rbac_migrated: boolean; readonly system_roles_migrated: boolean; readonly legacyRoles: readonly LegacyRole[]; readonly members: readonly { readonly id: number; readonly name: string; readonly email: string; readonly roles: readonly Held[] }[] }>>
  /** Customer managers with the customers that they reach; none: all. */
  readonly managers: readonly { readonly permitted_workspace_ids: readonly number[] }[]
}
export const fleetState = (emulator: Emulator): Promise<FleetState> => emulator.control<FleetState>('GET', '/state?account=a1')
export const isLegacy = ({ workspaces }: FleetState, { id }: { readonly id: number }): boolean => workspaces[id]?.rbac_migrated === false

/** None of its roles is migrated. */
export const isUntouched = ({ workspaces }: FleetState, { id }: { readonly id: number }): boolean => workspaces[id]?.system_roles_migrated === false

/** Custom legacy roles of a customer itself. */
export const customRoles = ({ workspaces }: FleetState, id: number): readonly LegacyRole[] => (workspaces[id]?.legacyRoles ?? []).filter(({ inherited }) => !inherited)

/** How many customers there are of each state and each kind that a migration has a branch for. */
export function branchesOf(state: FleetState): Readonly<Record<string, number>> {
  const legacy = state.customers.filter((one) => isLegacy(state, one))
  const customers = (is: (id: number, one: (typeof legacy)[number]) => boolean): number => legacy.filter((one) => is(one.id, one)).length
  /** Somebody for whom it holds, by the names of their legacy roles. */
  const somebody = (id: number, is: (names: ReadonlySet<string | null>) => boolean): boolean =>
    state.workspaces[id]!.members.some(({ roles }) => is(new Set(roles.flatMap(({ role_name, role_type }) => (role_type === 'privilege_group' ? [role_name] : [])))))
  const isOf = (id: number, names: readonly string[]): boolean => somebody(id, (held) => names.some((name) => held.has(name)))
  /** The places of each name: the same name with other folders is another role. */
  const places = new Map<string, Set<string>>()
  for (const { id } of legacy) for (const { name, folder_ids } of customRoles(state, id)) places.set(name, (places.get(name) ?? new Set()).add(folder_ids.join()))
  return {
    'migrated': state.customers.length - legacy.length, 'untouched': customers((_, one) => isUntouched(state, one)), 'half migrated': customers((_, one) => !isUntouched(state, one)),
    'without a custom role': customers((id) => customRoles(state, id).length === 0), 'with several custom roles': customers((id) => customRoles(state, id).length > 1),
    'with a custom role in folders that somebody holds': customers((id) => customRoles(state, id).some(({ name, folder_ids }) => folder_ids.length > 0 && isOf(id, [name]))),
    'names of custom roles that customers share': [...places.values()].filter((each) => each.size > 1).length,
    'with a manager of its own': customers((id) => state.managers.some(({ permitted_workspace_ids: ids }) => ids.includes(id))),
    'with somebody of three roles': customers((id) => somebody(id, (held) => held.size === 3)), 'with a single environment': customers((_, { environments }) => environments.length === 0),
    'with somebody whose role nothing converts': customers((id) => isOf(id, ['Partner helpdesk'])),
  }
}

export interface MigrationCall { readonly method: string; readonly path: string; readonly query: string; readonly body: { readonly dry_run?: unknown }; readonly status: number }
/** The calls that migrate, or would have. */
export async function migrationCalls(emulator: Emulator): Promise<readonly MigrationCall[]> {
  return (await emulator.control<readonly MigrationCall[]>('GET', '/log')).filter(({ path }) => path.includes('/roles_migration/'))
}
/** Customers that got a request of the app which could change something, each once. */
export async function customersWrittenTo(emulator: Emulator): Promise<readonly number[]> {
  const log = await emulator.control<readonly (MigrationCall & { readonly other: boolean })[]>('GET', '/log')
  return [...new Set(log.filter(({ method, other }) => method !== 'GET' && !other).map(({ path }) => Number(/managed_users\/(\d+)/.exec(path)?.[1])))]
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

/** Makes the proof on a customer at the step of the wizard, and waits for the verdict of this one. */
export async function prove(page: Page, customer: string, verdict: 'proven' | 'changed'): Promise<void> {
  const proof = page.getByTestId('proof')
  const earlier = (await proof.count()) === 0 ? null : await proof.getAttribute('data-started')
  const search = page.getByRole('searchbox', { name: 'Search customers' })
  // Once there is a proof, the list for another one is folded away.
  if (earlier !== null && !(await search.isVisible())) await page.locator('details', { has: page.getByTestId('prove') }).locator('summary').click()
  await search.fill(customer)
  await page.getByRole('radio', { name: customer }).check()
  await page.getByTestId('prove').click()
  await dialog(page).getByLabel(`Type ${customer} to confirm`).fill(customer)
  await confirm(page)
  await expect(proof.and(page.locator(`[data-verdict="${verdict}"]:not([data-started="${String(earlier)}"])`))).toBeVisible({ timeout: 30_000 })
}
