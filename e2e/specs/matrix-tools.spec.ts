import { expect, test as base } from '../fixtures/app'
import { startPeopleWorld, type GivenPerson, type MadeCustomer } from '../fixtures/people-world'
import { addEmulatorAccount } from '../pages/accounts'
import { makePlan, waitUntilPeopleRead } from '../pages/changes'
import { matrixCell, openTool, openMatrix, previewOf, searchMatrix, stagedCount } from '../pages/matrix-tools'

const CUSTOMERS = 4
const PEOPLE = 50
const at = (customer: number): string => `customer-${String(customer)}.example`

/** Fifty people in each of four customers. Of the first customer one is Kim, with a role that the last customer lacks; of each customer the first five are members of PROD already. */
const many = (customer: number): readonly GivenPerson[] => Array.from({ length: PEOPLE }, (_, i): GivenPerson => ({
  name: customer === 0 && i === 0 ? 'Kim Source' : `Person ${String(customer)} ${String(i)}`, email: `p${String(i)}@${at(customer)}`,
  roles: customer === 0 && i === 0 ? { dev: 'EnvironmentManager', test: 'EnvironmentManager', prod: 'EnvironmentManager' } : { dev: 'Member', ...(i >= 1 && i <= 5 ? { prod: 'Member' } : {}) },
}))

/** Six things that look wrong, each of another kind, among people with whom nothing is. */
function odd(customer: number): readonly GivenPerson[] {
  const plain = Array.from({ length: 6 }, (_, i): GivenPerson => ({ name: `Plain${String(customer)} Person${String(i)}`, email: `p${String(i)}@${at(customer)}`, roles: { dev: 'Member', test: 'Member', prod: 'Member' } }))
  const dana: GivenPerson = { name: 'Dana Everywhere', email: 'dana@agency.example', roles: customer === 3 ? { dev: 'Member', test: 'EnvironmentManager', prod: 'Member' } : { dev: 'Member', test: 'Member', prod: 'Member' } }
  const wrong: readonly (readonly GivenPerson[])[] = [
    [{ name: 'Ada NoDev', email: `ada@${at(0)}`, roles: { prod: 'EnvironmentAdmin' } }, { name: 'Ina Active', email: `ina@${at(0)}`, roles: { dev: 'Member' }, seenDaysAgo: 100 }],
    [{ name: 'Otto Outside', email: 'otto@elsewhere.example', roles: { dev: 'EnvironmentAdmin', test: 'Member', prod: 'Member' } }],
    [{ name: 'Dup Licate', email: `dup@${at(2)}`, roles: { dev: 'Member' } }, { name: 'D. L.', email: `dup+second@${at(2)}`, roles: { dev: 'Member' }, seenDaysAgo: 9 }],
    [{ name: 'Nev Er', email: `nev@${at(3)}`, roles: { dev: 'Member' }, seenDaysAgo: null }],
  ]
  return [...plain, dana, ...(wrong[customer] ?? [])]
}

const WORLDS = { many, odd }

const test = base.extend<{ people: keyof typeof WORLDS; made: readonly MadeCustomer[]; world: Awaited<ReturnType<typeof startPeopleWorld>> }>({
  people: ['many', { option: true }],
  world: async ({ people }, use, testInfo) => {
    const world = await startPeopleWorld(testInfo.outputPath('world.json'), CUSTOMERS, WORLDS[people], people === 'many' ? { customer: CUSTOMERS - 1, role: 'EnvironmentManager' } : undefined)
    await use(world)
    await world.emulator.close()
  },
  emulator: async ({ world: { emulator } }, use) => use(emulator),
  made: async ({ world: { made } }, use) => use(made),
})

