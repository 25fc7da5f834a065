import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId, type AccountId } from '../contract/ids'
import type { CustomerRow, SyncState } from '../contract/methods/customers'
import { systemClock } from '../domain/clock'
import { startEmulator, type RunningEmulator } from '../emulator/server'
import { httpTransport } from '../testing/http-transport'
import { createEngine, type Engine } from './engine'

const ids = [accountId.parse('one'), accountId.parse('two')] as const
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const open: { engine?: Engine; emulator?: RunningEmulator }[] = []

afterEach(async () => {
  for (const { engine, emulator } of open.splice(0)) {
    await engine?.stop()
    await emulator?.close()
  }
})

/** Where the account's requests go in this emulator. */
const targetIn = (emulator: RunningEmulator) => (id: AccountId) => {
  const account = emulator.accounts[ids.indexOf(id as (typeof ids)[number])]
  if (account === undefined) throw new Error('no such account')
  return account
}

const record = (id: AccountId, kind: AccountRecord['kind'] = 'sandbox'): AccountRecord => ({
  id, kind, name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none',
})

async function setUp(dataDir = mkdtempSync(join(tmpdir(), 'rolodesk-engine-')), recordTo?: string) {
  const emulator = await startEmulator({ port: 0, seed: 3, accounts: 2, customers: [250, 30], people: 1, quotaFactor: null, latencyMs: 0, control: true })
  const engine = createEngine({ dataDir, transport: httpTransport(targetIn(emulator)), clock: systemClock, random: Math.random, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 500, recordTo })
  open.push({ engine, emulator })
  const value = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await engine.invoke(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value as T
  }
  const control = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${emulator.control}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    expect(answer.status).toBe(200)
  }
  const page = (id: AccountId, filter = {}, offset = 0) =>
    value<{ rows: CustomerRow[]; matched: number; total: number }>('customers.page', {
      accountId: id, filter: { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null, ...filter }, sort: { by: 'name', direction: 'asc' }, offset, limit: 200,
    })
  const start = async (id: AccountId, kind?: AccountRecord['kind']): Promise<void> => {
    await value('internal.accounts.save', record(id, kind))
    await value('internal.sync.start', { accountId: id })
  }
  const untilRead = async (id: AccountId): Promise<SyncState> => {
    for (const end = Date.now() + 15_000; ;) {
      const state = await value<SyncState>('sync.state', { accountId: id })
      if (state.asOf !== null && state.total === state.listed) return state
      if (Date.now() > end) throw new Error(JSON.stringify(state))
      await systemClock.sleep(20)
    }
  }
  return { engine, emulator, dataDir, value, control, page, start, untilRead }
}

