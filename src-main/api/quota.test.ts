import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Clock } from '../domain/clock'
import { QuotaBucket, type Priority } from './quota'

/** A clock that jumps to the next sleeper whenever nobody else has something to do. */
class VirtualClock implements Clock {
  #now = 0
  #sleepers: { at: number; wake: () => void }[] = []
  now = (): number => this.#now
  sleep = (ms: number): Promise<void> => new Promise((wake) => this.#sleepers.push({ at: this.#now + ms, wake }))

  async run(until: () => boolean): Promise<void> {
    while (!until()) {
      for (let i = 0; i < 20; i += 1) await Promise.resolve()
      if (until()) return
      this.#sleepers.sort((a, b) => a.at - b.at)
      const next = this.#sleepers.shift()
      if (next === undefined) throw new Error('everybody waits for ever')
      this.#now = Math.max(this.#now, next.at)
      next.wake()
    }
  }
}

const never = new AbortController().signal

it('no 60 s window ever holds more than the limit less the reserved share, whatever is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 10, max: 120 }), fc.constantFrom(0, 0.2, 0.5), fc.integer({ min: 1, max: 250 }), async (perMinute, reserved, calls) => {
      const clock = new VirtualClock()
      const bucket = new QuotaBucket(clock, { perMinute, reserved })
      const granted: number[] = []
      for (let i = 0; i < calls; i += 1) void bucket.acquire('job', never).then(() => granted.push(clock.now()))
      await clock.run(() => granted.length === calls)
      const allowed = Math.max(1, Math.floor(perMinute * (1 - reserved)))
      const worst = Math.max(...granted.map((at) => granted.filter((other) => other > at - 60_000 && other <= at).length))
      expect(worst).toBeLessThanOrEqual(allowed)
      // And it is not slower than the quota needs.
      expect(granted.at(-1)).toBeLessThanOrEqual((calls / allowed) * 60_000 * 1.05 + 1000)
    }),
    { numRuns: 40 },
  )
})

it('what the user looks at comes first, and the background is still served', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, { perMinute: 60, reserved: 0 }, 1)
  const order: Priority[] = []
  for (const priority of ['background', 'screen'] as const) {
    for (let i = 0; i < 20; i += 1) void bucket.acquire(priority, never).then(() => order.push(priority))
  }
  await clock.run(() => order.length === 40)
  const first = order.slice(1, 16)
  expect(first.filter((one) => one === 'screen').length).toBeGreaterThan(10)
  expect(first).toContain('background')
})

it('a 429 stops the bucket for the named time and halves its pace', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, { perMinute: 60, reserved: 0 })
  bucket.throttled(30_000)
  expect(bucket.slowed()).toBe(true)
  let at = -1
  void bucket.acquire('screen', never).then(() => (at = clock.now()))
  await clock.run(() => at >= 0)
  expect(at).toBe(30_000)
})

it('an aborted waiter takes no slot', async () => {
  const clock = new VirtualClock()
  const bucket = new QuotaBucket(clock, { perMinute: 60, reserved: 0 }, 1)
  const abort = new AbortController()
  let granted = 0
  void bucket.acquire('job', never).then(() => (granted += 1))
  const refused = bucket.acquire('job', abort.signal)
  abort.abort(new Error('gone'))
  await expect(refused).rejects.toThrow('gone')
  void bucket.acquire('job', never).then(() => (granted += 1))
  await clock.run(() => granted === 2)
  expect(bucket.used()).toBe(2)
})