test('one role for 200 people, in a dialog whose sum is theirs, and a person who others are made like @row-10 @row-68 @row-49', async ({ launch, emulator, made }) => {
  test.setTimeout(150_000)
  const { page } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await waitUntilPeopleRead(page, accountId, CUSTOMERS)
  await openMatrix(page)
  await expect(page.getByTestId('matrix-matches')).toHaveAttribute('data-total', '200')
  const { name } = emulator.accounts[0]!

  // Everybody: 20 have it already, nothing is refused.
  const dialog = await openTool(page, 'Set roles')
  await dialog.getByRole('button', { name: /^All that match/ }).click()
  await expect(dialog.getByTestId('sheet-target')).toHaveAttribute('data-rows', '200')
  for (const one of made) await expect(dialog).toContainText(one.name)
  await expect(dialog).toContainText(name)
  await dialog.getByRole('checkbox', { name: 'PROD' }).check()
  await dialog.getByRole('combobox', { name: 'Name of the role' }).fill('Member')
  await expect(dialog.getByTestId('sheet-preview')).toHaveAttribute('data-edits', '180')
  expect(await previewOf(dialog)).toEqual({ edits: 180, same: 20, refused: 0, prod: 180 })
  await expect(dialog.getByText('180 changes are in PROD.')).toBeVisible()
  // A role that one customer lacks: its people are told, each with the reason, and the sum stays that of the selection.
  await dialog.getByRole('combobox', { name: 'Name of the role' }).fill('EnvironmentManager')
  await expect(dialog.getByTestId('sheet-preview')).toHaveAttribute('data-refused', String(PEOPLE))
  expect(await previewOf(dialog)).toEqual({ edits: 149, same: 1, refused: PEOPLE, prod: 149 })
  await expect(dialog.getByTestId('sheet-refused').locator('tbody tr').first()).toContainText(`Person ${String(CUSTOMERS - 1)} 0, ${made[CUSTOMERS - 1]!.name}`)
  await dialog.getByRole('combobox', { name: 'Name of the role' }).fill('Member')
  await dialog.getByRole('button', { name: `Keep 180 changes in ${name}` }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '180')
  const plan = await makePlan(page)
  await expect(plan.getByRole('tab', { name: 'All' })).toContainText('180')

  // In the selection a role is found and replaced: of the first two rows of a customer one holds it.
  await openMatrix(page)
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '0')
  const last = made[CUSTOMERS - 1]!
  await searchMatrix(page, last.name, PEOPLE)
  await matrixCell(page, last.people[0]!.id, 'prod').click()
  await matrixCell(page, last.people[1]!.id, 'prod').click({ modifiers: ['Shift'] })
  const replace = await openTool(page, 'Find and replace')
  await replace.getByRole('combobox', { name: 'Find' }).selectOption({ label: 'Member (1)' })
  await replace.getByRole('button', { name: 'No access' }).click()
  await expect(replace.getByTestId('sheet-preview')).toHaveAttribute('data-edits', '1')
  await replace.getByRole('button', { name: `Keep 1 change in ${name}` }).click()
  await expect(replace).toBeHidden()
  await expect(matrixCell(page, last.people[1]!.id, 'prod')).toHaveAttribute('data-value', 'No access')
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '0')

  // Kim's roles for all of the customer that has no such role: nothing is taken by number, another one is chosen.
  const like = await openTool(page, 'Make like')
  await like.getByRole('button', { name: /^All that match/ }).click()
  await like.getByRole('searchbox', { name: 'Person to take the roles from' }).fill('Kim Source')
  await like.getByRole('list', { name: 'People found' }).getByRole('button').first().click()
  await expect(like.getByTestId('sheet-preview')).toHaveAttribute('data-refused', String(3 * PEOPLE))
  const missing = like.getByTestId('like-missing')
  await expect(missing).toContainText(`Where EnvironmentManager is missing (${last.name})`)
  await missing.getByRole('combobox').selectOption('other')
  await missing.getByRole('combobox', { name: 'Role instead of EnvironmentManager' }).fill('EnvironmentAdmin')
  await missing.getByRole('combobox', { name: 'Role instead of EnvironmentManager' }).press('Tab')
  await expect(like.getByTestId('sheet-preview')).toHaveAttribute('data-edits', String(3 * PEOPLE))
  await like.getByRole('button', { name: `Keep 150 changes in ${name}` }).click()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '150')
  await expect(matrixCell(page, last.people[1]!.id, 'prod')).toHaveAttribute('data-value', 'EnvironmentAdmin')

  // The list is the same in words, with the same edits.
  await page.getByRole('button', { name: 'List', exact: true }).click()
  const list = page.getByTestId('matrix-list')
  const first = list.locator(`[data-key$="/${String(last.people[0]!.id)}"]`)
  await expect(first.locator('[data-env="prod"]')).toContainText('EnvironmentAdmin, changed from No access, kept on this computer')
  await first.getByRole('button', { name: `Change PROD of ${last.people[0]!.name} in ${last.name}` }).click()
  await page.keyboard.type('Memb')
  await page.keyboard.press('Enter')
  await expect(first.locator('[data-env="prod"]')).toContainText('Member, changed from No access, kept on this computer')
  // At twice the size nothing lies beside the window, and what is open over the list can be reached.
  await page.setViewportSize({ width: 720, height: 450 })
  expect(await page.locator('main').evaluate((main) => Math.max(main.scrollWidth - main.clientWidth, ...[...main.querySelectorAll('button, input, h1, h2, h3')].map((one) => Math.round(one.getBoundingClientRect().right - main.getBoundingClientRect().right))))).toBeLessThanOrEqual(0)
  await first.getByRole('checkbox').check()
  const small = await openTool(page, 'Set roles')
  await expect(small.getByTestId('sheet-target')).toHaveAttribute('data-rows', '1')
  const cancel = small.getByRole('button', { name: 'Cancel' })
  await cancel.scrollIntoViewIfNeeded()
  await expect(cancel).toBeInViewport({ ratio: 1 })
  await cancel.click()
  await expect(small).toBeHidden()
})

