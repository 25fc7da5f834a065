import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import { editableCustomers, remoteRole, remoteState, type RemoteMember, type RemoteState } from '../pages/changes'
import { forbidMouse, tabTo } from '../pages/keys'
import { ENVIRONMENTS, matrix, matrixCell, matrixOf, matrixRows, matrixSearch, openMatrix, queue, readClipboard, roleChoices, rowKeys, searchMatrix, selectRange, writeClipboard, type Environment } from '../pages/matrix'

const CUSTOMERS = 4
const PEOPLE = 112
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', String(CUSTOMERS), '--people', String(PEOPLE), '--quota', 'off'] })

const heldBy = (member: RemoteMember, environment: Environment): string => member.roles.find(({ environment_type }) => environment_type === environment)?.role_name ?? 'No access'

/** A customer with all environments, the words that find its own people, and these people in the order of the screen. */
function aCustomer(state: RemoteState): { id: number; name: string; words: string; count: number; roles: readonly string[] } {
  const [customer] = editableCustomers(state)
  if (customer === undefined) throw new Error('no customer has all environments')
  const { members, environmentRoles } = state.workspaces[customer.id]!
  const words = `customer-${String(customer.id)}.example`
  return { id: customer.id, name: customer.name, words, count: members.filter(({ email }) => email.includes(words)).length, roles: environmentRoles.map(({ name }) => name) }
}

test('ranges are copied to the clipboard, pasted, filled and undone as one step, and no key reaches the sheet from a text box @row-23 @row-24 @row-49', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, electron } = await launch()
  await matrixOf(page, emulator, 0, CUSTOMERS)
  const state = await remoteState(emulator, 'a1')
  const { id, name, words, count, roles } = aCustomer(state)
  const member = (key: string): RemoteMember => state.workspaces[id]!.members.find((one) => one.id === Number(key.split('/')[2]))!
  await searchMatrix(page, words, count)
  const keys = await rowKeys(page, words)
  // Somewhere five people have none of some role, so that fifteen cells change.
  const holds = (key: string, role: string): boolean => ENVIRONMENTS.some((environment) => heldBy(member(key), environment) === role)
  const plain = roles.filter((one) => !/admin/i.test(one))
  const start = Array.from({ length: 80 }, (_, i) => i + 6).find((i) => plain.some((role) => keys.slice(i, i + 5).every((key) => !holds(key, role))))!
  const [source, target] = [keys.slice(start - 6, start - 1), keys.slice(start, start + 5)]
  const role = plain.find((one) => target.every((key) => !holds(key, one)))!
  const given = source.flatMap((key) => ENVIRONMENTS.filter((environment) => heldBy(member(key), environment) !== role)).length
  const kept = (n: number): Promise<void> => expect(queue(page)).toHaveAttribute('data-count', String(n))

  // A role for fifteen cells by type-ahead; the editor says whose they are.
  await selectRange(page, matrixCell(page, source[0]!, 'dev'), 5, 3)
  await page.keyboard.press(role[0]!)
  await expect(roleChoices(page).first()).toBeVisible()
  await expect(page.getByTestId('role-picker')).toContainText(emulator.accounts[0]!.name)
  await expect(page.getByTestId('role-picker')).toContainText(name)
  await page.keyboard.type(role.slice(1))
  await page.keyboard.press('Enter')
  await kept(given)
  await expect(page.getByTestId('staging-said')).toHaveText(`${String(given)} cells set to ${role}, kept`)
  await expect(matrixCell(page, source[2]!, 'test')).toHaveAttribute('data-value', role)
  await matrixCell(page, source[1]!, 'dev').click()
  await page.keyboard.press('Delete')
  await expect(matrixCell(page, source[1]!, 'dev')).toHaveAttribute('data-value', 'No access')

  // What is copied is what the cells show, as spreadsheets exchange it.
  await selectRange(page, matrixCell(page, source[0]!, 'dev'), 5, 3)
  await page.keyboard.press('Control+c')
  const rows = source.map((_, row) => [row === 1 ? 'No access' : role, role, role].join('\t'))
  await expect.poll(() => readClipboard(electron)).toBe(rows.join('\n'))

  // One cell is chosen: where the paste would go is shown with its count, and only Enter does it.
  const before = Number(await queue(page).getAttribute('data-count'))
  const fresh = heldBy(member(target[1]!), 'dev') === 'No access' ? 14 : 15
  await matrixCell(page, target[0]!, 'dev').click()
  await page.keyboard.press('Control+v')
  await expect(page.getByTestId('matrix-ghost')).toContainText(`Paste into 15 cells, 14 of them beyond the selection? ${String(fresh)} change.`)
  await expect(page.getByTestId('matrix-ghost-range')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('matrix-ghost')).toHaveCount(0)
  await kept(before)
  await page.keyboard.press('Control+v')
  await expect(page.getByTestId('matrix-ghost')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('matrix-ghost')).toHaveCount(0)
  await kept(before + fresh)
  await expect(matrixCell(page, target[4]!, 'prod')).toHaveAttribute('data-value', role)
  await page.keyboard.press('Control+z')
  await kept(before)
  await page.keyboard.press('Control+Shift+z')
  await kept(before + fresh)

  // Down from the first row of the range, right from its first column.
  await selectRange(page, matrixCell(page, target[4]!, 'prod'), 3, 1)
  await page.keyboard.press('Control+d')
  await expect(matrixCell(page, keys[start + 6]!, 'prod')).toHaveAttribute('data-value', role)
  await selectRange(page, matrixCell(page, keys[start + 8]!, 'dev'), 1, 3)
  await page.keyboard.press('Control+r')
  for (const environment of ENVIRONMENTS) await expect(matrixCell(page, keys[start + 8]!, environment)).toHaveAttribute('data-value', heldBy(member(keys[start + 8]!), 'dev'))

  // Three hundred cells from a spreadsheet are one step.
  expect(await invoke(page, 'intents.discard', { name: 'All', removes: null })).toMatchObject({ ok: true })
  await kept(0)
  const table = keys.slice(0, 100).map((key) => ENVIRONMENTS.map((environment) => (heldBy(member(key), environment) === 'Member' ? 'EnvironmentManager' : 'member')).join('\t'))
  await writeClipboard(electron, `${table.join('\r\n')}\r\n`)
  await matrixCell(page, keys[0]!, 'dev').click()
  await page.keyboard.press('Control+v')
  await expect(page.getByTestId('matrix-ghost')).toContainText('300 cells')
  await page.keyboard.press('Enter')
  await kept(300)
  await page.keyboard.press('Control+z')
  await kept(0)
  await page.keyboard.press('Control+Shift+z')
  await kept(300)

  // In a text box of a dialog the same keys belong to the text box.
  await page.getByRole('button', { name: 'Add account' }).click()
  const field = page.getByTestId('account-add').getByLabel('Name', { exact: true })
  await field.fill('Something')
  await page.keyboard.press('Control+z')
  await expect(field).toHaveValue('')
  await page.keyboard.press('Control+v')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(field).toHaveValue('')
  await kept(300)
  await page.keyboard.press('Escape')
  await expect(matrix(page).locator('[data-state="pending"]').first()).toBeVisible()
})

