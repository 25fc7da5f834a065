import type { Locator, Page } from '@playwright/test'
import { expect, test, type Fixtures } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount, showAccount } from '../pages/accounts'
import { applyPlan, makePlan, stagedCount, waitUntilPeopleRead } from '../pages/changes'
import { everybodyIn, keepSetting, openSettings } from '../pages/customer-settings'
import { grid, rows, searchBox } from '../pages/customers'

interface Customer { readonly id: number; readonly name: string; readonly external_id: string | null; readonly plan_id: string; readonly in_trial: boolean; readonly notification_email: string; readonly origin_url: string | null; readonly environments: readonly unknown[]; readonly time_zone: string }
interface State {
  readonly customers: readonly Customer[]; readonly workspaces: Readonly<Record<string, { readonly members: readonly { readonly email: string }[] }>>
  readonly managers: readonly { readonly id: number; readonly user: { readonly id: number; readonly name: string; readonly email: string }; readonly role_id: number; readonly permitted_workspace_ids: readonly number[] }[]
  readonly partnerUsers: readonly { readonly id: number; readonly name: string }[]; readonly partnerRoles: readonly { readonly id: number; readonly name: string }[]
}
const TOTAL = 12
const stateOf = (emulator: Emulator): Promise<State> => emulator.control<State>('GET', '/state?account=a1')
const writes = async (emulator: Emulator): Promise<LoggedRequest[]> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')
const dialog = (page: Page): Locator => page.getByTestId('edit-dialog')
const submit = (page: Page): Locator => dialog(page).locator('button[type="submit"]')
const selection = (page: Page): Locator => page.getByTestId('customer-selection')
const queue = (page: Page, count: number) => expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(count))
const rowOf = (page: Page, { id }: Customer): Locator => rows(page).and(page.locator(`[data-key="${String(id)}"]`))
const applyAll = async (page: Page, applied: number): Promise<void> => {
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', String(applied))
}

/** An app that has read both accounts, on the customers of the first. */
async function start(launch: Fixtures['launch'], emulator: Emulator) {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 1)
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  return { page, accountId, state: await stateOf(emulator) }
}

