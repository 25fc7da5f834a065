import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows, searchBox, waitUntilRead } from '../pages/customers'

interface State { customers: { name: string; plan_id: string; trial: boolean; created_at: string }[] }

test('filters by plan, status and date narrow to what the account holds, and are taken away one by one @row-1', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 30)
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const business = customers.filter(({ plan_id }) => plan_id === 'business')
  const trial = business.filter((one) => one.trial)
  const expectRows = (count: number) => expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1))

  await page.getByRole('button', { name: 'Plan', exact: true }).first().click()
  await page.getByRole('checkbox', { name: /^Business/ }).check()
  await expectRows(business.length)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Status', exact: true }).first().click()
  await page.getByRole('checkbox', { name: /^In trial/ }).check()
  await expectRows(trial.length)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove filter Plan: Business' }).click()
  await expectRows(customers.filter((one) => one.trial).length)
  await page.getByRole('button', { name: 'Clear all filters' }).first().click()
  await expectRows(30)

  await page.getByRole('button', { name: 'Date joined', exact: true }).first().click()
  await page.getByLabel('From').fill('2026-01-01')
  const from = new Date(2026, 0, 1).getTime()
  await expectRows(customers.filter(({ created_at }) => Date.parse(created_at) >= from).length)
})

test('columns are hidden by keyboard alone and stay hidden after a restart @row-22', async ({ launch, emulator }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  await waitUntilRead(first.page, 30)
  await first.page.getByRole('button', { name: 'Columns', exact: true }).focus()
  await first.page.keyboard.press('Enter')
  const box = first.page.getByRole('checkbox', { name: 'Joined', exact: true })
  await box.focus()
  await first.page.keyboard.press('Space')
  await expect(grid(first.page).getByRole('columnheader', { name: 'Joined' })).toHaveCount(0)
  await first.electron.close()
  const second = await launch()
  await expect(rows(second.page).first()).toBeVisible()
  await expect(grid(second.page).getByRole('columnheader', { name: 'Joined' })).toHaveCount(0)
  await expect(grid(second.page).getByRole('columnheader', { name: /^Plan/ })).toHaveCount(1)
})

test('a search without a hit says so and offers the way back @row-1', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 12)
  await searchBox(page).fill('nothing is called this')
  await expect(page.getByRole('heading', { name: 'No customer matches' })).toBeVisible()
  await expect(page.getByText('none has all of: Search: nothing is called this')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '13')
})