test('a role is found, changed, planned and applied by keyboard alone; a role that a customer lacks is replaced by another of its own @row-34', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, electron } = await launch()
  await matrixOf(page, emulator, 0, CUSTOMERS)
  const state = await remoteState(emulator, 'a1')
  const { id, name, words, count, roles } = aCustomer(state)
  const keys = await rowKeys(page, words)
  const person = state.workspaces[id]!.members.find((one) => one.id === Number(keys[0]!.split('/')[2]))!
  const wish = roles.find((one) => one !== heldBy(person, 'test') && !/admin/i.test(one))!
  await writeClipboard(electron, 'No role is called so')
  forbidMouse(page)

  // Find.
  await page.locator('[data-nav="matrix"]').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+f')
  await expect(matrixSearch(page)).toBeFocused()
  await page.keyboard.type(words)
  await expect(page.getByTestId('matrix-matches')).toHaveAttribute('data-matched', String(count))
  await page.keyboard.press('Enter')
  await expect(matrixRows(page).first().getByRole('rowheader')).toBeFocused()
  await page.keyboard.press('Control+Home')
  await expect(matrix(page).locator('[data-group]').getByRole('gridcell')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(matrix(page).getByRole('row')).toHaveCount(2)
  await page.keyboard.press('ArrowRight')
  await expect(matrixCell(page, keys[0]!, 'test')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  for (let presses = 0; presses < 10 && !(await matrixCell(page, keys[0]!, 'test').evaluate((cell) => cell === document.activeElement)); presses += 1) await page.keyboard.press('ArrowRight')

  // A role that is none here is refused with the way out at once.
  await page.keyboard.press('Control+v')
  const left = page.getByTestId('matrix-left')
  await expect(left).toContainText(`${name} has no role No role is called so.`)
  await tabTo(page, 'button', 'Create No role is called so there')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('role-dialog').getByLabel('Role', { exact: true })).toHaveValue('No role is called so')
  await expect(page.getByTestId('role-where')).toContainText(name)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('role-dialog')).toHaveCount(0)
  await expect(left.getByRole('button', { name: 'Create No role is called so there' })).toBeFocused()
  await tabTo(page, 'button', `Choose another role than No role is called so in ${name}`)
  await page.keyboard.press('Enter')
  await expect(roleChoices(page).first()).toBeVisible()
  await page.keyboard.type(wish)
  await page.keyboard.press('Enter')
  await expect(queue(page)).toHaveAttribute('data-count', '1')
  await expect(left).toHaveCount(0)
  await expect(matrixCell(page, keys[0]!, 'test')).toHaveAttribute('data-value', wish)

  // Edit: Tab keeps the role and goes on to the next cell.
  for (let presses = 0; presses < 60 && !(await matrix(page).locator(':focus').count()); presses += 1) await page.keyboard.press('Tab')
  await expect(matrixCell(page, keys[0]!, 'test')).toBeFocused()
  await page.keyboard.press('F2')
  await expect(roleChoices(page).first()).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('Escape')
  await expect(matrixCell(page, keys[0]!, 'test')).toBeFocused()
  await expect(matrixCell(page, keys[0]!, 'test')).toHaveAttribute('data-value', wish)
  await page.keyboard.press('Enter')
  await expect(roleChoices(page).first()).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(matrixCell(page, keys[0]!, 'prod')).toBeFocused()
  await expect(matrixCell(page, keys[0]!, 'test')).toHaveAccessibleName(new RegExp(`${person.name}, ${name}, TEST: ${wish}, changed from .+, kept on this computer`))

  // Plan and apply.
  await tabTo(page, 'link', 'Review 1 change')
  await page.keyboard.press('Enter')
  await page.getByTestId('plan-make').waitFor()
  await page.keyboard.press('Tab')
  for (let presses = 0; presses < 40 && !(await page.getByTestId('plan-make').evaluate((button) => button === document.activeElement)); presses += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByTestId('plan').waitFor({ timeout: 40_000 })
  for (let presses = 0; presses < 60 && !(await page.getByTestId('plan-apply').evaluate((button) => button === document.activeElement)); presses += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('job')).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 })
  expect(remoteRole(await remoteState(emulator, 'a1'), { customerId: id, memberId: person.id, environment: 'test' })).toBe(wish)
})

