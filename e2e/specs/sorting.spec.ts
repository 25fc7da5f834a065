import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows, waitUntilRead } from '../pages/customers'

interface Customer {
  id: number; name: string; external_id: string | null; plan_id: string; trial: boolean; in_trial: boolean; created_at: string; task_count: number; active_connection_count: number
  environments: { environment_type: string }[]
}
type Value = string | number

const statusOf = ({ trial, in_trial, plan_id }: Customer): string => (trial || in_trial ? 'trial' : /free/.test(plan_id) ? 'expired' : 'active')

/** What belongs to a customer beside its own facts. */
interface Workspace { rbac_migrated: boolean; members: unknown[] }

/** Every header that sorts, with what its column is sorted by. */
const COLUMNS: readonly { readonly title: string; readonly value: (customer: Customer, workspace: Workspace) => Value }[] = [
  { title: 'Customer', value: ({ name }) => name.toLowerCase() },
  { title: 'Plan', value: ({ plan_id }) => plan_id },
  { title: 'Status', value: statusOf },
  { title: 'Access model', value: (_, { rbac_migrated }) => (rbac_migrated ? 'migrated' : 'legacy') },
  { title: 'People', value: (_, { members }) => members.length },
  { title: 'Joined', value: ({ created_at }) => Date.parse(created_at) },
  { title: 'Tasks in billing period', value: ({ task_count }) => task_count },
  { title: 'Connections', value: ({ active_connection_count }) => active_connection_count },
  { title: 'Environments', value: ({ environments }) => environments.length },
]

test.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', '120', '--people', '5', '--quota', 'off'] })

test('every header but the apps sorts by its column, and a second press reverses @row-1', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 120)
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Environments', exact: true }).check()
  await page.keyboard.press('Escape')
  const { customers, workspaces } = await emulator.control<{ customers: Customer[]; workspaces: Record<number, Workspace> }>('GET', '/state?account=a1')
  const shownAs = ({ name, external_id }: Customer): string => `${name}${external_id === null ? '' : `(${external_id})`}`
  const byText = new Map(customers.map((one) => [shownAs(one), one]))
  const headers = grid(page).getByRole('columnheader')
  await expect(headers.getByRole('button')).toHaveText(COLUMNS.map(({ title }) => title))

  for (const { title, value } of COLUMNS) {
    const header = headers.filter({ has: page.getByRole('button', { name: title, exact: true }) })
    for (const direction of ['ascending', 'descending'] as const) {
      // The first column is in ascending order from the start.
      if ((await header.getAttribute('aria-sort')) !== direction) await header.getByRole('button').click()
      await expect(header).toHaveAttribute('aria-sort', direction)
      await expect(grid(page).locator('[aria-sort="ascending"], [aria-sort="descending"]')).toHaveCount(1)
      const sorted = customers.map((one) => value(one, workspaces[one.id]!)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      if (direction === 'descending') sorted.reverse()
      const shown = async (): Promise<Value[]> => {
        const texts = await rows(page).locator('[data-col="customer"]').allInnerTexts()
        return texts.slice(0, 12).map((text) => byText.get(text.replace(/\s*\n\s*/g, '').replace(/\s+\(/, '(')) ?? null).map((one) => (one === null ? 'unknown row' : value(one, workspaces[one.id]!)))
      }
      await expect.poll(shown, { message: `${title}, ${direction}` }).toEqual(sorted.slice(0, 12))
    }
  }
})

test('the first rows are there before the second page has arrived @row-1', async ({ launch, emulator }) => {
  // The answer to the second page is held back until the test lets it go.
  await emulator.control('POST', '/faults', [{ match: { path: '^/api/managed_users$', nth: 2 }, fault: { kind: 'delay', ms: 30_000 } }])
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await expect(rows(page).first().locator('[data-col="customer"]')).not.toBeEmpty()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '101')
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-read', '100')
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-total', '120')
  await expect(page.getByText('100 of 120 read so far')).toBeVisible()
})
