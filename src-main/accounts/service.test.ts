import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError, appError } from '../contract/errors'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import { systemClock } from '../domain/clock'
import { startEmulator, type RunningEmulator } from '../emulator/server'
import { createEngine } from '../engine/engine'
import type { Keychain } from './keychain-lane'
import { SecretStore } from './secret-store'
import { accountsService, type EngineCall } from './service'
import type { SignedSend } from './verify'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Sends over HTTP, to this computer only; every address elsewhere is noted. */
const sender = (sent: string[]): SignedSend => async ({ baseUrl, token }, { method, path, query = [] }) => {
  if (!baseUrl.startsWith('http://127.0.0.1:')) sent.push(`${baseUrl}${path}`)
  const url = `${baseUrl}${path}?${new URLSearchParams(query.map(([name, value]) => [name, value])).toString()}`
  if (sent.length > 0) throw new Error('not of this computer')
  const response = await fetch(url, { method, headers: { authorization: `Bearer ${token.expose()}` } })
  return { status: response.status, headers: {}, body: await response.text() }
}

/** The accounts over the real engine and emulator; only the keychain of the system is a map. */
async function setUp(customers: readonly number[] = [3, 3]) {
  const emulator = await startEmulator({ port: 0, seed: 3, accounts: 2, customers, people: 1, quotaFactor: null, latencyMs: 0, control: true })
  const engine = createEngine({ dataDir: mkdtempSync(join(tmpdir(), 'rolodesk-accounts-')), transport: { send: (id, request, options) => service.sendFor(id, request, options) }, clock: systemClock, random: Math.random, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, emit: () => undefined, author: 'tester', quotaSpeed: 100 })
  const items = new Map<string, string>()
  const trouble = { locked: false, method: '', whileDeleting: async (): Promise<unknown> => undefined }
  const call: EngineCall = async (method, input) => {
    if (method === trouble.method) throw appError('ENGINE_DOWN', 'planted', 'planted')
    const reply = await engine.invoke(method, input)
    // Between two processes an answer takes a while, and others come in between.
    await systemClock.sleep(10)
    if (!reply.ok) throw new AppError(reply.error)
    return reply.value as never
  }
  const keychain: Keychain = {
    get: async (item) => (trouble.locked ? null : (items.get(item) ?? null)),
    set: async (item, secret) => {
      if (trouble.locked) throw new Error('Cannot create an item in a locked collection')
      items.set(item, secret)
    },
    delete: async (item) => {
      await trouble.whileDeleting()
      return !trouble.locked && items.delete(item)
    },
  }
  const secrets = new SecretStore(keychain)
  let last = 0
  const sent: string[] = []
  const sandbox = { start: () => Promise.reject(new Error('not here')), stop: () => undefined }
  const serve = (kept: SecretStore) => accountsService({ engine: call, secrets: kept, send: sender(sent), sandbox, now: () => 1, newId: () => `account-${String((last += 1))}`, changed: () => undefined })
  const service = serve(secrets)
  closing.push(() => engine.stop(), () => emulator.close())
  const { handlers } = service
  const add = (index: number, more = {}) => handlers['accounts.add']({ name: `Account ${String(index)}`, dataCenter: 'custom', ...target(emulator, index), colour: 1, shape: 'circle', sessionOnly: false, ...more })
  const control = (path: string, body: unknown) => fetch(`${emulator.control}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return { emulator, engine, handlers, items, trouble, add, control, service, secrets, sent, restart: () => serve(new SecretStore(keychain)) }
}

function target(emulator: RunningEmulator, index: number): { baseUrl: string; token: string } {
  const { baseUrl = '', token = '' } = emulator.accounts[index] ?? {}
  return { baseUrl, token }
}
const refusal = (code: string) => ({ json: expect.objectContaining({ code }) as unknown })

it('sends a token to a host that is none of Workato\'s only after that very host was confirmed', async () => {
  const { add, handlers, sent, items } = await setUp()
  const elsewhere = { dataCenter: 'custom', baseUrl: 'https://partner.example/workato', token: 'a-token-of-ours' } as const
  for (const confirmed of [{}, { confirmedHost: '' }, { confirmedHost: 'www.workato.com' }, { confirmedHost: 'partner.example.evil.example' }]) {
    await expect(handlers['accounts.check']({ ...elsewhere, ...confirmed })).rejects.toMatchObject(refusal('BASE_URL_UNCONFIRMED'))
    await expect(add(0, { ...elsewhere, ...confirmed })).rejects.toMatchObject(refusal('BASE_URL_UNCONFIRMED'))
  }
  expect(sent).toEqual([])
  expect(items.size).toBe(0)
  await expect(handlers['accounts.check']({ ...elsewhere, confirmedHost: 'partner.example' })).rejects.toThrow()
  expect(sent).toEqual(['https://partner.example/workato/api/users/me'])
})

it('adds one account of two that are asked for at the same time with the same token', async () => {
  const { add, items, handlers } = await setUp()
  const both = await Promise.allSettled([add(0), add(0)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(items.size).toBe(1)
  expect(await handlers['accounts.list']({})).toHaveLength(1)
})

it.each(['internal.accounts.save', 'internal.sync.start'])('leaves neither a row nor an item when %s fails while adding', async (method) => {
  const { add, items, handlers, trouble } = await setUp()
  trouble.method = method
  await expect(add(0)).rejects.toMatchObject(refusal('ENGINE_DOWN'))
  trouble.method = ''
  expect([items.size, (await handlers['accounts.list']({})).length]).toEqual([0, 0])
})

it('leaves no row when the keychain is locked while adding, and adds once it is unlocked', async () => {
  const { add, items, handlers, trouble } = await setUp()
  trouble.locked = true
  await expect(add(0)).rejects.toMatchObject(refusal('KEYCHAIN_LOCKED'))
  expect(await handlers['accounts.list']({})).toEqual([])
  trouble.locked = false
  expect((await add(0)).tokenState).toBe('keychain')
  expect(items.size).toBe(1)
})

it('keeps the old token when the new one is refused or cannot be written', async () => {
  const { add, emulator, items, handlers, trouble, control } = await setUp()
  const { id } = await add(0)
  const old = items.get(id)
  const replace = (token: string) => handlers['accounts.replaceToken']({ accountId: id, token, sessionOnly: false })
  await control('/tokens', { account: 'a1', token: 'a-second-token' })
  await expect(replace('nobody-knows-this')).rejects.toMatchObject(refusal('TOKEN_REFUSED'))
  await expect(handlers['accounts.replaceToken']({ accountId: accountId.parse('nobody'), token: 'x', sessionOnly: false })).rejects.toMatchObject(refusal('ACCOUNT_NOT_FOUND'))
  trouble.locked = true
  await expect(replace('a-second-token')).rejects.toMatchObject(refusal('KEYCHAIN_LOCKED'))
  expect(items.get(id)).toBe(old)
  trouble.locked = false
  await replace('a-second-token')
  expect(items.get(id)).toBe(`${emulator.accounts[0]?.baseUrl ?? ''} a-second-token`)
  expect(old).toBe(`${emulator.accounts[0]?.baseUrl ?? ''} ${emulator.accounts[0]?.token ?? ''}`)
})

it.each([[401, 'TOKEN_REFUSED'], [403, 'FORBIDDEN'], [404, 'NOT_WORKATO'], [429, 'RATE_LIMITED'], [500, 'SERVER_ERROR'], [200, 'NOT_WORKATO']])('names the cause of an answer %i as %s, and tells no token', async (status, code) => {
  const { add, emulator, control, handlers, items } = await setUp()
  const { id } = await add(1)
  await control('/faults', [{ match: { path: '/api/users/me' }, fault: { kind: 'status', status, body: {} } }])
  const { baseUrl, token } = target(emulator, 0)
  const asked = [add(0), handlers['accounts.check']({ dataCenter: 'custom', baseUrl, token }), handlers['accounts.replaceToken']({ accountId: id, token, sessionOnly: false })]
  const refused = (await Promise.allSettled(asked)).map((one) => (one.status === 'rejected' && one.reason instanceof AppError ? one.reason : null))
  expect(refused.map((error) => error?.json.code)).toEqual([code, code, code])
  expect(refused.map((error) => `${JSON.stringify(error?.json)} ${String(error?.stack)}`).join()).not.toContain(token)
  expect(items.size).toBe(1)
})

it('a token for the session is not replaced by an older one that the keychain gives out again', async () => {
  const { add, service, secrets, items, handlers } = await setUp()
  const { id } = await add(0, { sessionOnly: true })
  // The end of the session, and a keychain that could not be asked when the token was kept for it.
  await secrets.delete(id, false)
  items.set(id, 'of-an-earlier-time')
  await expect(service.sendFor(id, { method: 'GET', path: '/api/users/me' }, { timeoutMs: 1000, signal: new AbortController().signal })).rejects.toMatchObject(refusal('TOKEN_ABSENT'))
  expect((await handlers['accounts.list']({})).map(({ tokenState }) => tokenState)).toEqual(['absent'])
})

it('refuses a replacement that belongs to another workspace', async () => {
  const { add, items, handlers, emulator, control } = await setUp()
  const { id } = await add(0)
  await control('/faults', [{ match: { path: '/api/users/me' }, fault: { kind: 'status', status: 200, body: { id: 5, name: 'Another workspace' } }, times: 1 }])
  await expect(handlers['accounts.replaceToken']({ accountId: id, token: 'of-another', sessionOnly: false })).rejects.toMatchObject(refusal('REJECTED'))
  expect(items.get(id)).toBe(`${emulator.accounts[0]?.baseUrl ?? ''} ${emulator.accounts[0]?.token ?? ''}`)
})

it('signs with the token of the account that is asked for and no other, and remembers a refusal', async () => {
  const { add, service, emulator, control, handlers } = await setUp()
  const [one, two] = [await add(0), await add(1)]
  const me = async (id: typeof one.id): Promise<unknown> => JSON.parse((await service.sendFor(id, { method: 'GET', path: '/api/users/me' }, { timeoutMs: 1000, signal: new AbortController().signal })).body)
  expect(await me(one.id)).toMatchObject({ name: emulator.accounts[0]?.name })
  expect(await me(two.id)).toMatchObject({ name: emulator.accounts[1]?.name })
  await control('/tokens', { account: 'a2', token: emulator.accounts[1]?.token, revoke: true })
  await me(two.id)
  expect((await handlers['accounts.list']({})).map(({ tokenState }) => tokenState)).toEqual(['keychain', 'refused'])
})

it('removes the item first, and nothing at all when the name or the number of changes is wrong or the keychain is locked', async () => {
  const { add, items, handlers, trouble, engine } = await setUp()
  const { id, name } = await add(0)
  const edit = (memberId: number) => ({ kind: 'member.role', accountId: id, customerId: 1, target: { memberId, environment: 'dev' }, base: 'Member', wish: null, seen: {} })
  expect(await engine.invoke('intents.stage', { name: 'Two', edits: [edit(1), edit(2)] })).toMatchObject({ ok: true })
  const { fingerprint, ...counts } = await handlers['accounts.waiting']({ accountId: id })
  expect(counts).toEqual({ staged: 2, queued: 0 })
  const remove = (confirmName: string, discardCount = 2, confirmed = fingerprint) => handlers['accounts.remove']({ accountId: id, confirmName, discardCount, fingerprint: confirmed })
  await expect(remove(name, 0)).rejects.toMatchObject(refusal('CHANGES_WAITING'))
  await expect(remove('something else')).rejects.toMatchObject(refusal('BAD_INPUT'))
  trouble.locked = true
  await expect(remove(name)).rejects.toMatchObject(refusal('KEYCHAIN_LOCKED'))
  expect([items.size, (await handlers['accounts.list']({})).length]).toEqual([1, 1])
  trouble.locked = false
  const kept = (): Promise<unknown> => engine.invoke('intents.counts', {})
  // As many as were confirmed, but others.
  await engine.invoke('intents.undo', {})
  await engine.invoke('intents.stage', { name: 'Two others', edits: [edit(3), edit(4)] })
  await expect(remove(name)).rejects.toMatchObject(refusal('CHANGES_WAITING'))
  expect(items.size).toBe(1)
  const confirmed = await handlers['accounts.waiting']({ accountId: id })
  trouble.whileDeleting = () => {
    trouble.whileDeleting = async () => undefined
    return engine.invoke('intents.stage', { name: 'One more', edits: [edit(5)] })
  }
  await expect(remove(name, 2, confirmed.fingerprint)).rejects.toMatchObject(refusal('CHANGES_WAITING'))
  expect(await kept()).toMatchObject({ value: { staged: 3 } })
  await remove(name, 3, (await handlers['accounts.waiting']({ accountId: id })).fingerprint)
  expect([items.size, (await handlers['accounts.list']({})).length]).toEqual([0, 0])
})

it('an account whose token is refused stands still alone and goes on where it was with a new one (product 65)', async () => {
  const { add, engine, emulator, handlers, control } = await setUp([8, 20])
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${emulator.control}${path}`)).json()) as T
  const { customers } = await ask<{ customers: readonly { readonly id: number }[] }>('/state?account=a2')
  // The fifteenth customer of the second account; six requests may be under way at once.
  const members = `/managed_users/(${customers.map(({ id }) => id).join('|')})/members$`
  await control('/faults', [{ match: { path: members, nth: 15 }, fault: { kind: 'status', status: 401, body: { message: 'Unauthorized' } } }])
  const [one, two] = [await add(0), await add(1)]
  const value = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await engine.invoke(method, input)
    return reply.ok ? reply.value : reply.error
  }
  const state = (id: typeof one.id) => value('sync.state', { accountId: id })
  const read = (id: typeof one.id, resource: string) => value('reading.completeness', { resource, accounts: [id], customers: null })
  await expect.poll(() => state(two.id), { timeout: 15_000 }).toMatchObject({ phase: 'paused', error: { code: 'TOKEN_REFUSED' } })
  expect((await handlers['accounts.list']({})).map(({ tokenState }) => tokenState)).toEqual(['keychain', 'refused'])
  await expect.poll(() => read(one.id, 'grants'), { timeout: 15_000 }).toMatchObject({ total: 8, read: 8 })
  expect(await state(two.id)).toMatchObject({ phase: 'paused' })
  expect(await read(two.id, 'members')).not.toMatchObject({ read: 20 })

  await control('/tokens', { account: 'a2', token: emulator.accounts[1]?.token, revoke: true })
  await control('/tokens', { account: 'a2', token: 'the-second-token' })
  await handlers['accounts.replaceToken']({ accountId: two.id, token: 'the-second-token', sessionOnly: false })
  await expect.poll(() => read(two.id, 'members'), { timeout: 15_000 }).toMatchObject({ total: 20, read: 20, failed: 0 })
  expect((await handlers['accounts.list']({})).map(({ tokenState }) => tokenState)).toEqual(['keychain', 'keychain'])
  const log = await ask<readonly { readonly account: string; readonly path: string; readonly status: number | null }[]>('/log')
  const asked = customers.map(({ id }) => log.filter(({ account, path, status }) => account === 'a2' && status === 200 && path === `/api/managed_users/${String(id)}/members`).length)
  expect(Math.min(...asked)).toBe(1)
  // Nothing twice but what was under way when the account was paused.
  expect(asked.reduce((sum, times) => sum + times, 0)).toBeLessThanOrEqual(20 + 5)
})

