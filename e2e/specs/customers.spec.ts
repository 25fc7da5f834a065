import { test as own } from '../fixtures/app'
import { expect, test } from '../fixtures/shared'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows, searchBox, waitUntilRead } from '../pages/customers'

interface State { customers: { id: number; name: string; external_id: string | null }[] }

test('search marks the hits and shows just the rows that the account holds @row-1', async ({ page, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const word = customers[5]!.name.slice(0, 4).toLowerCase()
  const expected = customers.filter(({ name, external_id }) => `${name} ${external_id ?? ''}`.toLowerCase().includes(word))
  await searchBox(page).fill(word)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(expected.length + 1))
  await expect(grid(page).locator('mark').first()).toHaveText(new RegExp(word, 'i'))
  await searchBox(page).fill('')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '31')
})

test('a header sorts, a second press reverses, apps do not sort @row-1', async ({ page, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const sorted = customers.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }))
  const header = grid(page).getByRole('columnheader', { name: /^Customer/ })
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  await expect(rows(page).first()).toContainText(sorted[0]!)
  await header.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await expect(rows(page).first()).toContainText(sorted.at(-1)!)
  await expect(grid(page).getByRole('columnheader', { name: /^Connected apps/ })).not.toHaveAttribute('aria-sort')
})

own('the customers are there from the store alone when working offline @row-46', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 12)
  await page.getByRole('switch', { name: 'Work offline' }).click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
  await emulator.control('DELETE', '/log')
  await searchBox(page).fill('a')
  await expect(rows(page).first()).toBeVisible()
  await searchBox(page).fill('')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '13')
  expect(await emulator.control<unknown[]>('GET', '/log')).toEqual([])
})
