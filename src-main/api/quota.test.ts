import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VirtualClock } from '../testing/virtual-clock'
import { allowance, QuotaBucket, type Priority, type QuotaLimit } from './quota'

const unaborted = (): AbortSignal => new AbortController().signal
const minute = (perMinute: number, reserved = 0): QuotaLimit => ({ perMinute, windowMs: 60_000, reserved })
/** The classes of the API, and any other: requests per minute and the window in which they count. */
const limits: fc.Arbitrary<QuotaLimit> = fc.record({
  perMinute: fc.oneof(fc.constantFrom(60, 600, 1000, 2000), fc.integer({ min: 1, max: 1500 })), windowMs: fc.constantFrom(1000, 60_000), reserved: fc.constantFrom(0, 0.2, 0.5),
})

/** The most grants in any window of the given length, (t - length, t] for each grant t. */
function worstWindow(granted: readonly number[], length: number): number {
  let worst = 0
  for (let first = 0, last = 0; last < granted.length; last += 1) {
    while ((granted[first] ?? 0) <= (granted[last] ?? 0) - length) first += 1
    worst = Math.max(worst, last - first + 1)
  }
  return worst
}

/**
 * The least time in which n calls can be granted after a pause, in ms. No scheduler at all can be faster than one full window per `calls` of them
 * (the first `calls` may go in the empty window), and one that paces evenly, as ours must, needs a spacing for each call after its burst of five.
 */
function minimumMs(n: number, limit: QuotaLimit): number {
  const { calls, windowMs } = allowance(limit)
  const burst = Math.min(5, calls)
  return Math.max(Math.floor((n - 1) / calls) * windowMs, (n - burst) * (windowMs / calls), 0)
}

it('no window ever holds more than the limit less the reserved share, nothing is lost, and it takes no longer than the quota needs', async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.integer({ min: 1, max: 400 }), async (limit, n) => {
      const clock = new VirtualClock()
      const bucket = new QuotaBucket(clock, limit)
      const granted: number[] = []
      await clock.run(Promise.all(Array.from({ length: n }, () => bucket.acquire('job', unaborted()).then(() => granted.push(clock.now())))))
      const { calls, windowMs } = allowance(limit)
      expect(granted.length).toBe(n)
      expect(calls).toBeLessThanOrEqual(Math.max(1, (limit.perMinute * (1 - limit.reserved) * windowMs) / 60_000 + 1e-6))
      expect(worstWindow(granted, windowMs)).toBeLessThanOrEqual(calls)
      expect(granted.at(-1)).toBeLessThanOrEqual(Math.ceil(minimumMs(n, limit) * 1.05))
    }),
    { numRuns: 150 },
  )
})

it('holds in every window when calls come and go at any time', async () => {
  const call = fc.record({ at: fc.integer({ min: 0, max: 200_000 }), abortAfter: fc.option(fc.integer({ min: 0, max: 20_000 })) })
  await fc.assert(
    fc.asyncProperty(limits, fc.array(call, { minLength: 1, maxLength: 250 }), async (limit, wanted) => {
      const clock = new VirtualClock()
      const bucket = new QuotaBucket(clock, limit)
      const granted: number[] = []
      let refused = 0
      await clock.run(Promise.all(wanted.map(async ({ at, abortAfter }) => {
        await clock.sleep(at)
        const abort = new AbortController()
        if (abortAfter !== null) void clock.sleep(abortAfter).then(() => abort.abort(new Error('gone')))
        await bucket.acquire('job', abort.signal).then(() => granted.push(clock.now()), () => (refused += 1))
      })))
      const { calls, windowMs } = allowance(limit)
      expect(granted.length + refused).toBe(wanted.length)
      expect(worstWindow(granted, windowMs)).toBeLessThanOrEqual(calls)
    }),
    { numRuns: 60 },
  )
})

