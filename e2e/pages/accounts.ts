import type { Page } from '@playwright/test'
import type { Emulator } from '../fixtures/emulator'

/** Fills the form that adds a partner account and presses its button; opens it first where an account exists. */
export async function addAccount(page: Page, values: { name: string; baseUrl: string; token: string; sessionOnly?: boolean }): Promise<void> {
  const form = await openForm(page)
  await form.getByLabel('Name', { exact: true }).fill(values.name)
  await chooseCustomUrl(page)
  await form.getByLabel('Base URL').fill(values.baseUrl)
  await form.getByLabel('API token').fill(values.token)
  await form.getByRole('button', { name: 'Add account' }).click()
}

/** The form itself. */
export async function openForm(page: Page): Promise<ReturnType<Page['getByTestId']>> {
  const form = page.getByTestId('account-add')
  if (!(await form.isVisible())) await page.getByTestId('account-switcher').getByRole('button', { name: 'Add account' }).click()
  await form.waitFor()
  return form
}

async function chooseCustomUrl(page: Page): Promise<void> {
  await page.getByTestId('account-add').getByLabel('Data center').selectOption('custom')
}

/** Adds an account of the emulator under its own name and waits until it is the one on screen. */
export async function addEmulatorAccount(page: Page, emulator: Emulator, index: number): Promise<string> {
  const account = emulator.accounts[index]
  if (account === undefined) throw new Error(`the emulator has no account ${String(index)}`)
  await addAccount(page, account)
  const item = page.getByTestId('account-switcher').locator('[data-account-id]', { hasText: account.name })
  await item.waitFor()
  await page.getByTestId('account-switcher').locator('[aria-current="true"]', { hasText: account.name }).waitFor()
  await page.getByTestId('account-add').waitFor({ state: 'hidden' })
  return String(await item.getAttribute('data-account-id'))
}

/** Puts the customers of an account that was added before on screen. */
export async function showAccount(page: Page, emulator: Emulator, index: number): Promise<string> {
  const item = page.getByTestId('account-switcher').locator('[data-account-id]', { hasText: emulator.accounts[index]?.name ?? 'no such account' })
  await item.click()
  await page.getByTestId('account-switcher').locator('[aria-current="true"]', { hasText: emulator.accounts[index]?.name ?? '' }).waitFor()
  return String(await item.getAttribute('data-account-id'))
}