test('several customers are chosen, tagged and edited together @row-10 @row-21 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, accountId, state } = await start(launch, emulator)
  const listed = [...state.customers].sort((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }))
  const three = listed.slice(0, 3)
  const [first] = three as [Customer, Customer, Customer]

  // Space ticks a row, Shift+Space up to a row.
  await rowOf(page, first).locator('[data-col="customer"]').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(rowOf(page, three[2]!).locator('[data-col="customer"]')).toBeFocused()
  await page.keyboard.press('Shift+Space')
  await expect(selection(page)).toHaveAttribute('data-count', '3')

  // Tags are this computer's: nothing is staged or sent.
  await selection(page).getByRole('button', { name: 'Tags', exact: true }).click()
  await expect(dialog(page)).toContainText('Workato and colleagues do not see them.')
  await dialog(page).getByLabel('New tag').fill('north')
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
  await submit(page).click()
  await expect(rows(page).filter({ has: page.locator('[data-col="tags"]', { hasText: 'north' }) })).toHaveCount(3)
  await page.keyboard.press('Escape')
  await expect(selection(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await page.getByRole('checkbox', { name: /north/ }).check()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove filter Tag: north' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(TOTAL + 1))
  // On the page of a customer: one more, and the first taken away.
  await openSettings(page, accountId, first.id)
  await expect(page.getByTestId('customer-tags')).toHaveText('north')
  await page.getByRole('button', { name: 'Edit tags' }).click()
  await dialog(page).getByRole('checkbox', { name: 'north' }).uncheck()
  await dialog(page).getByLabel('New tag').fill('vip')
  await submit(page).dblclick()
  await expect(page.getByTestId('customer-tags')).toHaveText('vip')
  await expect(page.getByRole('button', { name: 'Edit tags' })).toBeFocused()
  // People and rows of the matrix by the tags of their customers.
  await page.locator('[data-nav="people"]').click()
  await page.getByRole('button', { name: 'Customer tag' }).click()
  await page.getByRole('checkbox', { name: /vip/ }).check()
  await expect(page.locator('[data-grid="people"]')).toHaveAttribute('aria-rowcount', String(everybodyIn(state, first.id).size + 1))
  await page.keyboard.press('Escape')
  await page.locator('[data-nav="matrix"]').click()
  await page.getByRole('button', { name: /^Rows:/ }).click()
  await page.getByTestId('scope-tags').getByRole('checkbox', { name: /vip/ }).check()
  await expect(page.getByRole('button', { name: /^Rows: .*, tagged vip/ })).toBeVisible()
  await expect(page.locator('[data-grid="matrix"]')).toHaveAttribute('aria-rowcount', String(everybodyIn(state, first.id).size + 2))
  await queue(page, 0)
  await openSettings(page, accountId, first.id)
  await keepSetting(page, 'originUrl', 'https://old.example')

  // The same settings for all that match: what is ticked, nothing else; who has it so already is left alone, unless another wish waits there.
  await page.locator('[data-nav="customers"]').click()
  await rowOf(page, first).getByRole('checkbox').check()
  await selection(page).getByRole('button', { name: `Choose all ${String(TOTAL)} that match` }).click()
  await expect(selection(page)).toHaveAttribute('data-count', String(TOTAL))
  await selection(page).getByRole('button', { name: 'Edit settings' }).click()
  await expect(dialog(page)).toContainText(emulator.accounts[0]!.name)
  await expect(dialog(page)).toContainText(`${String(TOTAL)} customers`)
  await submit(page).click()
  await expect(dialog(page).getByRole('alert')).toHaveText('Tick what is to be changed.')
  const tickField = async (key: string): Promise<Locator> => {
    const row = dialog(page).locator(`[data-setting="${key}"]`)
    await row.getByRole('checkbox').first().check()
    return row
  }
  const origins = await tickField('originUrl')
  await expect(page.getByTestId('many-sum')).toHaveAttribute('data-edits', '1')
  await origins.locator('textarea').fill('http://acme.example')
  await submit(page).click()
  await expect(origins.getByRole('alert')).toContainText('is not encrypted. Write https.')
  await expect(origins.locator('textarea')).toBeFocused()
  await origins.locator('textarea').fill('https://acme.example')
  const trial = await tickField('trial')
  await trial.locator('select').selectOption('on')
  await expect(trial.locator('.note')).toContainText('A trial lasts 30 days and allows 100 tasks a month')
  const expected = state.customers.filter(({ origin_url }) => origin_url !== 'https://acme.example').length + state.customers.filter(({ in_trial }) => !in_trial).length
  await expect(page.getByTestId('many-sum')).toHaveAttribute('data-edits', String(expected))
  await submit(page).dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, expected + 1)
  await expect(selection(page)).toHaveCount(0)
  await emulator.control('DELETE', '/log')
  await applyAll(page, expected)
  const after = await stateOf(emulator)
  expect(after.customers.map(({ origin_url, in_trial }) => [origin_url, in_trial])).toEqual(after.customers.map(() => ['https://acme.example', true]))
  expect(after.customers.map(({ notification_email, time_zone, plan_id }) => [notification_email, time_zone, plan_id])).toEqual(state.customers.map(({ notification_email, time_zone, plan_id }) => [notification_email, time_zone, plan_id]))
  expect(await writes(emulator)).toHaveLength(TOTAL)
})

