import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Transport } from '../api/transport'
import type { AccountRecord, ApiRequest } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import { LIMIT_CLASSES } from '../contract/limits'
import type { CustomerRow, SyncState } from '../contract/methods/customers'
import { systemClock, type Clock } from '../domain/clock'
import { startEmulator } from '../emulator/server'
import { createEngine } from './engine'

const ID = accountId.parse('one')
const CUSTOMERS = 250
const LIST = '^/api/managed_users$'
const ALL = { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const record: AccountRecord = { id: ID, kind: 'sandbox', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' }

/** An emulated account, and engines one after the other on the same folder. */
async function setUp(clock: Clock = systemClock) {
  const emulator = await startEmulator({ port: 0, seed: 3, accounts: 1, customers: [CUSTOMERS], people: 1, quotaFactor: null, latencyMs: 0, control: true })
  closing.push(() => emulator.close())
  const dataDir = mkdtempSync(join(tmpdir(), 'rolodesk-reading-'))
  const { baseUrl, token } = emulator.accounts[0]!
  const sent: { readonly request: ApiRequest; readonly signal: AbortSignal }[] = []
  const held = { page: '', release: (): void => undefined }
  const transport: Transport = {
    send: async (_, request, { signal }) => {
      sent.push({ request, signal })
      const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value]))
      // An answer that is held comes even though nobody waits for it any more.
      const late = held.page !== '' && query.get('page') === held.page
      if (late) await new Promise<void>((resolve) => (held.release = resolve))
      const response = await fetch(`${baseUrl}${request.path}?${query.toString()}`, { method: request.method, ...(late ? {} : { signal }), headers: { authorization: `Bearer ${token}` } })
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
    },
  }
  const pages = (): (string | undefined)[] => sent.filter(({ request }) => request.path === '/api/managed_users').map(({ request }) => request.query?.find(([name]) => name === 'page')?.[1])
  const control = async (path: string, body?: unknown): Promise<void> => {
    const answer = await fetch(`${emulator.control}${path}`, { method: body === undefined ? 'DELETE' : 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
    expect(answer.status).toBe(200)
  }
  const open = (more: Partial<AccountRecord> = {}) => {
    const engine = createEngine({ dataDir, transport, clock, random: Math.random, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 1 })
    const close = (): Promise<void> => (closing.splice(closing.indexOf(close), 1), engine.stop())
    closing.push(close)
    const value = async <T>(method: string, input: unknown = { accountId: ID }): Promise<T> => {
      const reply = await engine.invoke(method, input)
      if (!reply.ok) throw new Error(JSON.stringify(reply.error))
      return reply.value as T
    }
    const state = (): Promise<SyncState> => value('sync.state')
    const page = (direction: 'asc' | 'desc' = 'asc') => value<{ rows: CustomerRow[]; total: number }>('customers.page', { accountId: ID, filter: ALL, sort: { by: 'name', direction }, offset: 0, limit: 200 })
    const start = async (): Promise<void> => {
      await value('internal.accounts.save', { ...record, ...more })
      await value('internal.sync.start')
    }
    const until = (test: (state: SyncState) => boolean) => expect.poll(async () => test(await state()), { timeout: 15_000 }).toBe(true)
    return { close, value, state, page, start, until }
  }
  return { open, control, pages, sent, held }
}

/** The list of customers; what belongs to each of them comes in meanwhile. */
const isRead = ({ asOf, listed, total }: SyncState): boolean => asOf !== null && listed === total
const isPaused = ({ phase }: SyncState): boolean => phase === 'paused'

it('a read that ended half-way removes nothing, neither of the pages that it saw nor of the others', async () => {
  const { open, control } = await setUp()
  const { start, until, page, state, value } = open()
  await start()
  await until(isRead)
  const gone = (await page()).rows[4]
  await control('/other', { account: 'a1', method: 'DELETE', path: `/api/managed_users/${String(gone?.id)}` })
  await control('/faults', [{ match: { path: LIST, nth: 2 }, fault: { kind: 'status', status: 403, body: {} } }])
  const { asOf } = await state()
  await value('customers.refresh')
  await until(isPaused)
  expect((await page()).total).toBe(CUSTOMERS)
  // What is shown is still as of the last complete read.
  expect(asOf).not.toBeNull()
  expect((await state()).asOf).toBe(asOf)
  await control('/faults')
  await value('customers.refresh')
  await until((now) => now.asOf !== asOf)
  expect((await page()).total).toBe(CUSTOMERS - 1)
})

it('a row that cannot be understood is no sign that the others are gone', async () => {
  const { open, control } = await setUp()
  const { start, until, page, state, value } = open()
  await start()
  await until(isRead)
  const { asOf } = await state()
  await control('/faults', [{ match: { path: LIST }, fault: { kind: 'status', status: 200, body: { result: [{ id: 'not a number', name: 'x' }] } }, times: 1 }])
  await value('customers.refresh')
  await until((now) => now.asOf !== null && now.asOf !== asOf)
  expect((await page()).total).toBe(CUSTOMERS)
})

it('goes on after a restart with the page that was not read, and reads each page once', async () => {
  const { open, control, pages } = await setUp()
  const first = open()
  await control('/faults', [{ match: { path: LIST, nth: 2 }, fault: { kind: 'status', status: 403, body: {} } }])
  await first.start()
  await first.until(isPaused)
  expect(await first.state()).toMatchObject({ listed: 100, total: CUSTOMERS, asOf: null })
  await first.close()
  const second = open()
  await second.start()
  await second.until(isRead)
  expect(pages()).toEqual(['1', '2', '2', '3'])
  expect((await second.page()).total).toBe(CUSTOMERS)
})

it('goes on by itself after a failure that passes', async () => {
  // Waits are cut, but for the one until a list is old.
  const { open, control, pages } = await setUp({ ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms > 300_000 ? ms : Math.min(ms, 5), signal) })
  await control('/faults', [{ match: { path: LIST, nth: 2 }, fault: { kind: 'status', status: 400, body: {} } }])
  const { start, until } = open()
  await start()
  await until(isRead)
  expect(pages()).toEqual(['1', '2', '2', '3'])
})

