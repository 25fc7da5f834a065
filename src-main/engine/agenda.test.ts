import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import { handle } from '../emulator/handle'
import { VirtualClock } from '../testing/virtual-clock'
import { virtualWorld } from '../testing/virtual-world'
import { createEngine, type Engine } from './engine'

const id = accountId.parse('one')
const record: AccountRecord = { id, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const MINUTE = 60_000
const PAGE = { accountId: id, filter: { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10 }

let engine: Engine | null = null
afterEach(async () => {
  await engine?.stop()
  engine = null
})

/** An engine in virtual time on an account of four customers. */
async function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const { world, transport } = virtualWorld(clock, { seed: 3, accounts: 1, customers: [4], people: 2, legacy: 0 }, 200, () => 'a1')
  const made = createEngine({ dataDir: mkdtempSync(join(tmpdir(), 'rolodesk-gone-')), transport, clock, random: () => 0.5, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 100 })
  engine = made
  const value = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await made.invoke(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value as T
  }
  await value('internal.accounts.save', record)
  await value('internal.sync.start', { accountId: id })
  return {
    value,
    pass: (minutes: number) => clock.run(clock.sleep(minutes * MINUTE)),
    asked: (customer: number) => world.log.filter(({ path }) => new RegExp(`/managed_users/${String(customer)}(/|$)`).test(path)).length,
    /** Another administrator deletes a customer. */
    remove: (customer: number): void => {
      const account = world.account('a1')
      if (account !== undefined) handle(world, { account, method: 'DELETE', path: `/api/managed_users/${String(customer)}`, search: '', body: {}, token: account.tokens[0]?.value ?? null })
    },
  }
}

it('a customer that is not in the list is asked for by nobody, though it is open, on screen and to be read again', async () => {
  const { value, pass, asked } = await setUp()
  await pass(2)
  await value('workspace.onScreen', { accountId: id, customerId: 987_654 })
  await value('customers.onScreen', { accountId: id, ids: [987_654, 987_655] })
  await value('workspace.refresh', { accountId: id, customerId: 987_654 })
  await pass(30)
  expect([asked(987_654), asked(987_655)]).toEqual([0, 0])
})

it('a customer that leaves the list while its page is open is asked for no more', async () => {
  const { value, pass, asked, remove } = await setUp()
  await pass(2)
  const { rows: [row] } = await value<Output<'customers.page'>>('customers.page', PAGE)
  const gone = row?.id ?? 0
  await value('workspace.onScreen', { accountId: id, customerId: gone })
  remove(gone)
  await value('customers.refresh', { accountId: id })
  await pass(2)
  expect(await value('reading.completeness', { resource: 'members', accounts: [id], customers: null })).toMatchObject({ total: 3, read: 3, failed: 0 })
  const before = asked(gone)
  await pass(60)
  expect(asked(gone)).toBe(before)
})

it('a customer that is asked for is read again whole, though it is neither open nor on screen and its rows are young', async () => {
  const { value, pass, asked } = await setUp()
  await pass(5)
  const { rows } = await value<Output<'customers.page'>>('customers.page', PAGE)
  const id0 = rows[0]?.id ?? 0
  const state = () => value<Output<'workspace.get'>>('workspace.get', { accountId: id, customerId: id0 })
  const { reads } = await state()
  const others = rows.slice(1).map((row) => asked(row.id))
  const before = asked(id0)
  await value('workspace.refresh', { accountId: id, customerId: id0 })
  await pass(1)
  const after = await state()
  const age = (of: typeof reads, resource: string): number => of.find((one) => one.resource === resource)?.readAt ?? 0
  for (const resource of ['members', 'connections', 'projects', 'environmentRoles', 'projectRoles', 'groupMembers', 'grants', 'recipes', 'details']) expect(age(after.reads, resource), resource).toBeGreaterThan(age(reads, resource))
  expect(rows.slice(1).map((row) => asked(row.id))).toEqual(others)
  // Once, and not again for having been asked for.
  const once = asked(id0)
  expect(once).toBeGreaterThan(before)
  await pass(5)
  expect(asked(id0)).toBe(once)
})
