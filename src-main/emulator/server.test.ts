import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ArgumentError, parseArguments } from './arguments'
import { loadData, saveData } from './data-file'
import { generateAccounts } from './generate'
import { startEmulator, type EmulatorOptions, type RunningEmulator } from './server'

const running: RunningEmulator[] = []
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close()
})
const BASE: EmulatorOptions = { port: 0, seed: 7, accounts: 2, customers: [130, 20], people: 2, quotaFactor: null, latencyMs: 0, control: true }

async function start(options: Partial<EmulatorOptions> = {}) {
  const emulator = await startEmulator({ ...BASE, ...options })
  running.push(emulator)
  const call = async (method: string, path: string, body?: unknown, token = emulator.accounts[0]?.token) => {
    const response = await fetch(`${emulator.accounts[0]?.baseUrl ?? ''}${path}`, {
      method, headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text.startsWith('{') ? JSON.parse(text) : text) as unknown }
  }
  const control = (path: string, body: unknown, method = 'POST') => fetch(`${emulator.control}${path}`, { method, headers: { 'content-type': 'application/json' }, ...(method === 'GET' ? {} : { body: JSON.stringify(body) }) })
  return { emulator, call, control }
}

describe('the emulator', () => {
  it('gives the same data for the same seed, others for another, and dana in 137 customers of P500', () => {
    expect(generateAccounts(BASE)).toEqual(generateAccounts(BASE))
    expect(generateAccounts({ ...BASE, seed: 8 })).not.toEqual(generateAccounts(BASE))
    const p500 = generateAccounts({ seed: 500, accounts: 2, customers: [500, 40], people: 50 })
    expect(p500.flatMap(({ people }) => Object.values(people).flat()).filter(({ email }) => email === 'dana@example.com')).toHaveLength(137)
    const ten = generateAccounts({ seed: 1, accounts: 1, customers: [10_000], people: 0 })[0]
    expect(new Set(ten?.customers.map(({ name }) => name)).size).toBe(10_000)
  })

  it('pages customers, clamps the size, and tells accounts and tokens apart', async () => {
    const { call, emulator } = await start()
    const second = await call('GET', '/api/managed_users?page=2&per_page=500')
    expect(second.body).toMatchObject({ count: 130, page: 2, per_page: 100 })
    expect((second.body as { result: unknown[] }).result).toHaveLength(30)
    expect(await call('GET', '/api/managed_users', undefined, 'wrong')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } })
    expect((await call('GET', '/api/managed_users', undefined, emulator.accounts[1]?.token)).status).toBe(401)
    expect(await call('GET', '/api/no_such_thing')).toMatchObject({ status: 404, body: { message: 'Not found' } })
  })

  it('shares one quota over all tokens and names the wait, unless that is switched off', async () => {
    const { call, control } = await start({ quotaFactor: 1 })
    await control('/clock', { mode: 'virtual' })
    await control('/tokens', { account: 'a1', token: 'a-second-token' })
    for (let i = 0; i < 60; i += 1) expect((await call('GET', '/api/managed_users', undefined, i % 2 === 0 ? undefined : 'a-second-token')).status).toBe(200)
    const refused = await call('GET', '/api/managed_users')
    expect(refused).toMatchObject({ status: 429, body: { message: 'Too many requests' } })
    expect(refused.headers.get('retry-after')).toBe('60')
    await control('/switches', { retry_after_header: false })
    expect((await call('GET', '/api/managed_users')).headers.get('retry-after')).toBeNull()
    await control('/clock', { advanceMs: 60_000 })
    expect((await call('GET', '/api/managed_users')).status).toBe(200)
    expect((await control('/switches', { no_such_switch: true })).status).toBe(400)
  })

  it('creates, finds by external id, updates, provisions once and deletes a customer', async () => {
    const { call } = await start()
    expect(await call('POST', '/api/managed_users', { name: 'X' })).toMatchObject({ status: 400, body: { errors: { notification_email: ["can't be blank"] } } })
    const made = await call('POST', '/api/managed_users', { name: 'Made Here', notification_email: 'a@b.example', external_id: 'NEW 1' })
    const { id } = made.body as { id: number }
    expect(await call('GET', '/api/managed_users/ENEW%201')).toMatchObject({ status: 200, body: { id } })
    expect((await call('POST', '/api/managed_users', { name: 'Y', notification_email: 'a@b.example', external_id: 'NEW 1' })).status).toBe(400)
    expect(await call('PUT', `/api/managed_users/${String(id)}`, { name: 'Renamed' })).toMatchObject({ status: 200, body: { name: 'Renamed', external_id: 'NEW 1' } })
    const provisioned = await call('POST', `/api/managed_users/${String(id)}/environments`, {})
    const { environments } = provisioned.body as { environments: { id: number; environment_type: string }[] }
    expect(environments.find(({ environment_type }) => environment_type === 'dev')?.id).toBe(id)
    expect(new Set(environments.map((one) => one.id)).size).toBe(3)
    expect((await call('POST', `/api/managed_users/${String(id)}/environments`, {})).status).toBe(400)
    expect((await call('DELETE', `/api/managed_users/${String(id)}`)).status).toBe(200)
    expect((await call('GET', `/api/managed_users/${String(id)}`)).status).toBe(404)
  })

  it('keeps a token to its endpoint groups with 403', async () => {
    const { call, control } = await start()
    await control('/tokens', { account: 'a1', token: 'narrow-token', groups: ['workspace'] })
    expect((await call('GET', '/api/users/me', undefined, 'narrow-token')).status).toBe(200)
    expect((await call('GET', '/api/managed_users', undefined, 'narrow-token')).status).toBe(403)
  })

  it('plays each kind of fault, logs every request, and goes back to the start', async () => {
    const { call, control, emulator } = await start()
    const plan = (kind: string, more = {}) => control('/faults', [{ match: { path: '/api/users/me' }, fault: { kind, ...more }, times: 1 }])
    await plan('status', { status: 503, body: { message: 'down' } })
    expect(await call('GET', '/api/users/me')).toMatchObject({ status: 503, body: { message: 'down' } })
    await plan('html', { status: 502 })
    expect(String((await call('GET', '/api/users/me')).body)).toContain('<!doctype html>')
    for (const kind of ['reset-before', 'reset-after']) {
      await plan(kind)
      await expect(call('GET', '/api/users/me')).rejects.toThrow()
    }
    await plan('delay', { ms: 1 })
    expect((await call('GET', '/api/users/me')).status).toBe(200)
    await plan('truncate')
    await expect(call('GET', '/api/users/me')).rejects.toThrow()
    const log = (await (await control('/log', null, 'GET')).json()) as { path: string; tokenTail: string }[]
    expect(log).toHaveLength(6)
    expect(log[0]).toMatchObject({ path: '/api/users/me', tokenTail: emulator.accounts[0]?.token.slice(-4) })
    await control('/other', { account: 'a1', method: 'POST', path: '/api/managed_users', body: { name: 'By another', notification_email: 'o@b.example' } })
    expect((await call('GET', '/api/managed_users')).body).toMatchObject({ count: 131 })
    await control('/reset', {})
    expect((await call('GET', '/api/managed_users')).body).toMatchObject({ count: 130 })
    expect((await fetch(`${emulator.control}/log`, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
  })

  it('reads its command line and says what is wrong with it', () => {
    expect(parseArguments(['--customers', '500,40', '--quota', 'x10', '--accounts', '2'])).toMatchObject({ customers: [500, 40], quotaFactor: 10, accounts: 2 })
    for (const bad of [['--port', 'x'], ['--quota', 'fast'], ['--unknown', '1'], ['--seed'], ['--data', '/no/such/file']]) expect(() => parseArguments(bad)).toThrow(ArgumentError)
  })

  it('keeps the sandbox in a file and puts a damaged one aside', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rolodesk-sandbox-')), 'sandbox.json')
    const accounts = generateAccounts(BASE)
    saveData(file, accounts)
    expect(loadData(file).data?.[0]?.customers).toEqual(accounts[0]?.customers)
    expect(loadData(file).data?.[0]?.tokens).toEqual([])
    writeFileSync(file, '[{"half')
    expect(loadData(file)).toMatchObject({ data: null })
    expect(readdirSync(join(file, '..')).some((name) => name.includes('.damaged-1'))).toBe(true)
  })
})
