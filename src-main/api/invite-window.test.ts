import fc from 'fast-check'
import { expect, it } from 'vitest'
import { customerId } from '../contract/ids'
import { VirtualClock } from '../testing/virtual-clock'
import { INVITE_WINDOW_MS, InviteWindow } from './invite-window'

const [acme, birch] = [customerId.parse(1), customerId.parse(2)]
const unaborted = (): AbortSignal => new AbortController().signal

it('never lets two invitations of one person to one customer through within twenty minutes, and keeps nobody else waiting', async () => {
  const wish = fc.record({ at: fc.integer({ min: 0, max: 3_600_000 }), customer: fc.constantFrom(acme, birch), email: fc.constantFrom('a@x.example', 'A@X.example', ' b@x.example') })
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 20 }), async (wishes) => {
      const clock = new VirtualClock()
      const window = new InviteWindow(clock)
      const through = new Map<string, number[]>()
      await clock.run(Promise.all(wishes.map(async ({ at, customer, email }) => {
        await clock.sleep(at)
        await window.take(customer, email, unaborted())
        const key = `${String(customer)} ${email.trim().toLowerCase()}`
        through.set(key, [...(through.get(key) ?? []), clock.now()])
      })))
      expect([...through.values()].flat().length).toBe(wishes.length)
      for (const times of through.values()) {
        times.slice(1).forEach((at, i) => expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(INVITE_WINDOW_MS))
        // The last one waits for those before it and for nothing else.
        expect(times.at(-1)).toBeLessThanOrEqual(3_600_000 + times.length * INVITE_WINDOW_MS)
      }
    }),
    { numRuns: 60 },
  )
})

it('knows the invitations from before a restart', async () => {
  const clock = new VirtualClock(1_000_000)
  const window = new InviteWindow(clock, [{ customerId: acme, email: 'Dana@x.example', at: 400_000 }])
  expect(window.allowedAt(acme, 'dana@x.example')).toBe(400_000 + INVITE_WINDOW_MS)
  expect(window.allowedAt(birch, 'dana@x.example')).toBeLessThan(clock.now())
  await clock.run(window.take(acme, 'dana@x.example', unaborted()))
  expect(clock.now()).toBe(400_000 + INVITE_WINDOW_MS)
})

it('one that is taken back while it waits uses nothing up', async () => {
  const clock = new VirtualClock()
  const window = new InviteWindow(clock)
  await window.take(acme, 'a@x.example', unaborted())
  const abort = new AbortController()
  const waiting = window.take(acme, 'a@x.example', abort.signal)
  abort.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  expect(window.allowedAt(acme, 'a@x.example')).toBe(INVITE_WINDOW_MS)
})
