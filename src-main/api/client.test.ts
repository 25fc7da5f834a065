import fc from 'fast-check'
import { expect, it } from 'vitest'
import { appError, type AppError } from '../contract/errors'
import { accountId, customerId } from '../contract/ids'
import { VirtualClock } from '../testing/virtual-clock'
import { ApiClient } from './client'
import { endpoints } from './endpoints'
import { DEFAULT_API_OPTIONS, type ApiOptions } from './options'
import { allowance } from './quota'
import type { Transport } from './transport'

const mu = customerId.parse(4101)
/** One endpoint for each kind of limit: 60/min, 10/s, 1,000/min. */
const KINDS = { members: endpoints.listMembers(mu), environmentRoles: endpoints.listEnvironmentRoles(mu), usage: endpoints.monthlyUsage() } as const
type Kind = keyof typeof KINDS
const PER_MINUTE = { members: [60, 60_000], environmentRoles: [600, 1000], usage: [1000, 60_000] } as const

/** A client whose requests are answered at once and noted with their time. */
function setUp(clock: VirtualClock, options: ApiOptions = DEFAULT_API_OPTIONS) {
  const sent: { readonly path: string; readonly at: number }[] = []
  const transport: Transport = { send: (_, { path }) => {
    sent.push({ path, at: clock.now() })
    return Promise.resolve({ status: 200, headers: {}, body: '[]' })
  } }
  return { client: new ApiClient(accountId.parse('one'), { transport, clock, random: Math.random, online: () => true }, options), sent }
}

/** As in the test of the bucket: the least time for n calls, in ms. */
function minimumMs(kind: Kind, n: number): number {
  const [perMinute, window] = PER_MINUTE[kind]
  const { calls, windowMs } = allowance({ perMinute, windowMs: window, reserved: 0.2 })
  return Math.max(Math.floor((n - 1) / calls) * windowMs, (n - Math.min(5, calls)) * (windowMs / calls), 0)
}

const call = fc.record({ kind: fc.constantFrom<Kind>('members', 'environmentRoles', 'usage'), priority: fc.constantFrom('screen' as const, 'job' as const, 'background' as const) })
const mix = fc.array(call, { minLength: 1, maxLength: 400 })

async function run(client: ApiClient, calls: readonly { readonly kind: Kind; readonly priority: 'screen' | 'job' | 'background' }[]): Promise<void> {
  await Promise.all(calls.map(({ kind, priority }) => client.call(KINDS[kind], { priority, signal: new AbortController().signal })))
}

it('any mix of calls keeps every limit in every window, loses none and takes no longer than the slowest class needs', async () => {
  await fc.assert(
    fc.asyncProperty(mix, async (calls) => {
      const clock = new VirtualClock()
      const { client, sent } = setUp(clock)
      await clock.run(run(client, calls))
      expect(sent.length).toBe(calls.length)
      let slowest = 0
      for (const kind of ['members', 'environmentRoles', 'usage'] as const) {
        const times = sent.filter(({ path }) => path === KINDS[kind].path).map(({ at }) => at)
        const wanted = calls.filter((one) => one.kind === kind).length
        expect(times.length).toBe(wanted)
        const [perMinute, windowMs] = PER_MINUTE[kind]
        const allowed = Math.floor((perMinute * 0.8 * windowMs) / 60_000)
        for (const at of times) expect(times.filter((other) => other > at - windowMs && other <= at).length).toBeLessThanOrEqual(allowed)
        slowest = Math.max(slowest, minimumMs(kind, wanted))
      }
      expect(clock.now()).toBeLessThanOrEqual(Math.ceil(slowest * 1.05))
    }),
    { numRuns: 60 },
  )
})

