import { text } from './views.mjs'

/** People, the search, one person, and what is not read yet. */
export async function visitPeople(page, view) {
  await view(
    'people',
    async () => {
      await page.locator('[data-nav="people"]').click()
      await page.locator('[data-grid="people"] [role="row"][data-key]').nth(5).waitFor()
    },
    () => text(page.locator('main .head .t3')),
  )
  const firstPerson = await page.locator('[data-grid="people"] [role="row"][data-key]').first().getAttribute('data-key')
  await view(
    'search',
    async () => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('da')
      await page.getByRole('option').first().waitFor()
    },
    async () => `${String(await page.getByRole('option').count())} hits`,
  )
  await page.keyboard.press('Escape')
  await view(
    'person',
    async () => {
      await page.evaluate((email) => (location.hash = `#/people/${encodeURIComponent(email)}`), firstPerson)
      const memberships = page.locator('[data-grid="memberships"] [role="row"][data-key]')
      await memberships.first().waitFor()
      await memberships.first().locator('[data-col="prod"], [data-col="dev"]').last().click()
      await page.getByTestId('access-sentence').waitFor()
    },
    () => text(page.locator('[data-testid="access-sentence"]')),
  )
  await view(
    'completeness',
    async () => {
      await page.getByTestId('completeness').click()
      await page.getByTestId('read-problems').getByRole('status').waitFor()
    },
    () => text(page.locator('[data-testid="read-problems"] [role="status"]')),
  )
  await page.keyboard.press('Escape')
}
