import { startEmulator } from '../lib/emulator.mjs'
import { text } from './views.mjs'

/** What is refused, as the sandbox refuses nothing: an emulator that takes no role, the job that says so, and the cells that are as they were. */
export async function visitFailures(page, view) {
  const { account, control, stop } = await startEmulator(['--port', '0', '--seed', '7', '--accounts', '1', '--customers', '4', '--people', '12', '--quota', 'off'])
  const sheet = page.locator('[data-grid="matrix"]')
  try {
    await page.evaluate(({ name, baseUrl, token }) => globalThis.rolodesk.invoke('accounts.add', { name, baseUrl, token, dataCenter: 'custom', colour: 2, shape: 'circle', sessionOnly: true }), account)
    await view(
      'job-failed',
      async () => {
        await page.locator('[data-nav="matrix"]').click()
        const cells = sheet.locator('[data-env="dev"][data-state="clean"]:not([data-value="No access"])')
        for (let edits = 1; edits <= 3; edits += 1) {
          await cells.nth(1).click()
          await page.keyboard.press('Delete')
          await page.locator(`[data-testid="queue"][data-count="${String(edits)}"]`).waitFor()
        }
        await control('/faults', [{ match: { method: 'PUT' }, fault: { kind: 'status', status: 400, body: { message: 'Not now' } } }])
        await page.locator('[data-nav="changes"]').click()
        await page.getByTestId('plan-make').click()
        await page.getByTestId('plan-apply').click()
        await page.locator('[data-testid="job"][data-job-state="done"]').waitFor({ timeout: 60_000 })
        await page.locator('[data-grid="steps"] [data-step="failed"]').nth(2).waitFor()
        await page.getByTestId('job-failures').waitFor()
      },
      async () => `${String(await page.getByTestId('job').getAttribute('data-failed'))} failed`,
    )
    await view(
      'matrix-failed',
      async () => {
        await page.locator('[data-nav="matrix"]').click()
        await sheet.locator('[data-state="failed"]').nth(2).waitFor()
        await sheet.locator('[data-state="failed"]').first().click()
        await page.getByRole('button', { name: 'Details', exact: true }).click()
        await page.getByTestId('details').waitFor()
      },
      () => text(sheet.locator('[data-state="failed"]')),
    )
  } finally {
    stop()
  }
}
