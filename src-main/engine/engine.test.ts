import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Transport } from '../api/transport'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId, type AccountId } from '../contract/ids'
import type { CustomerRow, SyncState } from '../contract/methods/customers'
import { systemClock } from '../domain/clock'
import { startEmulator, type RunningEmulator } from '../emulator/server'
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

/** Real HTTP, with the credentials added by account id as main does it. */
function httpTransport(emulator: RunningEmulator): Transport {
  return {
    send: async (id, request, { signal }) => {
      const account = emulator.accounts[ids.indexOf(id as (typeof ids)[number])]
      if (account === undefined) throw new Error('no such account')
      const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value])).toString()
      const response = await fetch(`${account.baseUrl}${request.path}?${query}`, { method: request.method, signal, headers: { authorization: `Bearer ${account.token}` } })
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
    },
  }
}

const record = (id: AccountId): AccountRecord => ({
  id, kind: 'sandbox', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none',
})

async function setUp(dataDir = mkdtempSync(join(tmpdir(), 'rolodesk-engine-'))) {
  const emulator = await startEmulator({ port: 0, seed: 3, accounts: 2, customers: [250, 30], people: 1, quotaFactor: null, latencyMs: 0, control: true })
  const engine = createEngine({ dataDir, transport: httpTransport(emulator), clock: systemClock, random: Math.random, log: silent, emit: () => undefined })
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
  const page = (id: AccountId, filter = {}) =>
    value<{ rows: CustomerRow[]; matched: number; total: number }>('customers.page', {
      accountId: id, filter: { search: '', plans: [], statuses: [], apps: [], joinedFrom: null, joinedTo: null, ...filter }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 200,
    })
  const start = async (id: AccountId): Promise<void> => {
    await value('internal.accounts.save', record(id))
    await value('internal.sync.start', { accountId: id })
  }
  const untilRead = async (id: AccountId): Promise<SyncState> => {
    for (const end = Date.now() + 15_000; ;) {
      const state = await value<SyncState>('sync.state', { accountId: id })
      if (state.asOf !== null && state.total === state.read) return state
      if (Date.now() > end) throw new Error(JSON.stringify(state))
      await systemClock.sleep(20)
    }
  }
  return { engine, emulator, dataDir, value, control, page, start, untilRead }
}

describe('the engine against the emulator over HTTP', () => {
  it('reads two accounts at once and keeps them apart', async () => {
    const { start, untilRead, page } = await setUp()
    await Promise.all(ids.map(start))
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

  it('goes on after 429 with and without a header, 500 and HTML', async () => {
    const { start, untilRead, control } = await setUp()
    await control('/faults', [
      { match: { path: '/api/managed_users', nth: 1 }, fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
      { match: { path: '/api/managed_users', nth: 2 }, fault: { kind: 'html', status: 502 } },
    ])
    await start(ids[1])
    expect((await untilRead(ids[1])).read).toBe(30)
  })

  it('a refused token pauses that account and says so; the other goes on', async () => {
    const { start, untilRead, control, value, emulator } = await setUp()
    await control('/tokens', { account: 'a1', token: emulator.accounts[0]?.token, revoke: true })
    await Promise.all(ids.map(start))
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