// In this file too, because the computer has one clipboard and files run beside each other.
test.describe('hard ends', () => {
  const ROUNDS = 5
  test.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', '12', '--people', '40', '--quota', 'off'] })

  test('500 cells of the matrix that were painted as kept while offline are there after each of five hard ends @row-46', async ({ launch, emulator }) => {
    test.setTimeout(240_000)
    let { page, electron } = await launch()
    await matrixOf(page, emulator, 0, 12)
    const state = await remoteState(emulator, 'a1')
    const customers = editableCustomers(state).slice(0, ROUNDS)
    expect(customers.length).toBe(ROUNDS)
    await page.getByRole('switch').click()
    await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
    const painted = () => matrix(page).locator('[data-env][data-state="pending"]').evaluateAll((cells) => cells.map((cell) => [cell.getAttribute('data-member'), cell.getAttribute('data-env'), cell.getAttribute('data-value')].join(' ')))
    let kept = 0
    for (const { id } of customers) {
      const words = `customer-${String(id)}.example`
      const people = state.workspaces[id]!.members.filter(({ email }) => email.includes(words))
      await searchMatrix(page, words, people.length)
      const keys = await rowKeys(page, words)
      // Every role another one than it is.
      const held = (key: string, environment: string) => people.find((one) => one.id === Number(key.split('/')[2]))!.roles.find(({ environment_type }) => environment_type === environment)?.role_name
      await writeClipboard(electron, keys.map((key) => ENVIRONMENTS.map((environment) => (held(key, environment) === 'Member' ? 'EnvironmentManager' : 'Member')).join('\t')).join('\n'))
      await matrixCell(page, keys[0]!, 'dev').click()
      await page.keyboard.press('Control+v')
      await expect(page.getByTestId('matrix-ghost')).toBeVisible()
      await page.keyboard.press('Enter')
      kept += keys.length * ENVIRONMENTS.length
      await expect(matrixCell(page, keys[0]!, 'prod')).toHaveAttribute('data-state', 'pending')
      const seen = await painted()
      const ended = new Promise<void>((resolve) => electron.once('close', () => { resolve() }))
      electron.process().kill('SIGKILL')
      await ended
      expect(seen.length).toBeGreaterThan(20)
      ;({ page, electron } = await launch())
      await expect(queue(page)).toHaveAttribute('data-count', String(kept))
      await openMatrix(page)
      await searchMatrix(page, words, people.length)
      await expect(matrixCell(page, keys[0]!, 'prod')).toHaveAttribute('data-state', 'pending')
      // The sheet is drawn as far as its height is known.
      await expect.poll(painted).toEqual(expect.arrayContaining(seen))
    }
    expect(kept).toBeGreaterThanOrEqual(500)
  })
})
