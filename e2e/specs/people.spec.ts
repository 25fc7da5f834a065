import { test as own } from '../fixtures/app'
import type { Emulator } from '../fixtures/emulator'
import { expect, test } from '../fixtures/shared'
import { addEmulatorAccount } from '../pages/accounts'
import { openPeople, openPerson, topSearch } from '../pages/people'

interface State { customers: { id: number; name: string }[] }

test.use({ world: { seed: 7, customers: [24, 8], people: 8, quotaSpeed: null } })

/** E-mail of every membership, as the API lists them: customer managers are among them. */
async function peopleOf(emulator: Emulator, index: number): Promise<string[]> {
  const { id: account, baseUrl, token } = emulator.accounts[index]!
  const { customers } = await emulator.control<State>('GET', `/state?account=${account}`)
  const bodies = await Promise.all(customers.map(async ({ id }) => (await fetch(`${baseUrl}/api/managed_users/${String(id)}/members`, { headers: { authorization: `Bearer ${token}` } })).text()))
  return bodies.flatMap((body) => [...body.matchAll(/"email":"([^"]+)"/g)].map(([, email]) => email!.toLowerCase()))
}

test('one row for each email over all accounts, and just those of one account with the switch @row-19', async ({ page, emulator }) => {
  const [first, second] = [await peopleOf(emulator, 0), await peopleOf(emulator, 1)]
  const grid = await openPeople(page)
  await expect(grid).toHaveAttribute('aria-rowcount', String(new Set([...first, ...second]).size + 1))
  await page.getByRole('button', { name: 'This account' }).click()
  await expect(grid).toHaveAttribute('aria-rowcount', String(new Set(first).size + 1))
})

test('the search in the top bar finds people and customers of both accounts by keyboard alone @row-19', async ({ page, emulator }) => {
  const all = [...(await peopleOf(emulator, 0)), ...(await peopleOf(emulator, 1))]
  const customers = all.filter((email) => email === 'dana@example.com').length
  await page.keyboard.press('Control+k')
  await expect(topSearch(page)).toBeFocused()
  await page.keyboard.type('dana@example.com')
  await expect(topSearch(page)).toHaveValue('dana@example.com')
  const hit = page.getByRole('option').first()
  await expect(hit).toContainText(`${String(customers)} customer`)
  await expect(hit.locator('mark').first()).toHaveText(/dana/i)
  await expect(hit).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox')).toBeHidden()
  await page.keyboard.press('Control+k')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('person')).toHaveAttribute('data-person', 'dana@example.com')
  await expect(page.locator('[data-grid="memberships"]')).toHaveAttribute('aria-rowcount', String(customers + 1))
  await topSearch(page).fill('no such thing at all')
  await expect(page.getByText('Nothing matches')).toBeVisible()

  // Sections of the app are found behind people and customers.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('customer man')
  await expect(page.getByRole('group', { name: 'Go to' }).getByRole('option')).toHaveText(['Customer managers'])
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customer managers')
  // Enter in the same breath as the last letter goes to what is written, not to what was found for an earlier text.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('a')
  await expect(page.getByRole('option').first()).not.toContainText('dana@example.com')
  await topSearch(page).evaluate((field: HTMLInputElement) => {
    field.value = 'dana@example.com'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  })
  await expect(page.getByTestId('person')).toHaveAttribute('data-person', 'dana@example.com')
})

test('a cell of a person tells why there is access, in one sentence with links @row-62', async ({ page }) => {
  const grid = await openPerson(page, 'dana@example.com')
  await grid.locator('[data-row="0"] [data-col="customer"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(grid.locator('[data-row="0"] [data-col="dev"]')).toBeFocused()
  await page.keyboard.press('Enter')
  const panel = page.getByTestId('access-panel')
  await expect(panel.getByTestId('access-sentence')).toContainText(/\.$/)
  const customer = await grid.locator('[data-row="0"] [data-col="customer"]').innerText()
  await expect(panel.getByTestId('access-sentence')).toContainText(customer)
  await panel.getByTestId('access-sentence').getByRole('link', { name: customer }).click()
  await expect(page.getByTestId('customer')).toBeVisible()
})

own('what could not be read is said with cause and a way to read it again @row-67', async ({ launch, emulator }) => {
  const { page } = await launch()
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const broken = customers.slice(0, 2)
  await emulator.control('POST', '/faults', broken.map(({ id }) => ({ match: { method: 'GET', path: `/api/managed_users/${String(id)}/members` }, fault: { kind: 'status', status: 422, body: '{"message":"not now"}' } })))
  await addEmulatorAccount(page, emulator, 0)
  const completeness = page.getByTestId('completeness')
  await expect(completeness).toContainText('10 of 12 customers read, 2 failed')
  await openPeople(page)
  await expect(page.getByTestId('list-completeness')).toContainText('10 of 12 customers read, 2 failed')
  await completeness.click()
  const dialog = page.getByRole('dialog', { name: 'What is read' })
  for (const { name } of broken) await expect(dialog.getByRole('link', { name, exact: true })).toBeVisible()
  await emulator.control('DELETE', '/faults')
  await dialog.getByRole('button', { name: 'Read 2 customers again' }).click()
  await expect(completeness).toContainText('12 of 12 customers read')
  await expect(dialog.getByText('Every customer was read.')).toBeVisible()
})
