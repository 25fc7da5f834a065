import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { invoke } from '../fixtures/bridge'
import type { LoggedRequest } from '../fixtures/emulator'
import { startApp } from '../fixtures/launch'
import { expect, P500, test } from '../fixtures/shared'
import { makePlan, remoteState, stage, type RoleEdit } from '../pages/changes'
import './p500-matrix'
import { customerPage, openTab, rowsOf } from '../pages/customer'
import { grid, searchBox } from '../pages/customers'
import { openPeople, openPerson, topSearch } from '../pages/people'
import { openAccountSettings } from '../pages/settings'

// Two partner accounts with 500 and 40 customers of 50 people, read at the documented quotas a hundred times faster.
test.use({ world: P500 })

interface State {
  customers: { id: number; name: string; external_id: string | null; environments: unknown[] }[]
  workspaces: Record<string, { rbac_migrated: boolean; members: { id: number; roles: { environment_type: string; role_name: string | null }[] }[] }>
}

test('the first read of both accounts is refused nothing, and no page of a list is read twice', async ({ page, emulator }) => {
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-read', '500')
  const log = await emulator.control<(LoggedRequest & { query: string })[]>('GET', '/log')
  expect(log.filter(({ throttled, status }) => throttled || status === 429)).toEqual([])
  const pages = log.filter(({ path }) => path === '/api/managed_users').map(({ account, query }) => `${String(account)} ${query}`)
  expect(new Set(pages).size).toBe(pages.length)
  expect(pages.length).toBeGreaterThanOrEqual(6)
})

test('two words of search leave the rows that the account holds, marked, in the order of the header @row-1', async ({ page, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const text = ({ name, external_id }: State['customers'][number]): string => `${name} ${external_id ?? ''}`.toLowerCase()
  const first = customers[17]!
  const words = [first.name.slice(0, 3).toLowerCase(), '1']
  const expected = customers.filter((one) => words.every((word) => text(one).includes(word)))
  expect(expected.length).toBeGreaterThan(1)
  await searchBox(page).fill(words.join(' '))
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(expected.length + 1))
  await expect(grid(page).locator('mark').first()).toHaveText(new RegExp(words.join('|'), 'i'))
  const header = grid(page).getByRole('columnheader', { name: /^Customer/ })
  const before = await header.getAttribute('aria-sort')
  await header.getByRole('button').press('Enter')
  await expect(header).toHaveAttribute('aria-sort', before === 'ascending' ? 'descending' : 'ascending')
})

test('the cells of fifty people in ten customers are what the API holds @row-3', async ({ page, emulator }) => {
  const { customers, workspaces } = await emulator.control<State>('GET', '/state?account=a1')
  const account = String(await page.locator('[data-account-id][aria-current="true"]').getAttribute('data-account-id'))
  const migrated = customers.filter(({ id, environments }) => environments.length > 0 && workspaces[id]?.rbac_migrated === true)
  let seen = 0
  for (let nth = 0; nth < 10; nth += 1) {
    const { id } = migrated[(nth * 37) % migrated.length]!
    await page.evaluate((hash) => (location.hash = hash), `#/customers/${account}/${String(id)}/collaborators`)
    await page.locator(`[data-testid="customer"][data-customer="${String(id)}"]`).waitFor()
    const shown = await rowsOf(page, 'members').first().waitFor().then(() => rowsOf(page, 'members').evaluateAll((rows) => rows.map((row) => ({
      id: Number(row.getAttribute('data-key')),
      cells: Object.fromEntries(['dev', 'test', 'prod'].map((env) => [env, row.querySelector(`[data-col="${env}"]`)?.textContent?.trim() ?? null])),
    }))))
    for (const { id: member, cells } of shown) {
      const held = workspaces[id]!.members.find((one) => one.id === member)
      // Customer managers are on the list too; their one locked cell is looked at elsewhere.
      if (held === undefined || seen >= 50) continue
      for (const { environment_type, role_name } of held.roles) expect(cells[environment_type], `${String(id)} ${String(member)} ${environment_type}`).toBe(role_name ?? 'No access')
      seen += 1
    }
  }
  expect(seen).toBe(50)
})

test('a person who is in 137 customers of both accounts is found by a word and is there with all of them @row-19', async ({ page }) => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('dana')
  const hit = page.getByRole('option', { name: /dana@example\.com/ })
  await expect(hit).toContainText('137 customers')
  await hit.click()
  await expect(page.getByTestId('person')).toHaveAttribute('data-person', 'dana@example.com')
  await expect(page.locator('[data-grid="memberships"]')).toHaveAttribute('aria-rowcount', '138')
  await topSearch(page).fill('no such thing at all')
  await expect(page.getByText('Nothing matches')).toBeVisible()
})

