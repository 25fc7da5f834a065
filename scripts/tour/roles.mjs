import { text } from './views.mjs'

/** The roles of all customers: the list, who has one, the editor beside its JSON, a deletion with its holders, a comparison, and the cheaper way for many people. */
export async function visitRoles(page, view) {
  const panel = page.getByTestId('role-panel')
  const dialog = page.getByTestId('role-dialog')
  const act = (name) => panel.getByRole('button', { name, exact: true }).click()
  const leave = async () => {
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await view(
    'roles',
    async () => {
      await page.locator('[data-nav="roles"]').click()
      await page.locator('[data-grid="roles"] [data-key="Support lead"] [data-col="name"]').click()
      await panel.locator('[data-role-customer]').nth(3).waitFor()
      await panel.getByRole('button', { name: 'Read privileges' }).click()
      await panel.getByRole('button', { name: 'Read privileges' }).waitFor({ state: 'detached' })
    },
    () => text(page.locator('[data-testid="role-matches"]')),
  )
  await view(
    'role-editor',
    async () => {
      await act('Edit')
      await dialog.locator('[data-area="recipe_lifecycle_management"]').getByRole('button', { name: 'All', exact: true }).click()
      await page.getByTestId('role-preview').waitFor()
    },
    () => text(page.locator('[data-testid="role-differences"]')),
  )
  await leave()
  await view(
    'role-delete',
    async () => {
      await act('Delete')
      await dialog.getByRole('button', { name: /^Choose all/ }).click()
      await dialog.getByTestId('role-held').waitFor()
    },
    () => text(page.locator('[data-testid="role-held"] .note')),
  )
  await leave()
  await view(
    'role-compare',
    async () => {
      await act('Compare')
      await dialog.getByTestId('role-compare').waitFor()
      await dialog.getByLabel('Role', { exact: true }).selectOption('Release manager')
      await dialog.getByLabel('Customer', { exact: true }).selectOption({ index: 1 })
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await dialog.locator('[data-testid="role-compare"][data-groups="2"]').waitFor()
    },
    () => text(page.locator('[data-testid="role-dialog"] b[role="status"]')),
  )
  await leave()
  await view(
    'cheaper-way',
    async () => {
      await page.locator('[data-nav="matrix"]').click()
      await page.getByTestId('matrix-bar').getByRole('button', { name: 'DEV role' }).click()
      await page.getByRole('checkbox', { name: /^Support lead/ }).click()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Tools', exact: true }).click()
      await page.getByRole('button', { name: 'Set roles', exact: true }).click()
      const many = page.getByRole('dialog')
      await many.getByRole('button', { name: /^All that match/ }).click()
      await many.getByRole('checkbox', { name: 'DEV' }).check()
      await many.getByRole('combobox', { name: 'Name of the role' }).fill('Member')
      await page.getByTestId('cheaper-way').waitFor()
    },
    () => text(page.locator('[data-testid="cheaper-way"] b')),
  )
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Clear all filters' }).click()
}