it('working offline gives up what is on its way, asks for nothing more, and is kept over a restart', async () => {
  const { open, sent, pages, held } = await setUp()
  held.page = '2'
  const first = open()
  await first.start()
  await expect.poll(pages).toEqual(['1', '2'])
  await first.value('internal.settings.set', { workOffline: true })
  await first.value('internal.connection', { online: false })
  expect(sent.find(({ request }) => request.path === '/api/managed_users' && request.query?.some(([, value]) => value === '2'))?.signal.aborted).toBe(true)
  const before = sent.length
  held.release()
  held.page = ''
  await first.close()
  const second = open()
  await second.start()
  expect(await second.state()).toMatchObject({ phase: 'offline', listed: 100 })
  expect(sent).toHaveLength(before)
  await second.value('internal.connection', { online: true })
  await second.until(isRead)
})

it('offline nothing that asks the API at once does so: jobs of a period, a role, permissions, reading again', async () => {
  const { open, sent } = await setUp()
  const { start, until, page, value } = open()
  await start()
  await until(isRead)
  await value('internal.connection', { online: false })
  const before = sent.length
  const target = { accountId: ID, customerId: (await page()).rows[0]?.id }
  await expect(value('workspace.jobs', { ...target, from: 0, to: 1, interval: 'day' })).rejects.toThrow('"OFFLINE"')
  await expect(value('workspace.role', { ...target, role: { scope: 'environment', id: '1' } })).rejects.toThrow('"OFFLINE"')
  await expect(value('doctor.checkScopes')).rejects.toThrow('"OFFLINE"')
  await value('workspace.refresh', target)
  await value('reading.retry', { accountId: ID, customers: null })
  expect(await value('customers.refresh')).toMatchObject({ phase: 'offline' })
  await systemClock.sleep(50)
  expect(sent).toHaveLength(before)
})

it('an account that is removed while an answer is on its way leaves no row', async () => {
  const { open, pages, held } = await setUp()
  held.page = '2'
  const { start, value, page } = open()
  await start()
  await expect.poll(pages).toEqual(['1', '2'])
  const removed = value('internal.accounts.remove', { accountId: ID, fingerprint: null })
  held.release()
  await removed
  expect(await page()).toMatchObject({ rows: [], total: 0 })
  await expect(value('sync.state')).rejects.toThrow('ACCOUNT_NOT_FOUND')
})

it('customers on screen are read before the others', async () => {
  const { open, sent } = await setUp()
  const { start, until, page, value } = open()
  await start()
  await until(isRead)
  const ids = (await page('desc')).rows.slice(0, 3).map(({ id }) => id)
  await value('customers.onScreen', { accountId: ID, ids })
  // Apps of the others have to wait until the members of all 250 are read.
  const apps = (): string[] => sent.flatMap(({ request }) => (request.path.endsWith('/connections') ? [request.path] : []))
  await expect.poll(apps, { timeout: 15_000 }).toHaveLength(3)
  expect(new Set(apps())).toEqual(new Set(ids.map((id) => `/api/managed_users/${String(id)}/connections`)))
})

it('a partner account keeps to the documented limit and leaves a part of it alone; only the sandbox has more', async () => {
  const { perMinute } = LIMIT_CLASSES.members
  const { open } = await setUp()
  const sandbox = open()
  await sandbox.start()
  expect((await sandbox.state()).quota).toMatchObject({ perMinute: perMinute * 10, reserved: 0 })
  await sandbox.value('internal.accounts.remove', { accountId: ID, fingerprint: null })
  await sandbox.close()
  const partner = open({ kind: 'partner' })
  await partner.start()
  expect((await partner.state()).quota).toMatchObject({ perMinute, reserved: 0.2 })
})

it('a list with an entry that cannot be understood counts as a failed reading and is not asked for at once again', async () => {
  const { open, control, sent } = await setUp()
  await control('/faults', [{ match: { path: '/members$' }, fault: { kind: 'status', status: 200, body: [{ id: 'not a number' }] } }])
  const { start, value } = open()
  await start()
  const asked = (): string[] => sent.flatMap(({ request }) => (request.path.endsWith('/members') ? [request.path] : []))
  await expect.poll(() => asked().length, { timeout: 15_000 }).toBeGreaterThan(20)
  expect(new Set(asked()).size).toBe(asked().length)
  expect(await value('reading.completeness', { resource: 'members', accounts: [ID], customers: null })).toMatchObject({ read: 0, failures: expect.arrayContaining([expect.objectContaining({ code: 'BAD_RESPONSE' })]) as unknown })
})
