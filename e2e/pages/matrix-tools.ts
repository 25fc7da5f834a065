import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import { invoke } from '../fixtures/bridge'

/** Opens the matrix by the rail and waits for its rows. */
export async function openMatrix(page: Page): Promise<Locator> {
  await page.locator('[data-nav="matrix"]').click()
  const grid = page.locator('[role="grid"][data-grid="matrix"]')
  await grid.locator('[role="row"][data-key]').first().waitFor()
  return grid
}

/** The cell of a person in an environment, in the matrix. */
export const matrixCell = (page: Page, memberId: number, environment: string): Locator => page.locator(`[data-grid="matrix"] [data-member="${String(memberId)}"][data-env="${environment}"]`)

/** Opens a dialog of the tools: of those for many people, or of a file. */
export async function openTool(page: Page, name: 'Set roles' | 'Find and replace' | 'Make like' | 'Apply a template' | 'Import' | 'Export'): Promise<Locator> {
  await page.getByRole('button', { name: 'Tools', exact: true }).click()
  await page.getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  return dialog
}

/** What a preview says of its cells, as numbers. */
export async function previewOf(dialog: Locator): Promise<{ readonly edits: number; readonly same: number; readonly refused: number; readonly prod: number }> {
  const preview = dialog.getByTestId('sheet-preview')
  const number = async (name: string): Promise<number> => Number(await preview.getAttribute(`data-${name}`))
  return { edits: await number('edits'), same: await number('same'), refused: await number('refused'), prod: await number('prod') }
}

/** Shows the rows that match a text. */
export async function searchMatrix(page: Page, text: string, matched: number): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search the matrix' }).fill(text)
  await expect(page.getByTestId('matrix-matches')).toHaveAttribute('data-matched', String(matched))
}

/** How many changes wait. */
export async function stagedCount(page: Page): Promise<number> {
  return ((await invoke(page, 'intents.counts', {})).value as { staged: number }).staged
}

/** The dialogs of the system cannot be driven: they answer with this file. Gives what name was offered last. */
export async function answerDialogs(electron: ElectronApplication, path: string): Promise<() => Promise<string>> {
  await electron.evaluate(({ dialog }, chosen) => {
    const kept = globalThis as unknown as { offered: string }
    kept.offered = ''
    Object.assign(dialog, {
      showSaveDialog: async (...given: { defaultPath?: string }[]) => {
        kept.offered = given.at(-1)?.defaultPath ?? ''
        return { canceled: false, filePath: chosen }
      },
      showOpenDialog: async () => ({ canceled: false, filePaths: [chosen] }),
    })
  }, path)
  return () => electron.evaluate(() => (globalThis as unknown as { offered: string }).offered)
}