test('when two customers cannot be read every count says so, until they are read again @row-67', async ({ page, emulator }) => {
  const { customers } = await emulator.control<State>('GET', '/state?account=a1')
  const account = String(await page.locator('[data-account-id][aria-current="true"]').getAttribute('data-account-id'))
  const broken = customers.slice(10, 12)
  await emulator.control('POST', '/faults', broken.map(({ id }) => ({ match: { method: 'GET', path: `/api/managed_users/${String(id)}/members` }, fault: { kind: 'status', status: 422, body: '{"message":"not now"}' } })))
  for (const { id } of broken) {
    await page.evaluate((hash) => (location.hash = hash), `#/customers/${account}/${String(id)}`)
    await openTab(page, 'Collaborators')
    await customerPage(page).getByRole('button', { name: 'Read again' }).first().click()
    await expect(customerPage(page).getByRole('alert')).toContainText('Collaborators could not be read')
  }
  const completeness = page.getByTestId('completeness')
  await expect(completeness).toContainText('498 of 500 customers read, 2 failed')
  await openPeople(page)
  await page.getByRole('button', { name: 'This account' }).click()
  await expect(page.getByTestId('list-completeness')).toContainText('498 of 500 customers read, 2 failed')
  await emulator.control('DELETE', '/faults')
  await completeness.click()
  await page.getByRole('dialog', { name: 'What is read' }).getByRole('button', { name: 'Read 2 customers again' }).click()
  await expect(completeness).toContainText('500 of 500 customers read')
})

test('why a person of 137 customers has access is one sentence, and what it names can be opened @row-62', async ({ page }) => {
  const memberships = await openPerson(page, 'dana@example.com')
  await memberships.locator('[data-row="0"] [data-col="customer"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(memberships.locator('[data-row="0"] [data-col="dev"]')).toBeFocused()
  await page.keyboard.press('Enter')
  const sentence = page.getByTestId('access-panel').getByTestId('access-sentence')
  const customer = await memberships.locator('[data-row="0"] [data-col="customer"]').innerText()
  await expect(sentence).toContainText(customer)
  await expect(sentence).toContainText(/\.$/)
  await sentence.getByRole('link', { name: customer }).click()
  await expect(page.getByTestId('customer')).toBeVisible()
})

test('an endpoint that is closed is named with the one to tick, and the customers are there as before @row-75', async ({ page, emulator }) => {
  await emulator.control('POST', '/faults', [{ match: { path: '/project_grants' }, fault: { kind: 'status', status: 403 } }])
  const main = await openAccountSettings(page, emulator.accounts[0]!.name)
  await main.getByTestId('permissions').getByRole('button', { name: 'Check' }).click()
  const grants = main.getByTestId('permissions').locator('[data-scope="grants"]')
  await expect(grants).toHaveAttribute('data-state', 'forbidden')
  await expect(grants).toContainText('/project_grants')
  await expect(main.getByTestId('permissions').locator('[data-scope="members"]')).toHaveAttribute('data-state', 'allowed')
  await page.locator('[data-nav="customers"]').click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '501')
})

test('a change of thousands says before it is applied how long the quotas make it take: a second for each request @row-53', async ({ electron, page, keychain, emulator }) => {
  test.setTimeout(120_000)
  const account = String(await page.locator('[data-account-id][aria-current="true"]').getAttribute('data-account-id'))
  const state = await remoteState(emulator, emulator.accounts[0]!.id)
  // Everybody once, in the environment that every customer has.
  const edits = state.customers.flatMap(({ id: customerId }) => state.workspaces[customerId]!.members.flatMap((member): RoleEdit[] => {
    const base = member.roles.find(({ environment_type }) => environment_type === 'dev')?.role_name ?? null
    const wish = state.workspaces[customerId]!.environmentRoles.map(({ name }) => name).find((name) => name !== base && !/admin/i.test(name))
    return wish === undefined || /admin/i.test(base ?? '') ? [] : [{ customerId, memberId: member.id, environment: 'dev', base, wish }]
  }))

  const people = async (): Promise<number> => ((await invoke(page, 'reading.completeness', { resource: 'members', accounts: [account], customers: null })).value as { read: number }).read
  await expect.poll(people, { timeout: 60_000 }).toBeGreaterThan(100)

  // What was read at a hundred times the quotas is looked at without a network and at the documented ones.
  const userData = mkdtempSync(join(tmpdir(), 'rolodesk-clock-'))
  cpSync(await electron.evaluate(({ app }) => app.getPath('userData')), userData, { recursive: true, filter: (path) => !/Singleton|lock/i.test(path) })
  const slow = await startApp({ userData, keychainEnv: keychain.env, quotaSpeed: '1' })
  try {
    await slow.page.getByRole('switch').click()
    await expect(slow.page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
    const { value } = await invoke(slow.page, 'accounts.options', { accountId: account })
    expect(await invoke(slow.page, 'accounts.setOptions', { accountId: account, options: { ...(value as object), reserved: 0 }, mayExceed: false })).toMatchObject({ ok: true })
    for (let from = 0; from < edits.length; from += 20_000) await stage(slow.page, state, account, 'everybody', edits.slice(from, from + 20_000))
    await makePlan(slow.page)
    const writes = Number((await slow.page.getByTestId('plan-writes').innerText()).replace(/\D/g, ''))
    expect(writes).toBeGreaterThan(4000)
    // 25,000 of them are about 6 h 57 min.
    const eta = slow.page.getByTestId('plan-eta')
    const expected = (writes / 25_000) * (6 * 60 + 57) * 60_000
    expect(Math.abs(Number(await eta.getAttribute('data-ms')) / expected - 1)).toBeLessThan(0.05)
    const [, hours, minutes] = /^about (\d+) h (\d+) min$/.exec(await eta.innerText()) ?? []
    expect(Math.abs(((Number(hours) * 60 + Number(minutes)) * 60_000) / expected - 1)).toBeLessThan(0.05)
  } finally {
    await slow.electron.close()
    rmSync(userData, { recursive: true, force: true })
  }
})