it('starves no priority: whoever waits is served within six grants, and the screen gets most', async () => {
  const counts = fc.record({ screen: fc.integer({ min: 0, max: 60 }), job: fc.integer({ min: 0, max: 60 }), background: fc.integer({ min: 0, max: 60 }) })
  await fc.assert(
    fc.asyncProperty(limits, counts, async (limit, wanted) => {
      const clock = new VirtualClock()
      const bucket = new QuotaBucket(clock, limit)
      // Nobody is served before all are there.
      bucket.throttled(1000)
      const order: Priority[] = []
      const all = (['background', 'job', 'screen'] as const).flatMap((priority) => Array.from({ length: wanted[priority] }, () => bucket.acquire(priority, unaborted()).then(() => order.push(priority))))
      await clock.run(Promise.all(all))
      for (const priority of ['screen', 'job', 'background'] as const) {
        const places = order.flatMap((one, place) => (one === priority ? [place] : []))
        expect(places.length).toBe(wanted[priority])
        places.forEach((place, i) => expect(place - (places[i - 1] ?? -1)).toBeLessThanOrEqual(6))
      }
      const mixed = order.slice(0, Math.min(wanted.screen, 15))
      expect(mixed.filter((one) => one === 'screen').length).toBeGreaterThanOrEqual(Math.floor(mixed.length * 0.6))
    }),
    { numRuns: 60 },
  )
})

it('a 429 stops the bucket for the named time and halves its pace, once for requests that were under way together', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, minute(60))
  const before = bucket.etaMs(10)
  for (let i = 0; i < 4; i += 1) bucket.throttled(30_000)
  expect(bucket.slowed()).toBe(true)
  expect(bucket.etaMs(10) - 30_000).toBe(before * 2)
  await clock.run(bucket.acquire('screen', unaborted()))
  expect(clock.now()).toBe(30_000)
})

it('wins its pace back with time, and is halved again by a later 429', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, minute(60))
  bucket.throttled(1000)
  await clock.run(clock.sleep(2 * 60_000))
  const better = bucket.etaMs(100)
  bucket.throttled(0)
  expect(bucket.etaMs(100)).toBeGreaterThan(better * 1.9)
  await clock.run(clock.sleep(10 * 60_000))
  expect(bucket.slowed()).toBe(false)
})

it('an aborted waiter takes no slot', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, { perMinute: 60, windowMs: 1000, reserved: 0 })
  const abort = new AbortController()
  const first = bucket.acquire('job', unaborted())
  const refused = bucket.acquire('job', abort.signal)
  abort.abort(new Error('gone'))
  await expect(refused).rejects.toThrow('gone')
  await clock.run(Promise.all([first, bucket.acquire('job', unaborted())]))
  expect(clock.now()).toBe(1020)
})

it('says how much of the window is used', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, minute(60))
  await clock.run(Promise.all(Array.from({ length: 7 }, () => bucket.acquire('job', unaborted()))))
  expect(bucket.used()).toBe(7)
  await clock.run(clock.sleep(60_000))
  expect(bucket.used()).toBe(0)
})

it('after a change of the limit no window holds more than the new one allows, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(limits, limits, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 90_000 }), async (before, after, n, at) => {
      const clock = new VirtualClock()
      const bucket = new QuotaBucket(clock, before)
      const granted: number[] = []
      const all = Array.from({ length: n }, () => bucket.acquire('job', unaborted()).then(() => granted.push(clock.now())))
      await clock.run(Promise.all([...all, clock.sleep(at).then(() => bucket.adjust(after))]))
      expect(granted.length).toBe(n)
      const { calls, windowMs } = allowance(after)
      const later = granted.filter((time) => time > at)
      expect(worstWindow(later, windowMs)).toBeLessThanOrEqual(calls)
      // Those that wait do not go on waiting for the old pace: the first goes as soon as the window allows, the rest as from a fresh bucket.
      const last = later.at(-1)
      if (last !== undefined) expect(last - at).toBeLessThanOrEqual(Math.ceil((windowMs + (later.length * windowMs) / calls) * 1.05))
    }),
    { numRuns: 150 },
  )
})

it('waits for no time that the clock was ahead by', async () => {
  const clock = new VirtualClock(Date.UTC(2036, 0))
  const bucket = new QuotaBucket(clock, minute(60))
  await clock.run(Promise.all(Array.from({ length: 70 }, () => bucket.acquire('job', unaborted()))))
  bucket.throttled(60_000)
  clock.jump(Date.UTC(2026, 0) - clock.now())
  await clock.run(Promise.all(Array.from({ length: 70 }, () => bucket.acquire('job', unaborted()))))
  expect(clock.now()).toBeGreaterThan(Date.UTC(2026, 0) + 60_000)
  expect(clock.now()).toBeLessThan(Date.UTC(2026, 0) + 10 * 60_000)
})
