import { text } from './views.mjs'

/** The migration from the fleet to the verified pilot. */
export async function visitMigration(page, view) {
  const dialog = page.getByTestId('migration-dialog')
  const confirm = async () => {
    await dialog.locator('button[type="submit"]').click()
    await dialog.waitFor({ state: 'hidden' })
  }
  const typeName = async () => dialog.locator('input').first().fill((await dialog.locator('label').first().innerText()).replace(/^Type (.*) to confirm$/, '$1'))
  const onward = (step) => page.locator(`[data-step-button="${step}"]`).click()
  const at = (step) => page.locator(`[data-testid="wizard"][data-reached="${step}"]`).waitFor({ timeout: 60_000 })
  await view(
    'migration',
    async () => {
      await page.locator('[data-nav="migration"]').click()
      await page.getByTestId('migration-check').click()
      await page.locator('[data-testid="migration"][data-activity="done"]').waitFor({ timeout: 60_000 })
      await page.getByRole('button', { name: 'Plan waves' }).click()
      await dialog.getByRole('button', { name: /^Make \d/ }).click()
      await page.locator('[data-wave="0"]').waitFor()
      await page.locator('[data-grid="migration"] [data-finding="environments"]').first().waitFor()
    },
    () => text(page.locator('main .head .t3')),
  )
  await view(
    'migration-preflight',
    async () => {
      await page.locator('[data-wave="1"]').click()
      await page.locator('[data-grid="migration"] [data-lane] [data-col="state"]').first().click()
      await page.getByTestId('root-folder').waitFor()
    },
    () => text(page.locator('[data-testid="migration-customer"] h2')),
  )
  await view(
    'migration-proof-locked',
    async () => {
      await page.evaluate(() => history.back())
      await page.locator('[data-wave="0"]').click()
      await page.getByRole('button', { name: 'Confirm root folders' }).click()
      await dialog.locator('input').fill('Looked into Home assets')
      await confirm()
      await onward('proof')
      await page.getByRole('radio').first().waitFor()
    },
    () => text(page.locator('[data-testid="wizard-foot"] [role="status"]')),
  )
  await view(
    'migration-proof',
    async () => {
      await page.getByRole('radio').first().check()
      await page.getByTestId('prove').click()
      await typeName()
      await confirm()
      await page.locator('[data-testid="proof"][data-verdict="proven"]').waitFor({ timeout: 60_000 })
    },
    () => text(page.locator('[data-testid="proof"] b')),
  )
  await view(
    'migration-review',
    async () => {
      await onward('dry-run')
      await page.getByTestId('dry-run').click()
      await page.locator('[data-testid="wizard"]:is([data-reached="review"], [data-reached="migrate"])').waitFor({ timeout: 60_000 })
      await onward('review')
      await page.locator('[data-grid="review"] [data-person]').first().click()
      await page.getByTestId('review-person').waitFor()
    },
    async () => `${String(await page.locator('[data-grid="review"] [data-person]').count())} people`,
  )
  await view(
    'migration-confirm',
    async () => {
      for (const box of await page.locator('[data-grid="review"] [data-seen="false"] input').all()) await box.click()
      await at('migrate')
      await onward('migrate')
      await page.getByTestId('migrate').click()
      await dialog.waitFor()
    },
    () => text(page.locator('[data-testid="migration-dialog"] label')),
  )
  await view(
    'migration-verified',
    async () => {
      await typeName()
      await confirm()
      await at('verify')
      await onward('verify')
      await page.getByTestId('verify').click()
      await at('report')
    },
    () => text(page.locator('[data-grid="differences"] h2')),
  )
  await view(
    'migration-rescue',
    async () => {
      await onward('report')
      const customer = await page.locator('[data-grid="migration"] [data-lane="verified"]').first().getAttribute('data-key')
      await page.evaluate((id) => (location.hash = `#/migration/customers/${id}/rescue`), customer)
      await page.locator('[data-testid="migration-tools"] fieldset input').first().fill('EnvironmentManager')
      await page.keyboard.press('Enter')
      await page.locator('[data-grid="rescue"] [data-fix="possible"]').first().waitFor()
    },
    () => text(page.locator('[data-testid="migration-tools"] .bar > [role="status"]')),
  )
  await view(
    'migration-drift',
    async () => {
      await page.evaluate(() => (location.hash = '#/migration/drift'))
      await page.locator('[data-testid="drift"][data-total]').waitFor()
    },
    () => text(page.locator('main .head .t3')),
  )
}