test('several customers are provisioned and deleted by the number and the account that are typed @row-9', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, state } = await start(launch, emulator)
  const singles = state.customers.filter(({ environments }) => environments.length === 0)
  const provisioned = state.customers.find(({ environments }) => environments.length > 0)!
  const account = dialog(page).getByLabel('Type the name of the partner account to continue')
  const count = (n: number): Locator => dialog(page).getByLabel(`Type ${String(n)}, the number of customers`)
  const [first, second] = singles as [Customer, Customer]

  for (const one of [first, second, provisioned]) await rowOf(page, one).getByRole('checkbox').check()
  await selection(page).getByRole('button', { name: 'Provision 2 customers' }).click()
  await expect(dialog(page)).toContainText('This cannot be undone.')
  await expect(dialog(page)).toContainText('1 of those chosen has its environments already and is left out.')
  await expect(dialog(page).getByTestId('act-customers').locator('[data-customer]')).toHaveText([new RegExp(first.name), new RegExp(second.name)])
  for (const [name, n] of [[emulator.accounts[0]!.name, '3'], [emulator.accounts[0]!.name.toLowerCase(), '2'], [emulator.accounts[1]!.name, '2']] as const) {
    await account.fill(name)
    await count(2).fill(n)
    await expect(submit(page)).toBeDisabled()
    await count(2).press('Enter')
  }
  await queue(page, 0)
  await account.fill(emulator.accounts[0]!.name)
  await submit(page).dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 2)
  await emulator.control('DELETE', '/log')
  await applyAll(page, 2)
  expect((await writes(emulator)).map(({ path }) => path).sort()).toEqual([first, second].map(({ id }) => `/api/managed_users/${String(id)}/environments`).sort())
  // One review after the other.
  for (const left of [2, 1]) {
    await expect(page.getByTestId('access-review').locator('[data-member]').first()).toBeVisible()
    await page.getByTestId('review-confirm').click()
    await expect.poll(async () => ((await invoke(page, 'reviews.open', {})).value as { reviews: unknown[] }).reviews.length).toBe(left - 1)
  }
  await expect(page.getByTestId('access-review')).toHaveCount(0)

  await page.locator('[data-nav="customers"]').click()
  for (const one of [first, second]) await rowOf(page, one).getByRole('checkbox').check()
  await selection(page).getByRole('button', { name: 'Delete 2 customers' }).click()
  await expect(dialog(page)).toContainText('This is permanent.')
  for (const { name } of [first, second]) await expect(dialog(page).getByTestId('act-customers')).toContainText(name)
  await account.fill(emulator.accounts[1]!.name)
  await count(2).fill('2')
  await expect(submit(page)).toBeDisabled()
  await account.fill(emulator.accounts[0]!.name)
  await expect(submit(page)).toBeEnabled()
  // Another account comes on screen while the dialog is open: a press in the same moment deletes nobody anywhere.
  await count(2).evaluate((field: HTMLInputElement, name) => {
    const form = field.form!
    ;[...document.querySelectorAll<HTMLElement>('[data-testid="account-switcher"] [data-account-id]')].find((one) => one.textContent.includes(name))!.click()
    form.requestSubmit()
  }, emulator.accounts[1]!.name)
  await expect(dialog(page)).toHaveCount(0)
  await expect(selection(page)).toHaveCount(0)
  expect(await stagedCount(page)).toBe(0)

  await showAccount(page, emulator, 0)
  for (const one of [first, second]) await rowOf(page, one).getByRole('checkbox').check()
  await selection(page).getByRole('button', { name: 'Delete 2 customers' }).click()
  await account.fill(emulator.accounts[0]!.name)
  await count(2).fill('2')
  await submit(page).dblclick()
  await queue(page, 2)
  await applyAll(page, 2)
  const now = await stateOf(emulator)
  expect(now.customers.map(({ id }) => id)).toEqual(state.customers.map(({ id }) => id).filter((id) => id !== first.id && id !== second.id))
  await page.locator('[data-nav="customers"]').click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(TOTAL - 1))
})

