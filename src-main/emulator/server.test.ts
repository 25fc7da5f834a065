import { afterEach, describe, expect, it } from 'vitest'
import { startEmulator, type EmulatorOptions, type RunningEmulator } from './server'

const running: RunningEmulator[] = []
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close()
})
const BASE: EmulatorOptions = { port: 0, seed: 7, accounts: 2, customers: [130, 20], people: 3, quotaFactor: null, latencyMs: 0, control: true }

async function start(options: Partial<EmulatorOptions> = {}) {
  const emulator = await startEmulator({ ...BASE, ...options })
  running.push(emulator)
  const send = (method: string, path: string, body?: unknown, token = emulator.accounts[0]?.token, signal?: AbortSignal) =>
    fetch(`${emulator.accounts[0]?.baseUrl ?? ''}${path}`, {
      method, headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }), ...(signal === undefined ? {} : { signal }),
    })
  const call = async (method: string, path: string, body?: unknown, token?: string) => {
    const response = await send(method, path, body, token)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: (/^[{[]/.test(text) ? JSON.parse(text) : text) as unknown }
  }
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${emulator.control}${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const plan = (kind: string, more = {}, match: object = { path: '/api/users/me' }) => control('POST', '/faults', [{ match, fault: { kind, ...more }, times: 1 }])
  const customers = async (query = '') => ((await call('GET', `/api/managed_users${query}`)).body as { result: { id: number }[] }).result.map(({ id }) => id)
  return { emulator, send, call, control, plan, customers }
}

describe('the emulator over HTTP', () => {
  it('tells accounts and tokens apart, and has nothing elsewhere', async () => {
    const { call, emulator } = await start()
    expect(await call('GET', '/api/managed_users', undefined, 'wrong')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } })
    expect((await call('GET', '/api/managed_users', undefined, emulator.accounts[1]?.token)).status).toBe(401)
    expect(await call('GET', '/api/no_such_thing')).toMatchObject({ status: 404, body: { message: 'Not found' } })
    expect(await call('GET', '/other')).toMatchObject({ status: 404, text: expect.stringContaining('<!doctype html>') as string })
  })

  it('takes brackets raw and percent-encoded, and a body that is no JSON is 400 in the form of the endpoint', async () => {
    const { call, customers } = await start()
    const path = `/api/managed_users/${String((await customers())[0])}/environment_roles`
    for (const query of ['page[number]=2&page[size]=1', 'page%5Bnumber%5D=2&page%5Bsize%5D=1']) expect((await call('GET', `${path}?${query}`)).body).toMatchObject({ page: { number: 2, size: 1 }, data: [{ name: 'EnvironmentManager' }] })
    expect(await call('POST', path, '{"half')).toMatchObject({ status: 400, body: { errors: [{ code: 'bad_request' }] } })
    expect(await call('POST', '/api/managed_users', '{"half')).toMatchObject({ status: 400, body: { message: 'Bad request' } })
    expect(await call('DELETE', `${path}/1`)).toMatchObject({ status: 404 })
  })

  it('a deletion answers 204 without a body', async () => {
    const { call, customers } = await start()
    const path = `/api/managed_users/${String((await customers())[0])}/environment_roles`
    const made = await call('POST', path, { environment_role: { name: 'New', config: {} } })
    const answer = await call('DELETE', `${path}/${String((made.body as { data: { id: number } }).data.id)}`)
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([204, '', null])
  })
})

