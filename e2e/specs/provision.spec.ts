import type { Page } from '@playwright/test'
import { expect, test, type Fixtures } from '../fixtures/app'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { makePlan, remoteState, stagedCount, waitUntilPeopleRead, type RemoteState } from '../pages/changes'
import { everybodyIn, openSettings } from '../pages/customer-settings'
import { rows, searchBox } from '../pages/customers'

const TOTAL = 12
const dialog = (page: Page) => page.getByTestId('edit-dialog')
const queue = (page: Page, count: number) => expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(count))
const review = (page: Page) => page.getByTestId('access-review')
const single = (state: RemoteState): RemoteState['customers'] => state.customers.filter(({ environments }) => environments.length === 0)
const writes = async (emulator: Emulator): Promise<LoggedRequest[]> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')

async function start(launch: Fixtures['launch'], emulator: Emulator) {
  const { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  return { page, electron, accountId, state: await remoteState(emulator, 'a1') }
}

test('environments are provisioned for the name that was typed, once, and the access is reviewed afterwards until it is confirmed @row-9 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, electron, accountId, state } = await start(launch, emulator)
  const [customer, other] = single(state)
  await openSettings(page, accountId, customer!.id)
  await page.getByTestId('provision').click()

  // Account and customer are named, that there is no way back is said, and the way out has the focus.
  await expect(dialog(page)).toContainText(emulator.accounts[0]!.name)
  await expect(dialog(page)).toContainText(customer!.name)
  await expect(dialog(page)).toContainText('This cannot be undone.')
  await expect(dialog(page)).toContainText('Recipes keep running in DEV.')
  await expect(dialog(page).getByText('New and empty, with a new ID')).toHaveCount(2)
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  const submit = dialog(page).locator('button[type="submit"]')
  const name = dialog(page).getByLabel('Type the customer\'s name to continue')
  for (const wrong of ['', customer!.name.toUpperCase(), customer!.name.toLowerCase(), `${customer!.name} `, customer!.name.slice(0, -1), other!.name]) {
    await name.fill(wrong)
    await expect(submit).toBeDisabled()
    await name.press('Enter')
  }
  await queue(page, 0)

  // The page turns to another customer while the dialog is open: not even a press in the same moment reaches either of them.
  await name.fill(customer!.name)
  await expect(submit).toBeEnabled()
  await name.evaluate((field: HTMLInputElement, hash) => {
    const form = field.form!
    location.hash = hash
    window.addEventListener('hashchange', () => form.requestSubmit(), { once: true })
  }, `#/customers/${accountId}/${String(other!.id)}/settings`)
  await page.locator(`[data-testid="customer"][data-customer="${String(other!.id)}"]`).waitFor()
  await expect(dialog(page)).toHaveCount(0)
  expect(await stagedCount(page)).toBe(0)

  // Offline it is said that it will be sent later; two presses in the same moment keep it once.
  await openSettings(page, accountId, customer!.id)
  await page.getByRole('switch', { name: 'Work offline' }).click()
  await page.getByTestId('provision').click()
  await expect(dialog(page).getByRole('status')).toContainText('nothing is sent until that is switched off')
  await name.fill(customer!.name)
  await name.evaluate((field: HTMLInputElement) => {
    field.form!.requestSubmit()
    field.form!.requestSubmit()
  })
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 1)
  await expect(page.getByTestId('provision-waits').getByRole('button')).toBeFocused()
  await expect(page.getByTestId('provision')).toHaveCount(0)
  // It is one act: a single step of undo takes it away. Taken back and kept again.
  await page.keyboard.press('Control+z')
  await queue(page, 0)
  await page.keyboard.press('Control+Shift+z')
  await queue(page, 1)
  await page.getByTestId('provision-waits').getByRole('button').press('Enter')
  await queue(page, 0)
  await expect(page.getByTestId('provision')).toBeFocused()
  await page.getByTestId('provision').click()
  await name.fill(customer!.name)
  await name.press('Enter')
  await queue(page, 1)
  await page.getByRole('switch', { name: 'Work offline' }).click()

  await emulator.control('DELETE', '/log')
  await makePlan(page)
  expect(await writes(emulator)).toEqual([])
  await page.getByTestId('plan-apply').click()

  // The review opens by itself: everybody with their roles in each environment.
  await expect(review(page)).toHaveAttribute('data-customer', String(customer!.id), { timeout: 60_000 })
  expect((await writes(emulator)).map(({ method, path }) => `${method} ${path}`)).toEqual([`POST /api/managed_users/${String(customer!.id)}/environments`])
  await expect(review(page)).toContainText(emulator.accounts[0]!.name)
  await expect(review(page)).toContainText(customer!.name)
  const members = state.workspaces[customer!.id]!.members
  const everybody = everybodyIn(await emulator.control('GET', '/state?account=a1'), customer!.id).size
  await expect(review(page).locator('[data-member]')).toHaveCount(everybody)
  const plain = members.find(({ email }) => !email.endsWith('@partner.example'))!
  const row = review(page).locator(`[data-member="${String(plain.id)}"]`)
  await expect(row).toContainText(plain.email)
  await expect(row.locator('[data-env="prod"]')).toHaveText('No access')
  await expect(row.locator('[data-env="test"]')).toHaveText('No access')
  await page.keyboard.press('Escape')
  await expect(review(page)).toHaveCount(0)
  await expect(page.getByTestId('review-waits')).toContainText(customer!.name)

  // Nothing offers it again: not the page of the customer, not the selection in the list.
  await openSettings(page, accountId, customer!.id)
  await expect(page.locator('[data-setting="externalIdProd"]')).toBeVisible()
  await expect(page.getByRole('button', { name: /provision/i })).toHaveCount(0)
  await page.locator('[data-nav="customers"]').click()
  const tick = async (text: string): Promise<void> => {
    await searchBox(page).fill(text)
    await rows(page).filter({ hasText: text }).first().getByRole('checkbox').check()
  }
  await tick(customer!.name)
  await expect(page.getByTestId('customer-selection')).toHaveAttribute('data-count', '1')
  await expect(page.getByTestId('customer-selection').getByRole('button', { name: /provision/i })).toHaveCount(0)
  await tick(other!.name)
  await expect(page.getByTestId('customer-selection').getByRole('button', { name: 'Provision 1 customer' })).toBeVisible()

  // It was not confirmed: at the next start it opens again, leads to the matrix of this customer alone, and ends when it is confirmed.
  await electron.close()
  const again = await launch()
  await expect(review(again.page)).toHaveAttribute('data-customer', String(customer!.id))
  await again.page.getByTestId('review-matrix').click()
  await expect(again.page.locator('[data-grid="matrix"]')).toHaveAttribute('aria-rowcount', String(everybody + 2))
  await expect(again.page.getByRole('button', { name: `Rows: ${customer!.name}` })).toBeVisible()
  await again.page.getByRole('button', { name: 'Review now' }).click()
  await again.page.getByTestId('review-confirm').click()
  await expect(review(again.page)).toHaveCount(0)
  await expect(again.page.getByTestId('review-waits')).toHaveCount(0)
  await again.electron.close()
  const last = await launch()
  await expect(rows(last.page).first()).toBeVisible()
  await expect(review(last.page)).toHaveCount(0)
})
