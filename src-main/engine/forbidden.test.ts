import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Output } from '../contract'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import type { SyncState } from '../contract/methods/customers'
import type { ScopeName } from '../contract/methods/doctor'
import { ROUTE_GROUPS, type RouteGroup } from '../emulator/answer'
import { VirtualClock } from '../testing/virtual-clock'
import { virtualWorld } from '../testing/virtual-world'
import { createEngine } from './engine'

const id = accountId.parse('one')
const record: AccountRecord = { id, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const MINUTE = 60_000
const NO_FILTER = { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }

/** An engine in virtual time on an account whose API client may not call some groups of endpoints. */
async function setUp(closed: readonly RouteGroup[], legacy = 0) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const { world, transport } = virtualWorld(clock, { seed: 3, accounts: 1, customers: [4], people: 2, legacy }, 200, () => 'a1')
  const allow = (groups: readonly RouteGroup[] | null): void => {
    const account = world.account('a1')
    if (account !== undefined) account.tokens = account.tokens.map((token) => ({ ...token, groups }))
  }
  allow(ROUTE_GROUPS.filter((group) => !closed.includes(group)))
  const engine = createEngine({ dataDir: mkdtempSync(join(tmpdir(), 'rolodesk-forbidden-')), transport, clock, random: () => 0.5, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 100 })
  const value = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await engine.invoke(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value as T
  }
  const start = (): Promise<unknown> => value('internal.sync.start', { accountId: id })
  await value('internal.accounts.save', record)
  await start()
  return {
    allow, value, start, engine,
    check: () => clock.run(value('doctor.checkScopes', { accountId: id })),
    pass: (minutes: number) => clock.run(clock.sleep(minutes * MINUTE)),
    stateOf: async (scope: ScopeName) => (await value<Output<'doctor.scopes'>>('doctor.scopes', { accountId: id })).scopes.find((one) => one.scope === scope)?.state,
    /** Requests for a path so far, and how they were answered. */
    asked: (path: RegExp) => world.log.filter((one) => path.test(one.path)).map(({ status }) => status),
    readOf: async (resource: string) => (await value<{ read: number }>('reading.completeness', { resource, accounts: [id], customers: null })).read,
  }
}

it('what an API client may not read is asked again after a while by itself, with one request, and read when it is allowed', async () => {
  const { allow, pass, stateOf, asked, readOf, engine } = await setUp(['project_roles', 'usage'])
  await pass(5)
  expect([await stateOf('projectRoles'), await stateOf('usage')]).toEqual(['forbidden', 'forbidden'])
  const first = asked(/project_roles/).length
  await pass(9)
  expect(asked(/project_roles/).length).toBe(first)
  await pass(4)
  expect(asked(/project_roles/).slice(first)).toEqual([403])
  expect(await stateOf('projectRoles')).toBe('forbidden')
  allow(null)
  await pass(32)
  expect([await stateOf('projectRoles'), await stateOf('usage')]).toEqual(['allowed', 'allowed'])
  expect(await readOf('projectRoles')).toBe(4)
  expect(asked(/managed_users\/usage$/).slice(-1)).toEqual([200])
  await engine.stop()
})

it('with a new token everything is asked at once, also while reading is under way', async () => {
  const { allow, pass, start, stateOf, readOf, value, engine } = await setUp(['project_roles'])
  await pass(5)
  expect(await stateOf('projectRoles')).toBe('forbidden')
  await value('customers.refresh', { accountId: id })
  await pass(0.005)
  expect((await value<SyncState>('sync.state', { accountId: id })).phase).toBe('reading')
  await pass(0.01)
  expect(await stateOf('projectRoles')).toBe('forbidden')
  expect((await value<SyncState>('sync.state', { accountId: id })).phase).toBe('reading')
  allow(null)
  await start()
  await pass(1)
  expect(await stateOf('projectRoles')).toBe('allowed')
  expect(await readOf('projectRoles')).toBe(4)
  await engine.stop()
})

it('an account that may not even list its customers is paused and goes on when it is allowed', async () => {
  const { allow, pass, stateOf, readOf, value, engine } = await setUp(['customers'])
  await pass(1)
  expect(await stateOf('customers')).toBe('forbidden')
  expect((await value<SyncState>('sync.state', { accountId: id })).phase).toBe('paused')
  allow(null)
  await pass(16)
  expect(await stateOf('customers')).toBe('allowed')
  expect(await readOf('members')).toBe(4)
  await engine.stop()
})

it('a customer on the legacy model has no environment roles: that says nothing of what the API client may read of the others', async () => {
  const { pass, check, stateOf, readOf, value, asked, engine } = await setUp([], 0.15)
  await pass(5)
  const { rows } = await value<Output<'customers.page'>>('customers.page', { accountId: id, filter: NO_FILTER, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10 })
  const models = rows.map(({ model }) => model)
  expect([models.includes('legacy'), models.includes('migrated')]).toEqual([true, true])
  expect(await readOf('environmentRoles')).toBe(4)
  expect(await stateOf('environmentRoles')).toBe('allowed')
  await check()
  expect(await stateOf('environmentRoles')).toBe('allowed')
  expect(asked(/environment_roles$/).filter((status) => status === 403).length).toBe(models.filter((model) => model === 'legacy').length)
  await engine.stop()
})

it('without the privilege on environment roles the first customer on the new model tells so', async () => {
  const { pass, stateOf, readOf, engine } = await setUp(['environment_roles'], 0.15)
  await pass(5)
  expect(await stateOf('environmentRoles')).toBe('forbidden')
  expect(await readOf('environmentRoles')).toBeLessThan(4)
  await engine.stop()
})
