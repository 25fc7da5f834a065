import { afterEach, expect, it } from 'vitest'
import type { AppErrorCode } from '../contract/errors'
import { accountId } from '../contract/ids'
import type { Hop, HopResult } from '../contract/methods/doctor'
import { startEmulator, type RunningEmulator } from '../emulator/server'
import { networkError } from '../host/network-error'
import { httpTransport } from '../testing/http-transport'
import { AccessToken } from './access-token'
import { examineConnection } from './connection-doctor'
import type { SignedSend } from './verify'

let emulator: RunningEmulator | null = null
afterEach(async () => {
  await emulator?.close()
  emulator = null
})

/** Over real HTTP, with a second instead of the API's 40. */
const send: SignedSend = ({ baseUrl, token }, request) =>
  httpTransport(() => ({ baseUrl, token: token.expose() })).send(accountId.parse('one'), request, { timeoutMs: 1000, signal: new AbortController().signal })
const start = async (): Promise<RunningEmulator> => (emulator = await startEmulator({ port: 0, seed: 3, accounts: 1, customers: [2], people: 1, quotaFactor: null, latencyMs: 0, control: true }))
const examine = (baseUrl = '', token = ''): Promise<readonly HopResult[]> => examineConnection(send, { baseUrl, token: new AccessToken(token) }, Date.now)
async function control({ control: url }: RunningEmulator, path: string, body: unknown): Promise<void> {
  const { status } = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  expect(status).toBe(200)
}

/** It ends at this hop with this cause, which the text names; the hops before work and the ones after are not reached. */
function expectEnd(hops: readonly HopResult[], hop: Hop, code: AppErrorCode, names: RegExp): void {
  const at = hops.findIndex(({ state }) => state === 'failed')
  expect([hops[at]?.hop, hops[at]?.error?.code]).toEqual([hop, code])
  expect(`${String(hops[at]?.error?.title)} ${String(hops[at]?.error?.hint)}`).toMatch(names)
  expect(hops.map(({ state }) => state)).toEqual(hops.map((_, index) => (index < at ? 'ok' : index === at ? 'failed' : 'not-reached')))
}

const me = { path: '/api/users/me' }
it.each<[string, object, Hop, AppErrorCode, RegExp]>([
  ['an answer that never comes', { match: me, fault: { kind: 'hang' } }, 'answer', 'TIMEOUT', /did not answer in 1 s/],
  ['a connection that breaks off', { match: me, fault: { kind: 'reset-before' } }, 'connect', 'UNREACHABLE', /cannot be reached/],
  ['a failure of the other side', { match: me, fault: { kind: 'status', status: 500, body: { message: 'Server error' } } }, 'answer', 'SERVER_ERROR', /side of Workato/],
  ['a page of somebody in between', { match: me, fault: { kind: 'html', status: 200 } }, 'answer', 'NOT_WORKATO', /does not answer like the Workato API/],
  ['a redirect', { match: me, fault: { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/' } } }, 'answer', 'REDIRECTED', /points to another address/],
  ['a used up quota', { match: { path: '/members$' }, fault: { kind: 'status', status: 429, body: { message: 'Too many requests' } } }, 'quota', 'RATE_LIMITED', /quota/],
  ['customers that may not be listed', { match: { path: '/api/managed_users$' }, fault: { kind: 'status', status: 403, body: { message: 'x' } } }, 'permission', 'FORBIDDEN', /may not read customers/],
])('%s is named over real HTTP', async (_, rule, hop, code, names) => {
  const running = await start()
  await control(running, '/faults', [rule])
  expectEnd(await examine(running.accounts[0]?.baseUrl, running.accounts[0]?.token), hop, code, names)
})

it('an unknown token, a client without DEV and a closed port are named over real HTTP, and a way that works is whole', async () => {
  const running = await start()
  const { baseUrl, token } = running.accounts[0] ?? {}
  expect((await examine(baseUrl, token)).every(({ state }) => state === 'ok')).toBe(true)
  expectEnd(await examine(baseUrl, 'nobody-knows-this'), 'token', 'TOKEN_REFUSED', /refused this API token/)
  await control(running, '/tokens', { account: 'a1', token: 'without-dev', environments: ['prod'] })
  expectEnd(await examine(baseUrl, 'without-dev'), 'permission', 'FORBIDDEN', /DEV/)
  await running.close()
  emulator = null
  expectEnd(await examine(baseUrl, token), 'connect', 'UNREACHABLE', /cannot be reached/)
})

it.each<[string, Hop, AppErrorCode, RegExp]>([
  ['net::ERR_INTERNET_DISCONNECTED', 'network', 'OFFLINE', /offline/],
  ['net::ERR_NAME_NOT_RESOLVED', 'name', 'HOST_NOT_FOUND', /partner\.example is not known/],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy', 'PROXY', /proxy/],
  ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'proxy', 'PROXY', /proxy/],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy', 'PROXY', /proxy/],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'tls', 'TLS', /certificate/],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'tls', 'TLS', /not secure/],
  ['net::ERR_CONNECTION_REFUSED', 'connect', 'UNREACHABLE', /cannot be reached/],
  ['net::ERR_TIMED_OUT', 'answer', 'TIMEOUT', /in time/],
])('what the network stack of the app calls %s is named', async (text, hop, code, names) => {
  const failing: SignedSend = () => Promise.reject(networkError(new Error(text), 'partner.example'))
  expectEnd(await examineConnection(failing, { baseUrl: 'https://partner.example', token: new AccessToken('t') }, Date.now), hop, code, names)
})