test.describe('findings', () => {
  test.use({ people: 'odd' })

  test('six things that look wrong are six findings, each ended by one key @row-69', async ({ launch, emulator, made }) => {
    test.setTimeout(120_000)
    const { page } = await launch()
    const accountId = await addEmulatorAccount(page, emulator, 0)
    await waitUntilPeopleRead(page, accountId, CUSTOMERS)
    await openMatrix(page)
    await page.getByRole('button', { name: /^Findings \d/ }).click()
    const panel = page.getByTestId('findings')
    await expect(panel).toHaveAttribute('data-total', '6')
    const wrong: readonly (readonly [string, string, string, number])[] = [
      ['prod-admin-without-dev', 'No access in PROD', 'Ada NoDev', 0], ['outside-admin', 'Member instead of admin', 'Otto Outside', 1], ['duplicate', 'Remove from the customer', 'D. L.', 2],
      ['differs', 'The usual role', 'Dana Everywhere', 3], ['never-active', 'Remove from the customer', 'Nev Er', 3], ['inactive', 'Remove from the customer', 'Ina Active', 0],
    ]
    for (const [kind, remedy, name, customer] of wrong) {
      const section = panel.locator(`[data-finding="${kind}"]`)
      await expect(section).toHaveAttribute('data-count', '1')
      await section.locator('h3 button').click()
      const fix = section.getByRole('button', { name: `${remedy}: ${name}, ${made[customer]!.name}` })
      await fix.focus()
      await page.keyboard.press('Enter')
      await expect(section.locator('li').getByText('Kept')).toBeVisible()
      await expect(section.getByRole('button', { name, exact: true })).toBeFocused()
    }
    expect(await stagedCount(page)).toBe(6)
    // All of a kind at once: what is kept already is not kept a second time, and undo takes it back as one step.
    await page.keyboard.press('Control+z')
    await expect.poll(() => stagedCount(page)).toBe(5)
    await panel.locator('[data-finding="inactive"]').getByRole('button', { name: /^Fix 1 of/ }).click()
    await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '6')
    // The details of a row tell what is kept for it, and why there is access.
    await panel.locator('[data-finding="inactive"]').getByRole('button', { name: 'Ina Active', exact: true }).click()
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    const details = page.getByTestId('details')
    await expect(details.getByRole('heading', { name: 'Ina Active' })).toBeVisible()
    await expect(details.getByTestId('details-staged')).toContainText('The person is removed from the customer.')
    await expect(details.getByTestId('access-sentence')).toContainText('Ina Active')
  })
})
