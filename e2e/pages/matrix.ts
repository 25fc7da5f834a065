import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import { invoke } from '../fixtures/bridge'
import type { Emulator } from '../fixtures/emulator'
import { addEmulatorAccount } from './accounts'
import { waitUntilPeopleRead } from './changes'
import { waitUntilRead } from './customers'

export type Environment = 'dev' | 'test' | 'prod'
export const ENVIRONMENTS: readonly Environment[] = ['dev', 'test', 'prod']

/** The sheet of people and their roles. */
export const matrix = (page: Page): Locator => page.locator('[role="grid"][data-grid="matrix"]')
/** Its rows of people; heads of groups are not among them. */
export const matrixRows = (page: Page): Locator => matrix(page).locator('[role="row"][data-key]:not([data-group])')
export const matrixCell = (page: Page, key: string, environment: Environment): Locator => matrix(page).locator(`[data-key="${key}"] [data-env="${environment}"]`)
export const matrixSearch = (page: Page): Locator => page.getByTestId('matrix-bar').getByRole('searchbox')
export const queue = (page: Page): Locator => page.getByTestId('queue')
export const roleChoices = (page: Page): Locator => page.getByTestId('role-picker').getByRole('option')

/** Opens the section by the rail and waits for its rows. */
export async function openMatrix(page: Page): Promise<void> {
  await page.locator('[data-nav="matrix"]').click()
  await matrixRows(page).first().waitFor()
}

/** Adds an account of the emulator, waits until its people and roles are here, and opens its matrix. */
export async function matrixOf(page: Page, emulator: Emulator, index: number, customers: number): Promise<string> {
  const accountId = await addEmulatorAccount(page, emulator, index)
  await waitUntilRead(page, customers)
  await waitUntilPeopleRead(page, accountId, customers)
  await openMatrix(page)
  return accountId
}

/** Only rows that match are shown; waits until they are. */
export async function searchMatrix(page: Page, words: string, matched: number): Promise<void> {
  await matrixSearch(page).fill(words)
  await expect(page.getByTestId('matrix-matches')).toHaveAttribute('data-matched', String(matched))
  await expect(matrix(page).locator('mark').first()).toBeVisible()
}

/** Keys of the rows that match, as the screen has them. */
export async function rowKeys(page: Page, search: string): Promise<string[]> {
  const account = await page.locator('[data-testid="account-switcher"] [aria-current="true"]').getAttribute('data-account-id')
  const view = { scope: { kind: 'accounts', accounts: [account] }, filter: { search, roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }, grouping: 'customer', sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 20_000 }
  return ((await invoke(page, 'matrix.keys', view)).value as { keys: string[] }).keys
}

/** Chooses a rectangle of cells by keys, from one row's environment down and to the right. */
export async function selectRange(page: Page, from: Locator, rows: number, columns: number): Promise<void> {
  await from.click()
  for (let at = 1; at < rows; at += 1) await page.keyboard.press('Shift+ArrowDown')
  for (let at = 1; at < columns; at += 1) await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByTestId('matrix-selection')).toHaveAttribute('data-cells', String(rows * columns))
}

export const readClipboard = (electron: ElectronApplication): Promise<string> => electron.evaluate(({ clipboard }) => clipboard.readText())
/** Puts a text into the clipboard of the system, as a spreadsheet does. */
export const writeClipboard = (electron: ElectronApplication, text: string): Promise<void> => electron.evaluate(({ clipboard }, value) => clipboard.writeText(value), text)

/** Counts what crosses between the page and main: of each call its method and the rows of people in its answer. */
export async function countRows(electron: ElectronApplication): Promise<() => Promise<readonly { readonly method: string; readonly rows: number; readonly bytes: number }[]>> {
  await electron.evaluate(({ ipcMain }) => {
    type Handler = (event: unknown, method: unknown, input: unknown) => Promise<{ ok: boolean; value?: unknown }>
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers
    const own = handlers.get('rolodesk:invoke') as Handler
    const seen: { method: string; rows: number; bytes: number }[] = []
    Object.assign(globalThis, { __calls: seen })
    handlers.set('rolodesk:invoke', async (event, method, input) => {
      const reply = await own(event, method, input)
      const text = JSON.stringify(reply.value ?? null)
      seen.push({ method: String(method), rows: text.split('"lastActivityAt":').length - 1, bytes: text.length })
      return reply
    })
  })
  return () => electron.evaluate(() => (globalThis as unknown as { __calls: { method: string; rows: number; bytes: number }[] }).__calls)
}
