import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Transport } from '../api/transport'
import type { Output } from '../contract'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import type { SyncState } from '../contract/methods/customers'
import type { ScopeName } from '../contract/methods/doctor'
import { VirtualClock } from '../testing/virtual-clock'
import { virtualWorld } from '../testing/virtual-world'
import { createEngine, type Engine } from './engine'

const id = accountId.parse('one')
const record: AccountRecord = { id, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const MINUTE = 60_000

let engine: Engine | null = null
afterEach(async () => {
  await engine?.stop()
  engine = null
})

/** An engine in virtual time on an account of four customers, of whose requests those that `fails` names are answered with `status`. */
async function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const { world, transport: inner } = virtualWorld(clock, { seed: 3, accounts: 1, customers: [4], people: 2, legacy: 0 }, 200, () => 'a1')
  const broken = { fails: (path: string): boolean => path === '', status: 500, asked: 0 }
  const transport: Transport = {
    send: async (account, request, options) => {
      if (!broken.fails(request.path)) return inner.send(account, request, options)
      broken.asked += 1
      await clock.sleep(200, options.signal)
      return { status: broken.status, headers: {}, body: '{"message":"planted"}' }
    },
  }
  const made = createEngine({ dataDir: mkdtempSync(join(tmpdir(), 'rolodesk-streak-')), transport, clock, random: () => 0.5, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 100 })
  engine = made
  const value = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await made.invoke(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value as T
  }
  const customers = world.account('a1')?.customers.map((one) => one.id) ?? []
  return {
    broken, customers,
    start: async (): Promise<void> => {
      await value('internal.accounts.save', record)
      await value('internal.sync.start', { accountId: id })
    },
    refresh: (customer: number | undefined) => value('workspace.refresh', { accountId: id, customerId: customer }),
    retry: () => value('reading.retry', { accountId: id, customers: null }),
    pass: (minutes: number) => clock.run(clock.sleep(minutes * MINUTE)),
    phase: async () => (await value<SyncState>('sync.state', { accountId: id })).phase,
    scope: async (name: ScopeName) => (await value<Output<'doctor.scopes'>>('doctor.scopes', { accountId: id })).scopes.find(({ scope }) => scope === name)?.state,
    completeness: () => value<Output<'reading.completeness'>>('reading.completeness', { resource: 'members', accounts: [id], customers: null }),
  }
}

it.each([['in one list', '/members$'], ['in all its lists', '/']])('a customer that fails again and again %s is no failure of the account, however long nothing else is read', async (_, list) => {
  const { broken, customers, start, pass, phase, completeness } = await setUp()
  const failing = new RegExp(`^/api/(v2/)?managed_users/${String(customers[1])}${list}`)
  broken.fails = (path) => failing.test(path)
  await start()
  const phases = new Set<string>()
  for (let minute = 0; minute < 50; minute += 1) {
    await pass(1)
    phases.add(await phase())
  }
  expect(broken.asked).toBeGreaterThan(5 * 4)
  expect([...phases]).not.toContain('failed')
  expect(await completeness()).toMatchObject({ total: 4, read: 3, failures: [{ customerId: customers[1], code: 'SERVER_ERROR' }] })
})

it('when one reading after the other fails it is the way there: the account stops, and goes on by itself', async () => {
  const { broken, start, pass, phase, completeness } = await setUp()
  broken.fails = (path) => /\/managed_users\/\d+\//.test(path)
  await start()
  await pass(2)
  expect(await phase()).toBe('failed')
  broken.fails = () => false
  await pass(20)
  expect([await phase(), await completeness()]).toMatchObject(['idle', { total: 4, read: 4, failed: 0 }])
})

it('readings that fail one at a time, with others that come through between them, are no failure of the account', async () => {
  const { broken, customers, start, pass, phase, refresh } = await setUp()
  await start()
  await pass(2)
  for (const [at, list] of ['members', 'connections', 'environment_roles', 'project_roles', 'user_groups', 'recipes'].entries()) {
    const customer = customers[at % customers.length]
    broken.fails = (path) => path.endsWith(`/managed_users/${String(customer)}/${list}`)
    await refresh(customer)
    await pass(1)
    expect(await phase()).toBe('idle')
  }
  expect(broken.asked).toBe(6 * 4)
})

it('a reading that failed is not tried again for five minutes, then by itself', async () => {
  const { broken, customers, start, pass, completeness } = await setUp()
  broken.fails = (path) => path === `/api/managed_users/${String(customers[1])}/members`
  await start()
  await pass(2)
  const asked = broken.asked
  expect(asked).toBeGreaterThan(0)
  broken.fails = () => false
  await pass(2)
  expect(await completeness()).toMatchObject({ read: 3, failed: 1 })
  await pass(3)
  expect(await completeness()).toMatchObject({ read: 4, failed: 0 })
})

it('a 401 of what a workspace may lack says nothing of the token; a 401 of anything else pauses the account', async () => {
  const { broken, start, pass, phase, scope, completeness } = await setUp()
  broken.status = 401
  broken.fails = (path) => path.includes('/environment_roles')
  await start()
  await pass(2)
  expect([await phase(), await scope('environmentRoles'), await completeness()]).toMatchObject(['idle', 'forbidden', { read: 4 }])
  broken.fails = (path) => path.endsWith('/members')
  await pass(70)
  expect([await phase(), await scope('members')]).toEqual(['paused', 'allowed'])
})

it('reading again what failed does so at once, and wakes an account that was paused', async () => {
  const { broken, customers, start, pass, phase, retry, completeness } = await setUp()
  broken.fails = (path) => path === `/api/managed_users/${String(customers[1])}/members`
  await start()
  await pass(2)
  broken.fails = () => false
  await retry()
  await pass(1)
  expect(await completeness()).toMatchObject({ read: 4, failed: 0 })
  broken.status = 401
  broken.fails = (path) => path.endsWith('/members')
  await pass(70)
  expect(await phase()).toBe('paused')
  broken.fails = () => false
  await retry()
  await pass(1)
  expect(await phase()).toBe('idle')
})
