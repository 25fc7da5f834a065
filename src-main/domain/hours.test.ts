import fc from 'fast-check'
import { expect, it } from 'vitest'
import { doneAt, isWithin, msWithin, opensAt } from './hours'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const utc = { localOffset: () => 0 }
const minute = fc.integer({ min: 0, max: 1439 })
const hours = fc.tuple(minute, minute).filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to }))
/** Local time that is set forth or back by up to three hours, once, within the first two days. */
const wall = fc.tuple(fc.integer({ min: -12, max: 14 }), fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 48 * 60 })).map(([base, change, when]) => ({
  localOffset: (at: number): number => base * HOUR + (at >= when * MINUTE ? change * 30 * MINUTE : 0),
}))
const moment = fc.integer({ min: 0, max: 60 * 60 * 60_000 })

it('holds over midnight', () => {
  const night = { from: 22 * 60, to: 6 * 60 }
  expect([0, 5.99, 6, 12, 21.99, 22, 23.99].map((hour) => isWithin(night, hour * HOUR, utc))).toEqual([true, true, false, false, false, true, true])
  expect(opensAt(night, 12 * HOUR, utc)).toBe(22 * HOUR)
  expect(opensAt(night, 3 * HOUR + 7, utc)).toBe(3 * HOUR + 7)
  expect(doneAt(night, 12 * HOUR, 10 * HOUR, utc)).toBe(48 * HOUR)
  expect(msWithin(night, 12 * HOUR, 48 * HOUR, utc)).toBe(10 * HOUR)
})

it('opens where a walk from minute to minute finds it open, also where the clocks are set', () => {
  fc.assert(fc.property(hours, wall, moment, (some, zone, at) => {
    const walk = (): number => {
      if (isWithin(some, at, zone)) return at
      let next = at - (at % MINUTE) + MINUTE
      while (!isWithin(some, next, zone)) next += MINUTE
      return next
    }
    expect(opensAt(some, at, zone)).toBe(walk())
  }))
})

it('what is worked within the hours until something is done is as long as the work', () => {
  const long = hours.filter(({ from, to }) => (to - from + 1440) % 1440 >= 15)
  fc.assert(fc.property(long, wall, moment, fc.integer({ min: 0, max: 20 * 3600_000 }), (some, zone, at, work) => {
    const done = doneAt(some, at, work, zone)
    expect(msWithin(some, at, done, zone)).toBe(work)
    if (work > 0) expect(isWithin(some, done - 1, zone)).toBe(true)
  }))
})