describe('the engine against the emulator over HTTP', () => {
  it('reads two accounts at once and keeps them apart', async () => {
    const { start, untilRead, page } = await setUp()
    await Promise.all(ids.map((id) => start(id)))
    await Promise.all(ids.map(untilRead))
    const [one, two] = await Promise.all(ids.map((id) => page(id)))
    expect([one?.total, two?.total]).toEqual([250, 30])
    const keys = new Set(two?.rows.map(({ id }) => id))
    expect(one?.rows.filter(({ id }) => keys.has(id))).toEqual([])
  })

  it('removes a customer only after a complete read that did not see it', async () => {
    const { start, untilRead, page, control, value } = await setUp()
    await start(ids[1])
    await untilRead(ids[1])
    const gone = (await page(ids[1])).rows[4]
    await control('/other', { account: 'a2', method: 'DELETE', path: `/api/managed_users/${String(gone?.id)}` })
    await control('/faults', [{ match: { path: '/api/managed_users' }, fault: { kind: 'truncate' }, times: 1 }])
    expect((await page(ids[1])).total).toBe(30)
    await value('customers.refresh', { accountId: ids[1] })
    await expect.poll(async () => (await page(ids[1])).total, { timeout: 15_000 }).toBe(29)
    expect((await page(ids[1])).rows.some(({ id }) => id === gone?.id)).toBe(false)
  })

  it('removes nothing on the word of a list that shifted while it was read, but reads it again', async () => {
    const { start, untilRead, page, control, value, emulator } = await setUp()
    await start(ids[0])
    await untilRead(ids[0])
    const rows = (await page(ids[0])).rows
    // While page 2 is on its way, a customer of page 1 goes: the first of page 2 slides onto page 1 and is seen on neither.
    await control('/faults', [{ match: { method: 'GET', path: '/api/managed_users$', nth: 2 }, fault: { kind: 'delay', ms: 1500 } }])
    const before = (await value<SyncState>('sync.state', { accountId: ids[0] })).asOf
    const listings = async (): Promise<number> => ((await (await fetch(`${emulator.control}/log`)).json()) as { path: string }[]).filter(({ path }) => path === '/api/managed_users').length
    const sofar = await listings()
    await value('customers.refresh', { accountId: ids[0] })
    await expect.poll(listings, { timeout: 15_000 }).toBe(sofar + 2)
    const gone = rows.reduce((least, one) => (one.id < least.id ? one : least))
    await control('/other', { account: 'a1', method: 'DELETE', path: `/api/managed_users/${String(gone.id)}` })
    await expect.poll(async () => (await value<SyncState>('sync.state', { accountId: ids[0] })).asOf, { timeout: 15_000 }).not.toBe(before)
    await expect.poll(async () => (await page(ids[0])).total, { timeout: 15_000 }).toBe(249)
    const left = new Set((await Promise.all([0, 200].map((offset) => page(ids[0], {}, offset)))).flatMap((one) => one.rows.map(({ id }) => id)))
    expect(left.size).toBe(249)
    expect(left.has(gone.id)).toBe(false)
  })

  it('records answers of partner accounts where it is asked to, and nothing of the sandbox', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'rolodesk-record-')), 'records')
    const { start, untilRead, page } = await setUp(undefined, folder)
    await start(ids[0])
    await untilRead(ids[0])
    expect(existsSync(folder)).toBe(false)
    await start(ids[1], 'partner')
    await expect.poll(() => (existsSync(folder) ? readdirSync(folder) : [])).toContain('GET_api_managed_users.200.none.json')
    const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join()
    expect(text).toContain('"environment_type": "prod"')
    await expect.poll(async () => (await page(ids[1])).total).toBe(30)
    for (const { name, externalId } of (await page(ids[1])).rows) {
      expect(text).not.toContain(name)
      if (externalId !== null) expect(text).not.toContain(externalId)
    }
  })

  it('goes on after 429 with and without a header, 500 and HTML', async () => {
    const { start, untilRead, control } = await setUp()
    await control('/faults', [
      { match: { path: '/api/managed_users', nth: 1 }, fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
      { match: { path: '/api/managed_users', nth: 2 }, fault: { kind: 'html', status: 502 } },
    ])
    await start(ids[1])
    expect((await untilRead(ids[1])).listed).toBe(30)
  })

  it('a refused token pauses that account and says so; the other goes on', async () => {
    const { start, untilRead, control, value, emulator } = await setUp()
    await control('/tokens', { account: 'a1', token: emulator.accounts[0]?.token, revoke: true })
    await Promise.all(ids.map((id) => start(id)))
    await untilRead(ids[1])
    await expect.poll(async () => (await value<SyncState>('sync.state', { accountId: ids[0] })).phase).toBe('paused')
    expect((await value<SyncState>('sync.state', { accountId: ids[0] })).error?.code).toBe('TOKEN_REFUSED')
  })

  it('search folds case, words match anywhere, and wildcards are just characters', async () => {
    const { start, untilRead, page } = await setUp()
    await start(ids[0])
    await untilRead(ids[0])
    const some = (await page(ids[0])).rows[10]
    const word = String(some?.name.split(' ')[0]).toUpperCase()
    const found = await page(ids[0], { search: word })
    expect(found.rows.map(({ id }) => id)).toContain(some?.id)
    expect(found.matched).toBeLessThan(250)
    expect((await page(ids[0], { search: '%' })).matched).toBe(0)
  })

  it('an unknown method and an unknown account are refused with their codes', async () => {
    const { engine } = await setUp()
    expect(await engine.invoke('toString', {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_METHOD' } })
    expect(await engine.invoke('sync.state', { accountId: 'nobody' })).toMatchObject({ ok: false, error: { code: 'ACCOUNT_NOT_FOUND' } })
  })
})
