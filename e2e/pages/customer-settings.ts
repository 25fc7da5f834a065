import { expect, type Locator, type Page } from '@playwright/test'

/** Puts the settings of a customer on screen by address. */
export async function openSettings(page: Page, accountId: string, customerId: number): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(customerId)}/settings`)
  await page.locator(`[data-testid="customer"][data-customer="${String(customerId)}"]`).waitFor()
  await settingRow(page, 'plan').waitFor()
}

/** The row of a setting, by the key of the field. */
export const settingRow = (page: Page, key: string): Locator => page.locator(`[data-setting="${key}"]`)

/** Opens the editor of a setting; the control has the focus. */
export async function editSetting(page: Page, key: string): Promise<Locator> {
  const row = settingRow(page, key)
  await expect(row.locator('[data-edit]')).not.toHaveAttribute('aria-disabled', 'true')
  await row.locator('[data-edit]').click()
  return row.locator('form')
}

/** Writes into the editor of a setting and keeps it. */
export async function keepSetting(page: Page, key: string, text: string): Promise<void> {
  const form = await editSetting(page, key)
  await form.locator('input, textarea').first().fill(text)
  await form.getByRole('button', { name: 'Keep' }).click()
  await expect(settingRow(page, key)).toHaveAttribute('data-state', 'pending')
}

interface People {
  readonly workspaces: Readonly<Record<string, { readonly members: readonly { readonly email: string }[] }>>
  readonly managers: readonly { readonly user: { readonly email: string }; readonly permitted_workspace_ids: readonly number[] }[]
}
/** E-mails of everybody in a customer: its collaborators, and the customer managers that reach it (contract 3.4). */
export function everybodyIn({ workspaces, managers }: People, customerId: number): ReadonlySet<string> {
  const reaching = managers.filter(({ permitted_workspace_ids: ids }) => ids.length === 0 || ids.includes(customerId)).map(({ user }) => user.email)
  return new Set([...workspaces[customerId]!.members.map(({ email }) => email), ...reaching])
}