test('a customer is added and another deleted by its page, customer managers are added, changed and removed @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, accountId, state } = await start(launch, emulator)
  const taken = state.customers.find(({ external_id }) => external_id !== null)!

  // What is missing or taken is said at its field.
  await page.getByTestId('add-customer').click()
  await expect(dialog(page)).toContainText(emulator.accounts[0]!.name)
  await expect(dialog(page).getByLabel('Customer name')).toBeFocused()
  await expect(dialog(page).getByText('appears in the list after a plan was applied and the customer was read')).toBeVisible()
  await submit(page).click()
  await expect(dialog(page).getByText('Enter a name.')).toBeVisible()
  await expect(dialog(page).getByText('Enter an e-mail address.')).toBeVisible()
  await expect(dialog(page).getByLabel('Customer name')).toBeFocused()
  await dialog(page).getByLabel('Customer name').fill(taken.name)
  await dialog(page).getByLabel('Notification email').fill('ops@new.example')
  await submit(page).click()
  await expect(dialog(page).locator('#new-name-problem')).toHaveText(`Another customer here is named ${taken.name}.`)
  await dialog(page).getByLabel('Customer name').fill('New Harbour')
  await dialog(page).getByLabel('External ID').fill(taken.external_id!)
  await submit(page).click()
  await expect(dialog(page).locator('#new-external-problem')).toHaveText(`${taken.name} has this ID.`)
  await queue(page, 0)
  await dialog(page).getByLabel('External ID').fill('NH-1')
  await dialog(page).getByLabel('Plan', { exact: true }).fill(taken.plan_id)
  await expect(dialog(page).getByText('DEV, TEST and PROD. This cannot be undone.')).toBeVisible()
  await submit(page).dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByTestId('add-customer')).toBeFocused()
  await queue(page, 1)
  const coming = page.getByTestId('coming-customers').locator('[data-coming]')
  await expect(coming).toContainText('New Harbour')
  await coming.getByRole('button', { name: 'Take back: New Harbour' }).click()
  await expect(coming).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(coming).toHaveCount(1)

  // The customer managers of the account, in the same plan.
  await page.locator('[data-nav="managers"]').click()
  const managers = page.getByTestId('managers')
  await expect(managers.locator('[data-manager]')).toHaveCount(state.managers.length)
  for (const { user, permitted_workspace_ids: ids } of state.managers) {
    const row = managers.locator(`[data-manager="${String(user.id)}"]`)
    await expect(row.locator('[data-reach]')).toHaveAttribute('data-reach', ids.length === 0 ? 'all' : String(ids.length))
    if (ids.length === 0) await expect(row).toContainText('All customers')
  }
  const fresh = state.partnerUsers.find(({ id }) => !state.managers.some(({ user }) => user.id === id))!
  const known = state.managers[0]!
  await page.getByTestId('add-manager').click()
  await submit(page).click()
  for (const words of ['Enter the number of a person.', 'The name is missing.', 'Choose a role.']) await expect(dialog(page).getByText(words)).toBeVisible()
  await dialog(page).getByLabel('User ID').fill(String(known.user.id))
  await expect(dialog(page).getByText(`${known.user.name} is a customer manager already.`)).toBeVisible()
  await dialog(page).getByLabel('User ID').fill(String(fresh.id))
  await dialog(page).getByLabel('Name', { exact: true }).fill(fresh.name)
  await dialog(page).getByLabel('Role', { exact: true }).selectOption({ index: 1 })
  await expect(dialog(page).getByText('All customers of the account, also those that are added later.')).toBeVisible()
  await dialog(page).getByLabel('Only these customers').check()
  await submit(page).click()
  await expect(dialog(page).locator('#manager-reach-problem')).toContainText('an empty list means all customers to Workato')
  await queue(page, 1)
  // All that a search finds, in two presses: whom an earlier search found, and who was taken out since, stays out.
  const another = state.customers.find(({ name }) => !name.includes(taken.name) && !taken.name.includes(name))!
  const box = ({ name }: Customer): Locator => dialog(page).getByRole('checkbox', { name })
  const all = dialog(page).getByRole('button', { name: /^Choose (all|the)/ })
  await dialog(page).getByRole('searchbox').fill(another.name)
  await expect(box(taken)).toHaveCount(0)
  await all.click()
  await expect(box(another)).toBeChecked()
  await box(another).uncheck()
  await dialog(page).getByRole('searchbox').fill(taken.name)
  await expect(box(another)).toHaveCount(0)
  await all.evaluate((button: HTMLElement) => {
    button.click()
    button.click()
  })
  await expect(box(taken)).toBeChecked()
  await expect(dialog(page).getByRole('status')).toHaveText('1 customer is chosen')
  await submit(page).dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 2)
  await expect(managers.locator(`[data-manager="${String(fresh.id)}"]`)).toContainText(taken.name)
  // Another one loses their customers, and a third reaches all.
  const [leaving, wider] = state.managers.filter(({ user }) => user.id !== known.user.id || state.managers.length < 3)
  const leavingRow = managers.locator(`[data-manager="${String(leaving!.user.id)}"]`)
  await leavingRow.getByRole('button', { name: `Remove ${leaving!.user.name}` }).click()
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(dialog(page)).toContainText('They lose access to')
  await submit(page).dblclick()
  await expect(leavingRow).toHaveAttribute('data-state', 'pending')
  await managers.getByRole('button', { name: `Change ${wider!.user.name}` }).click()
  await dialog(page).getByLabel('Role', { exact: true }).selectOption({ index: wider!.role_id === state.managers[0]!.role_id ? 2 : 1 })
  await dialog(page).getByLabel('All customers').check()
  await submit(page).click()
  await queue(page, 4)

  // Deleting by the customer's page: permanent, by the name as it is.
  const gone = state.customers.find(({ id }) => id !== taken.id)!
  await openSettings(page, accountId, gone.id)
  await page.getByTestId('delete-customer').click()
  await expect(dialog(page)).toContainText('All data and recipes of the customer go with it and cannot be recovered.')
  await expect(dialog(page).locator('.facts')).toContainText(/lose(s)? access/)
  const typed = dialog(page).getByLabel('Type the customer\'s name to continue')
  await typed.fill(gone.name.toUpperCase())
  await expect(submit(page)).toBeDisabled()
  await typed.press('Enter')
  await queue(page, 4)
  await typed.fill(gone.name)
  await submit(page).dblclick()
  await expect(dialog(page)).toHaveCount(0)
  await queue(page, 5)
  await expect(page.getByTestId('delete-waits')).toBeVisible()

  await emulator.control('DELETE', '/log')
  await applyAll(page, 5)
  const now = await stateOf(emulator)
  expect(now.customers.find(({ name }) => name === 'New Harbour')).toMatchObject({ external_id: 'NH-1', notification_email: 'ops@new.example', plan_id: taken.plan_id, environments: [{}, {}, {}] })
  expect(now.customers.some(({ id }) => id === gone.id)).toBe(false)
  expect(now.managers.find(({ user }) => user.id === fresh.id)).toMatchObject({ permitted_workspace_ids: [taken.id] })
  expect(now.managers.some(({ user }) => user.id === leaving!.user.id)).toBe(false)
  expect(now.managers.find(({ user }) => user.id === wider!.user.id)?.permitted_workspace_ids).toEqual([])
  expect((await writes(emulator)).map(({ method }) => method).sort()).toEqual(['DELETE', 'DELETE', 'POST', 'POST', 'PUT'])
  // What was sent about no customer says so; each line leads to its job.
  await page.locator('[data-nav="history"]').click()
  const line = page.locator('[data-grid="journal"] [data-event="sending"]', { hasText: 'New customer,' })
  await expect(line.locator('[data-col="customer"]')).toHaveText('The account itself')
  await expect(line.locator('[data-col="customer"]').getByRole('link')).toHaveCount(0)
  await expect(line.locator('[data-col="job"]').getByRole('link')).toHaveText(/^5 changes/)
  await page.locator('[data-nav="customers"]').click()
  await searchBox(page).fill('New Harbour')
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByTestId('coming-customers')).toHaveCount(0)
})