describe('a ledger that somebody changed', () => {
  const me = { method: 'GET', path: '/api/users/me' } as const
  const soon = () => ({ timeoutMs: 1000, signal: new AbortController().signal })
  const change = async ({ engine }: Awaited<ReturnType<typeof setUp>>, changes: Partial<AccountRecord>): Promise<void> => {
    const reply = await engine.invoke('internal.accounts.list', {})
    if (reply.ok) for (const record of reply.value as AccountRecord[]) await engine.invoke('internal.accounts.save', { ...record, ...changes })
  }

  it.each([
    ['another https host', { dataCenter: 'custom', baseUrl: 'https://thief.example' }],
    ['another port of this computer', { dataCenter: 'custom', baseUrl: 'http://127.0.0.1:9' }],
    ['another account on the same host', { dataCenter: 'custom', baseUrl: 'a2' }],
    ['another data center', { dataCenter: 'eu', baseUrl: 'https://app.eu.workato.com' }],
    ['an address that may not be used', { dataCenter: 'custom', baseUrl: 'http://thief.example' }],
  ] as const)('leads a token to %s neither by a request, nor by a doctor, nor by a new token', async (_, { dataCenter, baseUrl }) => {
    const world = await setUp()
    const { id } = await world.add(0)
    const found = baseUrl === 'a2' ? (world.emulator.accounts[1]?.baseUrl ?? '') : baseUrl
    await change(world, { dataCenter, baseUrl: found })
    await fetch(`${world.emulator.control}/log`, { method: 'DELETE' })
    const { handlers, sendFor } = world.restart()
    expect((await handlers['accounts.list']({})).map(({ tokenState }) => tokenState)).toEqual(['elsewhere'])
    const code = baseUrl === 'http://thief.example' ? 'BASE_URL_INVALID' : 'BASE_URL_CHANGED'
    await expect(sendFor(id, me, soon())).rejects.toMatchObject(refusal(code))
    await expect(handlers['accounts.replaceToken']({ accountId: id, token: 'a-new-token', sessionOnly: true, confirmedHost: 'thief.example' })).rejects.toMatchObject(refusal(code))
    if (code === 'BASE_URL_CHANGED') {
      const { hops } = await handlers['doctor.connection']({ accountId: id })
      expect(hops.find(({ state }) => state === 'failed')).toMatchObject({ hop: 'token', error: { code } })
    }
    expect(world.sent).toEqual([])
    const log = (await (await fetch(`${world.emulator.control}/log`)).json()) as { account: string }[]
    expect(log.filter(({ account }) => account === 'a2')).toEqual([])
  })

  it('a token of an older version is kept with the address of its first use, and from then on goes nowhere else', async () => {
    const world = await setUp()
    const { id } = await world.add(0)
    const { baseUrl, token } = target(world.emulator, 0)
    world.items.set(id, token)
    await world.restart().sendFor(id, me, soon())
    expect(world.items.get(id)).toBe(`${baseUrl} ${token}`)
    await change(world, { baseUrl: 'https://thief.example' })
    await expect(world.restart().sendFor(id, me, soon())).rejects.toMatchObject(refusal('BASE_URL_CHANGED'))
    expect(world.sent).toEqual([])
  })

  it('where no kept token vouches for an address, a new one is sent to a host that is none of Workato\'s only after it was confirmed', async () => {
    const world = await setUp()
    const { id } = await world.add(0, { sessionOnly: true })
    await change(world, { baseUrl: 'https://thief.example' })
    const { handlers } = world.restart()
    const replace = (more: object) => handlers['accounts.replaceToken']({ accountId: id, token: 'a-new-token', sessionOnly: false, ...more })
    for (const more of [{}, { confirmedHost: '' }, { confirmedHost: 'other.example' }]) await expect(replace(more)).rejects.toMatchObject(refusal('BASE_URL_UNCONFIRMED'))
    expect(world.sent).toEqual([])
    await expect(replace({ confirmedHost: 'thief.example' })).rejects.toThrow()
    expect(world.sent).toEqual(['https://thief.example/api/users/me'])
  })
})

it('an account of the session is not removed while a locked keychain may still hold an earlier token of it', async () => {
  const { add, items, handlers, trouble, control, emulator } = await setUp()
  const { id, name } = await add(0)
  await control('/tokens', { account: 'a1', token: 'a-second-token' })
  trouble.locked = true
  const { fingerprint } = await handlers['accounts.waiting']({ accountId: id })
  await handlers['accounts.replaceToken']({ accountId: id, token: 'a-second-token', sessionOnly: true, confirmedHost: new URL(target(emulator, 0).baseUrl).host })
  expect(items.size).toBe(1)
  await expect(handlers['accounts.remove']({ accountId: id, confirmName: name, discardCount: 0, fingerprint })).rejects.toMatchObject(refusal('KEYCHAIN_LOCKED'))
  expect((await handlers['accounts.list']({})).map(({ tokenState }) => tokenState)).toEqual(['session'])
  trouble.locked = false
  await handlers['accounts.remove']({ accountId: id, confirmName: name, discardCount: 0, fingerprint })
  expect([items.size, (await handlers['accounts.list']({})).length]).toEqual([0, 0])
})
