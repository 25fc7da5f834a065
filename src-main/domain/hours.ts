import type { Clock } from './clock'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** A part of every day, in minutes after midnight of local time: from `from` until before `to`, over midnight where `to` is the smaller one. They differ. */
export interface Hours {
  readonly from: number
  readonly to: number
}
type Wall = Pick<Clock, 'localOffset'>

/** Whether an instant (UTC ms) lies within the hours. */
export function isWithin({ from, to }: Hours, at: number, wall: Wall): boolean {
  const minute = minuteOf(at, wall)
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

/** The first instant from `at` on that lies within the hours; also where the clocks are set for summer or winter in between. UTC ms. */
export function opensAt(hours: Hours, at: number, wall: Wall): number {
  return turnsAt(hours, at, true, wall)
}

/** The instant at which work that takes so long is done when it is done within the hours only. UTC ms. */
export function doneAt(hours: Hours, at: number, workMs: number, wall: Wall): number {
  for (let [now, left] = [at, workMs]; ;) {
    const open = opensAt(hours, now, wall)
    const close = turnsAt(hours, open, false, wall)
    if (left <= close - open) return open + left
    left -= close - open
    now = close
  }
}

/** Milliseconds between two instants that lie within the hours. */
export function msWithin(hours: Hours, since: number, until: number, wall: Wall): number {
  let sum = 0
  for (let open = opensAt(hours, since, wall); open < until;) {
    const close = turnsAt(hours, open, false, wall)
    sum += Math.min(close, until) - open
    open = opensAt(hours, close, wall)
  }
  return sum
}

/** The first instant from `at` on that is within the hours, or is not. */
function turnsAt(hours: Hours, at: number, wanted: boolean, wall: Wall): number {
  if (isWithin(hours, at, wall) === wanted) return at
  const begun = at - (at % MINUTE_MS)
  const ahead = ((wanted ? hours.from : hours.to) - minuteOf(at, wall) + DAY_MINUTES) % DAY_MINUTES
  const guess = begun + ahead * MINUTE_MS
  if (wall.localOffset(guess) === wall.localOffset(at)) return guess
  // The clocks are set on the way, so that the minute may come sooner, later or never on that day.
  for (let next = begun + MINUTE_MS; ; next += MINUTE_MS) if (isWithin(hours, next, wall) === wanted) return next
}

function minuteOf(at: number, { localOffset }: Wall): number {
  const minute = Math.floor((at + localOffset(at)) / MINUTE_MS) % DAY_MINUTES
  return minute < 0 ? minute + DAY_MINUTES : minute
}