it('two accounts at once take no longer than the slower of them alone', async () => {
  await fc.assert(
    fc.asyncProperty(mix, mix, async (one, two) => {
      const alone = await Promise.all([one, two].map(async (calls) => {
        const clock = new VirtualClock()
        await clock.run(run(setUp(clock).client, calls))
        return clock.now()
      }))
      const clock = new VirtualClock()
      await clock.run(Promise.all([one, two].map((calls) => run(setUp(clock).client, calls))))
      expect(clock.now()).toBeLessThanOrEqual(Math.max(...alone))
    }),
    { numRuns: 20 },
  )
})

it('members and customers draw on one quota unless the account says otherwise', () => {
  const shared = setUp(new VirtualClock()).client
  expect(shared.bucket('customers')).toBe(shared.bucket('members'))
  const apart = setUp(new VirtualClock(), { ...DEFAULT_API_OPTIONS, shareMembersAndCustomers: false }).client
  expect(apart.bucket('customers')).not.toBe(apart.bucket('members'))
})

it('takes limits, reserved share and speed from the options of the account', () => {
  const { client } = setUp(new VirtualClock(), { ...DEFAULT_API_OPTIONS, perMinute: { members: 120 }, reserved: 0.5, speed: 2 })
  expect(client.bucket('members').limit).toEqual({ perMinute: 240, windowMs: 60_000, reserved: 0.5 })
  expect(client.bucket('environmentRoles').limit).toEqual({ perMinute: 1200, windowMs: 1000, reserved: 0.5 })
})

it('sends the role resources under the prefix of the account, and only those', async () => {
  const clock = new VirtualClock()
  const { client, sent } = setUp(clock, { ...DEFAULT_API_OPTIONS, rbacPathPrefix: '/api/v2' })
  await clock.run(run(client, [{ kind: 'members', priority: 'job' }, { kind: 'environmentRoles', priority: 'job' }]))
  expect(sent.map(({ path }) => path).sort()).toEqual(['/api/managed_users/4101/members', '/api/v2/managed_users/4101/environment_roles'])
})

it('a call that must not be repeated is sent once even when it certainly had no effect; one that can be is sent four times', async () => {
  const clock = new VirtualClock()
  let sent = 0
  const transport: Transport = { send: () => {
    sent += 1
    return Promise.reject(appError('PROXY', 'The proxy does not let requests pass.', 'Check it.', { retryable: true }))
  } }
  const client = new ApiClient(accountId.parse('one'), { transport, clock, random: () => 0.5, online: () => true })
  const options = { priority: 'job', signal: new AbortController().signal } as const
  await expect(clock.run(client.call(endpoints.inviteMember(mu), options))).rejects.toMatchObject({ json: { code: 'PROXY' } })
  expect(sent).toBe(1)
  await expect(clock.run(client.call(endpoints.listMembers(mu), options))).rejects.toMatchObject({ json: { code: 'PROXY' } })
  expect(sent).toBe(5)
})

it('offline nothing is sent: neither a new call, nor one that waits for its slot, nor another try', async () => {
  const clock = new VirtualClock()
  const sent: number[] = []
  let online = true
  const transport: Transport = { send: () => {
    sent.push(clock.now())
    return Promise.resolve({ status: sent.length === 1 ? 500 : 200, headers: {}, body: '[]' })
  } }
  const client = new ApiClient(accountId.parse('one'), { transport, clock, random: () => 0.5, online: () => online })
  const call = () => client.call(endpoints.listMembers(mu), { priority: 'screen', signal: new AbortController().signal })
  // The first is refused by the server and waits for another try; the last ones wait for their slot.
  const calls = Promise.allSettled(Array.from({ length: 60 }, call))
  await clock.run(clock.sleep(100))
  online = false
  const before = sent.length
  const ends = (await clock.run(calls)).map((one) => (one.status === 'rejected' ? (one.reason as AppError).json.code : 'sent'))
  expect(sent).toHaveLength(before)
  expect(new Set(ends)).toEqual(new Set(['sent', 'OFFLINE']))
  await expect(clock.run(call())).rejects.toMatchObject({ json: { code: 'OFFLINE', retryable: true } })
  expect(sent).toHaveLength(before)
})
