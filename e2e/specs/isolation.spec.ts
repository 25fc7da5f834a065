import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import type { LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { makePlan, remoteState, roleEdits, stage, type RoleEdit } from '../pages/changes'
import { grid, rows } from '../pages/customers'

// Quotas that let the lists through and hold back what is read after them, and answers that are on their way for a while.
test.use({ quotaSpeed: '10', emulatorOptions: ['--seed', '500', '--accounts', '2', '--customers', '500,40', '--people', '5', '--quota', 'off', '--latency', '200'] })

const SWITCHES = 1000
/** In each account, before the switching and in its middle. */
const EDITS = 8
/** What the head says before the store has answered. */
const LOOKED_UP = ['', 'Reading the customer']

interface State { customers: { id: number; name: string }[]; managers: { user: { id: number }; permitted_workspace_ids: number[] }[]; workspaces: Record<string, { members: { id: number }[] }> }
interface Row { account: string; key: string; name: string }
interface Open { customer: string; name: string; members: string[] }
interface Seen { rows: Row[]; pages: Open[] }

/** Notes what each frame shows, read whole inside the page, so that a row and what it stands under are of one moment. */
function watchFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen: Seen = { rows: [], pages: [] }
    const known = new Set<string>()
    const note = <T>(list: T[], one: T): void => {
      const key = JSON.stringify(one)
      if (known.has(key)) return
      known.add(key)
      list.push(one)
    }
    Object.assign(globalThis, { seen })
    const text = (place: ParentNode, selector: string): string => place.querySelector(selector)?.textContent ?? ''
    const look = (): void => {
      const account = document.querySelector('[data-testid="account-switcher"] [aria-current="true"]')?.getAttribute('data-account-id') ?? ''
      for (const row of document.querySelectorAll('[data-grid="customers"] [role="row"][data-key]')) note(seen.rows, { account, key: row.getAttribute('data-key') ?? '', name: text(row, '[data-col="customer"]') })
      const open = document.querySelector('[data-testid="customer"][data-customer]')
      const name = text(document, 'main h1').trim()
      if (open !== null) note(seen.pages, { customer: open.getAttribute('data-customer') ?? '', name, members: [...open.querySelectorAll('[data-grid="members"] [role="row"][data-key]')].map((row) => row.getAttribute('data-key') ?? '') })
      requestAnimationFrame(look)
    }
    look()
  })
}

/** Switches by the account's button or to a customer's page, one switch a frame, in an order that the seed gives. */
function switchAtRandom(page: Page, places: readonly { account: string; customers: number[] }[], times: number): Promise<void> {
  return page.evaluate(async ({ all, count }) => {
    let seed = 48
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    for (let round = 0; round < count; round += 1) {
      const { account, customers } = all[random(all.length)]!
      if (random(2) === 0) document.querySelector<HTMLElement>(`[data-testid="account-switcher"] [data-account-id="${account}"]`)?.click()
      else location.hash = `#/customers/${account}/${String(customers[random(customers.length)])}/${random(2) === 0 ? 'collaborators' : 'dashboard'}`
      await new Promise((done) => requestAnimationFrame(done))
    }
  }, { all: places, count: times })
}

const writes = <T extends LoggedRequest>(log: readonly T[]): readonly T[] => log.filter(({ method }) => method === 'PUT')

test('a thousand switches of account and customer while answers are on their way never show a row under the wrong one, and each edit arrives where it was made @row-48', async ({ launch, emulator }) => {
  test.setTimeout(240_000)
  const { page } = await launch()
  const ids = [await addEmulatorAccount(page, emulator, 0), await addEmulatorAccount(page, emulator, 1)]
  const states = await Promise.all(emulator.accounts.map(({ id }) => emulator.control<State>('GET', `/state?account=${id}`)))
  const edits = await Promise.all(emulator.accounts.map(async ({ id }) => roleEdits(await remoteState(emulator, id), 'dev', 2 * EDITS, 3)))
  const stageHalf = async (from: number): Promise<void> => {
    for (const [at, { id }] of emulator.accounts.entries()) await stage(page, await remoteState(emulator, id), ids[at]!, `half ${String(from)}`, edits[at]!.slice(from, from + EDITS))
  }
  await stageHalf(0)
  await makePlan(page)
  await page.getByTestId('plan-apply').click()
  await expect(page.getByTestId('job')).toHaveAttribute('data-job-state', 'running')

  await watchFrames(page)
  const places = states.map(({ customers }, at) => ({ account: ids[at]!, customers: customers.map(({ id }) => id).slice(0, 60) }))
  await switchAtRandom(page, places, SWITCHES / 2)
  await stageHalf(EDITS)
  await switchAtRandom(page, places, SWITCHES / 2)
  for (const [at, count] of [[1, 40], [0, 500]] as const) {
    await page.locator(`[data-account-id="${ids[at]!}"]`).first().click()
    await page.evaluate(() => (location.hash = '#/customers'))
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1), { timeout: 60_000 })
    await expect(rows(page).first()).toBeVisible()
  }

  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
  expect(new Set(seen.rows.map(({ account }) => account))).toEqual(new Set(ids))
  const names = states.map(({ customers }) => new Map(customers.map(({ id, name }) => [String(id), name])))
  expect(seen.rows.filter(({ account, key, name }) => !name.includes(names[ids.indexOf(account)]?.get(key) ?? '\u0000')).slice(0, 3)).toEqual([])
  // Managers stand among the people of each customer that they may enter; with no list they may enter all.
  const people = ({ workspaces, managers }: State, customer: string): string[] =>
    [...(workspaces[customer]?.members ?? []), ...managers.filter(({ permitted_workspace_ids: only }) => only.length === 0 || only.map(String).includes(customer)).map(({ user }) => user)].map(({ id }) => String(id))
  const fits = ({ customer, name, members }: Open): boolean => states.some((state, at) => [names[at]?.get(customer), ...LOOKED_UP].includes(name) && members.every((key) => people(state, customer).includes(key)))
  expect(seen.pages.filter((one) => !fits(one)).slice(0, 3)).toEqual([])
  expect(new Set(seen.pages.map(({ customer }) => customer)).size).toBeGreaterThan(30)
  expect(seen.pages.filter(({ name, members }) => !LOOKED_UP.includes(name) && members.length > 0).length).toBeGreaterThan(10)

  await page.evaluate(() => (location.hash = '#/changes'))
  await makePlan(page)
  await page.getByTestId('plan-apply').click()
  await expect.poll(async () => writes(await emulator.control<LoggedRequest[]>('GET', '/log')).length, { timeout: 60_000 }).toBe(4 * EDITS)
  await expect(page.getByTestId('job')).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 })
  const log = await emulator.control<(LoggedRequest & { body: unknown })[]>('GET', '/log')
  for (const [at, { id }] of emulator.accounts.entries()) {
    const wished = edits[at]!.map(({ customerId, memberId, wish }: RoleEdit) => `/api/managed_users/${String(customerId)}/members/${String(memberId)} ${wish}`)
    const sent = writes(log).filter(({ account }) => account === id).map(({ path, body }) => `${path} ${(body as { env_roles: { environment_type: string; name: string }[] }).env_roles.find(({ environment_type }) => environment_type === 'dev')!.name}`)
    expect(sent.sort()).toEqual(wished.sort())
  }
  for (const entry of log.filter(({ tokenTail }) => tokenTail !== null)) expect(entry.tokenTail).toBe(emulator.accounts.find(({ id }) => id === entry.account)?.token.slice(-4))
})
