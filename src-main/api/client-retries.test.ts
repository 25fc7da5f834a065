import { expect, it } from 'vitest'
import type { ApiRequest, ApiResponse } from '../contract/engine-protocol'
import { appError } from '../contract/errors'
import { accountId } from '../contract/ids'
import type { Clock } from '../domain/clock'
import { ApiClient } from './client'
import type { Endpoint } from './endpoint'
import { endpoints } from './endpoints'

const METHODS: readonly ApiRequest['method'][] = ['GET', 'PUT', 'DELETE', 'POST']
const members = (method: ApiRequest['method'], path = '/api/x'): Endpoint => ({ method, template: path, path, limitClass: 'members', repeat: method === 'POST' ? 'never' : 'safe', rbac: false })
const answer = (status: number, headers: Readonly<Record<string, string>> = {}): ApiResponse => ({ status, headers, body: '{"result":[]}' })
const options = { priority: 'screen', signal: new AbortController().signal } as const

/** A client whose requests are answered in order, the last answer again and again, on a clock that whoever sleeps moves on. */
function setUp(...answers: readonly (ApiResponse | Error)[]) {
  let now = 0
  const clock: Clock = { now: () => now, sleep: async (ms) => void (now += ms), localOffset: () => 0 }
  const sent: { readonly at: number; readonly account: string; readonly request: ApiRequest }[] = []
  const transport = {
    send: async (account: string, request: ApiRequest): Promise<ApiResponse> => {
      sent.push({ at: now, account, request })
      if (sent.length > 200) throw new Error('asked for ever')
      const next = answers[Math.min(sent.length, answers.length) - 1]
      if (next === undefined || next instanceof Error) throw next ?? new Error('no answer')
      return next
    },
  }
  return { client: new ApiClient(accountId.parse('one'), { transport, clock, random: () => 0.5, online: () => true }), sent }
}

it.each(METHODS)('%s is sent again after a failure of the server only where that changes nothing twice, and not for ever', async (method) => {
  for (const failure of [answer(500), appError('TIMEOUT', 'no answer', 'planted', { retryable: true })]) {
    const { client, sent } = setUp(failure)
    // What must not be done twice says that its outcome is not known instead.
    await expect(client.call(members(method), options)).rejects.toMatchObject({ json: { retryable: method !== 'POST' } })
    expect(sent).toHaveLength(method === 'POST' ? 1 : 4)
  }
})

it.each(METHODS)('%s is sent again after a 429, not before the time that it names, and the bucket goes slower', async (method) => {
  const { client, sent } = setUp(answer(429, { 'retry-after': '30' }), answer(200))
  await client.call(members(method), options)
  expect(sent.map(({ at }) => at)).toEqual([0, 30_000])
  expect(client.bucket('members').slowed()).toBe(true)
})

it('a failure of the server that names a time is not tried again before it', async () => {
  const { client, sent } = setUp(answer(503, { 'retry-after': '20' }), answer(200))
  await client.call(members('GET'), options)
  expect(sent.map(({ at }) => at)).toEqual([0, 20_000])
})

it('a POST that is refused for longer than any quota lasts is told at once and holds nothing else up', async () => {
  const { client, sent } = setUp(answer(429, { 'retry-after': '900' }), answer(200))
  await expect(client.call(members('POST'), options)).rejects.toMatchObject({ json: { code: 'RATE_LIMITED', retryAfterMs: 900_000 } })
  await client.call(members('GET'), options)
  expect(sent.map(({ at }) => at)).toEqual([0, 0])
  expect(client.bucket('members').slowed()).toBe(false)
})

it.each([400, 401, 403, 404, 409, 422])('%i is told at once and not asked again', async (status) => {
  const { client, sent } = setUp(answer(status))
  await expect(client.call(members('GET'), options)).rejects.toMatchObject({ json: { details: { status } } })
  expect(sent).toHaveLength(1)
})

it.each([[199, 'REJECTED'], [300, 'REDIRECTED'], [302, 'REDIRECTED'], [304, 'REDIRECTED']])('%i is no answer to be read', async (status, code) => {
  await expect(setUp(answer(status)).client.call(members('GET'), options)).rejects.toMatchObject({ json: { code } })
})

it('all paths of a limit class share the quota of the account, of which a part is left alone', async () => {
  const { client, sent } = setUp(answer(200))
  const id = 7 as Parameters<typeof endpoints.listConnections>[0]
  for (let round = 0; round < 40; round += 1) for (const endpoint of [endpoints.listCustomers(), endpoints.listConnections(id)]) await client.call(endpoint, options)
  expect(new Set(sent.map(({ account }) => account))).toEqual(new Set(['one']))
  expect(Math.max(...sent.map(({ at }) => sent.filter((other) => other.at > at - 60_000 && other.at <= at).length))).toBe(48)
})
