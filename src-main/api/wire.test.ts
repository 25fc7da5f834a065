import { afterEach, expect, it } from 'vitest'
import { time } from './wire'

const home = process.env['TZ']
afterEach(() => {
  if (home === undefined) delete process.env['TZ']
  else process.env['TZ'] = home
})

it.each(['Asia/Tokyo', 'America/New_York'])('a time is the same wherever the computer stands, and without a zone it is UTC (in %s)', (zone) => {
  process.env['TZ'] = zone
  expect(new Date(2026, 0, 1).getTimezoneOffset()).not.toBe(0)
  const at = Date.UTC(2026, 10, 20, 15)
  expect(['2026-11-20T15:00:00', '2026-11-20T15:00:00.000Z', '2026-11-20T07:00:00.000-08:00', '2026-11-20'].map((text) => time.parse(text))).toEqual([at, at, at, Date.UTC(2026, 10, 20)])
  expect(['20 November 2026', 'soon', 7, null].map((text) => time.parse(text))).toEqual([null, null, null, null])
})