describe('faults', () => {
  it('status with headers and body: JSON, a text verbatim of any size, bytes that are no UTF-8', async () => {
    const { call, send, plan } = await start()
    await plan('status', { status: 503, headers: { 'x-made': 'yes' }, body: { message: 'down' } })
    const refused = await call('GET', '/api/users/me')
    expect([refused.status, refused.headers.get('x-made'), refused.body]).toEqual([503, 'yes', { message: 'down' }])
    await plan('status')
    expect(await call('GET', '/api/users/me')).toMatchObject({ status: 500, body: { message: 'Server error', id: expect.any(String) as string } })
    await plan('status', { status: 200, body: 'x'.repeat(10_000_000) })
    expect((await call('GET', '/api/users/me')).text).toHaveLength(10_000_000)
    const bytes = Buffer.from([0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22])
    await plan('status', { status: 200, bodyBase64: bytes.toString('base64') })
    expect(Buffer.from(await (await send('GET', '/api/users/me')).arrayBuffer()).equals(bytes)).toBe(true)
    await plan('html', { status: 502 })
    expect((await call('GET', '/api/users/me')).text).toContain('<!doctype html>')
  })

  it('before and after the effect: reset, truncate, delay and hang', async () => {
    const { call, send, plan, customers, control } = await start()
    const [first, second, third, fourth, fifth, sixth] = await customers()
    const path = (id: number | undefined) => `/api/managed_users/${String(id)}`
    const there = async (id: number | undefined) => (await call('GET', path(id))).status
    const once = (kind: string, more = {}) => plan(kind, more, { method: 'DELETE' })
    await once('reset-before')
    await expect(send('DELETE', path(first))).rejects.toThrow()
    expect(await there(first)).toBe(200)
    await once('reset-after')
    await expect(send('DELETE', path(second))).rejects.toThrow()
    expect(await there(second)).toBe(404)
    await once('truncate')
    await expect(call('DELETE', path(third))).rejects.toThrow(SyntaxError)
    expect(await there(third)).toBe(404)
    await once('delay', { ms: 1 })
    expect((await call('DELETE', path(fourth))).status).toBe(200)
    await once('hang', { ms: 1 })
    expect((await call('DELETE', path(fifth))).status).toBe(200)
    await once('hang')
    const given = new AbortController()
    const hanging = send('DELETE', path(sixth), undefined, undefined, given.signal)
    await expect.poll(() => there(sixth)).toBe(404)
    given.abort()
    await expect(hanging).rejects.toThrow()
    const { body } = await control('GET', '/log')
    expect((body as { method: string; status: number | null }[]).filter(({ method }) => method === 'DELETE').map(({ status }) => status)).toEqual([null, 200, 200, 200, 200, 200])
  })

  it('hit the nth or every nth matching request, so many times, and are checked', async () => {
    const { call, control } = await start()
    const statuses = async (count: number) => {
      const seen: number[] = []
      for (let i = 0; i < count; i += 1) seen.push((await call('GET', '/api/users/me')).status)
      return seen
    }
    await control('POST', '/faults', [{ match: { path: '/api/users/me', nth: 2 }, fault: { kind: 'status', status: 500 } }, { match: { every: 2, method: 'get' }, fault: { kind: 'status', status: 502 }, times: 2 }])
    expect(await statuses(7)).toEqual([200, 500, 502, 200, 502, 200, 200])
    await control('POST', '/faults', [{ match: {}, fault: { kind: 'status' } }])
    await control('DELETE', '/faults')
    expect(await statuses(1)).toEqual([200])
    expect(await control('POST', '/faults', { kind: 'status' })).toMatchObject({ status: 400, body: { message: 'a list of {match, fault} is expected' } })
    expect(await control('POST', '/faults', [{ match: {}, fault: { kind: 'fire' } }])).toMatchObject({ status: 400 })
    expect(await control('POST', '/faults', [{ match: {}, fault: { kind: 'status', status: 42 } }])).toMatchObject({ status: 400 })
  })
})

