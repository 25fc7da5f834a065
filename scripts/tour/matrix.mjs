import { text } from './views.mjs'

/** The matrix: chosen cells, edits, a paste, conflicts, what is locked, and what nobody has. */
export async function visitMatrix(page, view) {
  const sheet = page.locator('[data-grid="matrix"]')
  const sheetSearch = page.getByTestId('matrix-bar').getByRole('searchbox')
  const firstCell = (state, column) => sheet.locator(`[data-env="${column}"][data-state="${state}"]`).first()
  await view(
    'matrix-dense',
    async () => {
      await page.locator('[data-nav="matrix"]').click()
      await firstCell('clean', 'dev').click()
      for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+ArrowRight')
      await page.locator('[data-testid="matrix-selection"][data-cells="10"]').waitFor()
    },
    () => text(page.locator('main .head .t3')),
  )
  await view(
    'matrix-pending',
    async () => {
      await page.keyboard.press('Delete')
      await firstCell('pending', 'dev').waitFor()
    },
    async () => `${String(await sheet.locator('[data-state="pending"]').count())} cells kept`,
  )
  await view(
    'matrix-paste',
    async () => {
      await page.keyboard.press('Control+c')
      await page.locator('[data-testid="matrix-selection"]').getByText('copied').waitFor()
      await sheet.locator('[data-env="prod"][data-state="clean"]').nth(8).click()
      await page.keyboard.press('Control+v')
      await page.getByTestId('matrix-ghost').waitFor()
    },
    () => text(page.locator('[data-testid="matrix-ghost"] b')),
  )
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await view(
    'matrix-conflict',
    async () => {
      // Nobody else changes the sandbox: edits that say they saw another role stand for what somebody has changed since.
      await sheet.evaluate(async (grid) => {
        const cells = [...grid.querySelectorAll('[data-env="dev"][data-state="clean"]')].slice(2, 5)
        const edits = cells.map(({ dataset: { account, customer: id, member, value } }) => ({
          kind: 'member.role', accountId: account, customerId: Number(id), target: { memberId: Number(member), environment: 'dev' }, base: value === 'Member' ? 'EnvironmentManager' : 'Member', wish: 'EnvironmentAdmin', seen: {},
        }))
        const reply = await globalThis.rolodesk.invoke('intents.stage', { name: 'Three roles', edits })
        if (!reply.ok) throw new Error(JSON.stringify(reply.error))
      })
      await firstCell('conflict', 'dev').click()
    },
    async () => `${String(await sheet.locator('[data-state="conflict"]').count())} conflicts`,
  )
  await page.keyboard.press('Control+z')
  await firstCell('conflict', 'dev').waitFor({ state: 'detached' })
  await view(
    'matrix-locked',
    async () => {
      await sheetSearch.fill('@partner.example')
      await sheet.locator('[aria-colspan="3"][data-state="locked"]').nth(3).waitFor()
    },
    async () => `${String(await sheet.locator('[aria-colspan="3"]').count())} customer managers`,
  )
  await view(
    'matrix-empty',
    async () => {
      await sheetSearch.fill('nobody is called this')
      await sheet.getByRole('heading', { name: 'Nobody matches' }).waitFor()
    },
    () => text(page.locator('[data-grid="matrix"] h2')),
  )
  await sheetSearch.fill('')
}
