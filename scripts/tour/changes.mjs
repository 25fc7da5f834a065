import { text } from './views.mjs'

/** From an edited role to what the journal says of it. */
export async function visitChanges(page, view) {
  await page.locator('[data-nav="customers"]').click()
  await page.locator('[data-grid="customers"] [role="row"][data-key]').nth(4).locator('[data-col="customer"]').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('customer').getByRole('tab', { name: 'Collaborators' }).click()
  const choices = page.getByTestId('role-picker').getByRole('option')
  const openPicker = () => page.locator('[data-grid="members"] [data-col="dev"]:has([data-state="clean"])').first().dblclick()
  await view(
    'role-picker',
    async () => {
      await openPicker()
      await choices.nth(1).waitFor()
    },
    async () => `${String(await choices.count())} roles to choose from`,
  )
  for (let edits = 1; edits <= 4; edits += 1) {
    if (edits > 1) await openPicker()
    await page.locator('[data-testid="role-picker"] [role="option"]:not([aria-selected="true"])').first().click()
    await page.locator(`[data-testid="queue"][data-count="${String(edits)}"]`).waitFor()
  }
  await view(
    'changes',
    async () => {
      await page.locator('[data-nav="changes"]').click()
      await page.locator('[data-grid="staged"] [data-staged]').nth(3).waitFor()
    },
    () => text(page.locator('main .head .t3')),
  )
  await view(
    'plan',
    async () => {
      await page.getByTestId('plan-make').click()
      await page.locator('[data-plan-item]').nth(3).waitFor()
    },
    () => text(page.locator('[data-testid="plan-eta"]')),
  )
  await view(
    'job',
    async () => {
      await page.getByTestId('plan-apply').click()
      await page.locator('[data-testid="job"][data-job-state="done"]').waitFor({ timeout: 60_000 })
      await page.locator('[data-grid="steps"] [data-step="applied"]').first().waitFor()
      await page.locator('[data-grid="steps"] [data-step]:not([data-step="applied"])').first().waitFor({ state: 'detached' })
    },
    async () => `${String(await page.getByTestId('job').getAttribute('data-applied'))} applied`,
  )
  await view(
    'history',
    async () => {
      await page.locator('[data-nav="history"]').click()
      await page.locator('[data-grid="journal"] [data-event="read-back"]').first().waitFor()
      await page.locator('[data-grid="journal"] [data-event="sending"] [data-col="what"]').first().click()
      await page.getByTestId('journal-entry').waitFor()
    },
    () => text(page.locator('main .head .t3')),
  )
}