describe('the control plane', () => {
  it('another administrator works without quota, is marked in the log, and can shift a page while it is read', async () => {
    const { call, control, customers } = await start({ quotaFactor: 1 })
    const pageOne = await customers('?page=1')
    await control('POST', '/other', { account: 'a1', method: 'delete', path: `/api/managed_users/${String(pageOne[0])}` })
    const pageTwo = await customers('?page=2')
    expect(new Set([...pageOne, ...pageTwo]).size).toBe(129)
    for (let i = 0; i < 70; i += 1) await control('POST', '/other', { method: 'GET', path: '/api/managed_users' })
    expect((await call('GET', '/api/managed_users')).status).toBe(200)
    const { body } = await control('GET', '/log')
    expect((body as { other: boolean }[]).map(({ other }) => other).filter(Boolean)).toHaveLength(71)
    expect(await control('POST', '/other', { account: 'a9' })).toMatchObject({ status: 400 })
  })

  it('accepts an invitation for the invited', async () => {
    const { call, control, customers } = await start()
    const [customer] = await customers()
    const path = `/api/managed_users/${String(customer)}`
    await call('POST', `${path}/member_invitations`, { name: 'Ines', email: 'ines@acme.example', env_roles: [{ environment_type: 'dev', name: 'Member', role_type: 'environment' }] })
    expect((await call('GET', `${path}/members?email=ines`)).body).toMatchObject({ total: 0 })
    expect(await control('POST', '/accept', { account: 'a1', customer, email: 'ines@acme.example' })).toEqual({ status: 200, body: {} })
    expect((await call('GET', `${path}/members?email=ines@`)).body).toMatchObject({ total: 1 })
    expect(await control('POST', '/accept', { account: 'a1', customer, email: 'ines@acme.example' })).toMatchObject({ status: 400, body: { message: 'no invitation of ines@acme.example waits there' } })
    expect(await control('POST', '/accept', { customer: 1 })).toMatchObject({ status: 400 })
  })

  it('tells the state of an account or one customer, with names of roles', async () => {
    const { call, control, customers } = await start()
    const [customer] = await customers()
    const { body } = await control('GET', `/state?account=a1&customer=${String(customer)}`)
    const { workspaces } = body as { workspaces: Record<string, { members: { id: number; roles: unknown[] }[] }> }
    expect(Object.keys(workspaces)).toEqual([String(customer)])
    const [member] = workspaces[String(customer)]?.members ?? []
    expect((await call('GET', `/api/managed_users/${String(customer)}/members/${String(member?.id)}`)).body).toMatchObject({ roles: member?.roles })
    expect(Object.keys(((await control('GET', '/state')).body as { workspaces: object }).workspaces)).toHaveLength(130)
    expect((await control('GET', '/state?account=a9')).status).toBe(404)
  })

  it('limits and revokes tokens, and refuses limits that are none', async () => {
    const { call, control, emulator, customers } = await start()
    const [customer] = await customers()
    const members = `/api/managed_users/${String(customer)}/members`
    await control('POST', '/tokens', { account: 'a1', token: 'narrow', groups: ['workspace'] })
    await control('POST', '/tokens', { account: 'a1', token: 'no-dev', environments: ['test'], projects: [1] })
    expect((await call('GET', '/api/users/me', undefined, 'narrow')).status).toBe(200)
    expect((await call('GET', '/api/managed_users', undefined, 'narrow')).status).toBe(403)
    expect((await call('GET', members, undefined, 'no-dev')).status).toBe(403)
    await control('POST', '/tokens', { account: 'a1', token: emulator.accounts[0]?.token, revoke: true })
    expect((await call('GET', '/api/users/me')).status).toBe(401)
    for (const wrong of [{}, { token: 'x', groups: ['everything'] }, { token: 'x', environments: ['stage'] }, { token: 'x', projects: ['1'] }, { account: 'a9', token: 'x' }]) expect((await control('POST', '/tokens', wrong)).status).toBe(400)
  })

  it('moves the clock, sets switches, keeps a log, goes back to the start, and closes to web pages', async () => {
    const { call, control, emulator, customers } = await start({ quotaFactor: 1 / 60 })
    await control('POST', '/clock', { mode: 'virtual' })
    expect((await call('GET', '/api/managed_users?page=1&x=%5B')).status).toBe(200)
    expect((await call('GET', '/api/managed_users')).headers.get('retry-after')).toBe('60')
    await control('POST', '/clock', { advanceMs: 60_000 })
    const [customer] = await customers()
    for (const wrong of [{ mode: 'fast' }, { advanceMs: 'soon' }]) expect((await control('POST', '/clock', wrong)).status).toBe(400)
    expect(await control('POST', '/switches', { env_roles_update: 'never' })).toMatchObject({ status: 400 })
    expect((await control('POST', '/switches', { env_roles_update: 'replace' })).body).toMatchObject({ env_roles_update: { value: 'replace', default: 'merge' } })
    expect((await control('GET', '/switches')).body).toMatchObject({ env_roles_update: { value: 'replace' }, clamp_page_size: { value: true, default: true } })
    const { body: log } = await control('GET', '/log')
    expect((log as unknown[])[0]).toMatchObject({ account: 'a1', tokenTail: emulator.accounts[0]?.token.slice(-4), method: 'GET', path: '/api/managed_users', query: '?page=1&x=%5B', status: 200, limitClass: 'customers', throttled: false, other: false })
    await control('POST', '/other', { method: 'DELETE', path: `/api/managed_users/${String(customer)}` })
    await control('POST', '/reset')
    expect(((await control('GET', '/log')).body as unknown[]).length).toBe(0)
    expect((await customers())[0]).toBe(customer)
    expect((await control('GET', '/switches')).body).toMatchObject({ env_roles_update: { value: 'merge' } })
    await control('DELETE', '/log')
    expect((await control('GET', '/log')).body).toEqual([])
    expect((await fetch(`${emulator.control}/log`, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect((await fetch(`${emulator.control}/faults`, { method: 'POST', body: '{"half' })).status).toBe(400)
  })
})
