import { test as own } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import { expect, test } from '../fixtures/shared'
import { addEmulatorAccount, showAccount } from '../pages/accounts'
import { choices, grid, rows, searchBox, waitUntilRead } from '../pages/customers'

interface State { customers: { name: string; plan_id: string; trial: boolean; created_at: string }[] }

test('filters by plan, status and date narrow to what the account holds, and are taken away one by one @row-1', async ({ page, emulator }) => {
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
  await page.getByLabel('To', { exact: true }).fill('2026-03-31')
  const to = new Date(2026, 3, 1).getTime()
  const between = customers.map(({ created_at }) => Date.parse(created_at)).filter((at) => at >= from && at < to)
  expect(between.length).toBeGreaterThan(0)
  await expectRows(between.length)
})

own.describe('with few customers', () => {
  own.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', '8', '--people', '2', '--quota', 'off'] })

  own('the filter by app shows the customers that are connected to one of the chosen apps @row-1', async ({ launch, emulator }) => {
    const { page } = await launch()
    await addEmulatorAccount(page, emulator, 0)
    await waitUntilRead(page, 8)
    const { baseUrl, token } = emulator.accounts[0]!
    const { customers } = await emulator.control<{ customers: { id: number }[] }>('GET', '/state?account=a1')
    const appsOf = await Promise.all(customers.map(async ({ id }) => {
      const answer = await fetch(`${baseUrl}/api/managed_users/${String(id)}/connections`, { headers: { authorization: `Bearer ${token}` } })
      const { result } = (await answer.json()) as { result: { provider: string; authorization_status: string }[] }
      return new Set(result.filter(({ authorization_status }) => authorization_status === 'success').map(({ provider }) => provider))
    }))
    const having = (...apps: string[]): number => appsOf.filter((own) => apps.some((app) => own.has(app))).length
    const all = [...new Set(appsOf.flatMap((own) => [...own]))]
    // Two apps that say something: neither everybody nor the same customers have them.
    const [one, two] = all.flatMap((a) => all.map((b) => [a, b] as const)).find(([a, b]) => having(a) < having(a, b) && having(b) < having(a, b) && having(a, b) < 8)!
    const accountId = await page.locator('[data-account-id]').first().getAttribute('data-account-id')
    await expect.poll(async () => ((await invoke(page, 'sync.state', { accountId })).value as { appsRead: number }).appsRead, { timeout: 30_000 }).toBe(8)
    const { apps } = (await invoke(page, 'customers.facets', { accountId })).value as { apps: { value: string }[] }
    await page.getByRole('button', { name: 'App', exact: true }).first().click()
    await expect(choices(page)).toHaveCount(apps.length)
    for (const [app, count] of [[one, having(one)], [two, having(one, two)]] as const) {
      await choices(page).nth(apps.findIndex(({ value }) => value === app)).check()
      await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1))
    }
  })
})

own('columns are hidden by keyboard alone and stay hidden after a restart @row-22', async ({ launch, emulator }) => {
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 0)
  await waitUntilRead(first.page, 12)
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

test('a search without a hit says so and offers the way back @row-1', async ({ page, emulator }) => {
  await showAccount(page, emulator, 1)
  await searchBox(page).fill('nothing is called this')
  await expect(page.getByRole('heading', { name: 'No customer matches' })).toBeVisible()
  await expect(page.getByText('none has all of: Search: nothing is called this')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '13')
})
