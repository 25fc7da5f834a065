import { expect, it } from 'vitest'
import { duration, formatMonth, humanise } from './format'

it('a month of the API is that month, wherever the computer stands', () => {
  expect(['2026-01', '2026-11', '2026-12'].map(formatMonth)).toEqual(['Jan 2026', 'Nov 2026', 'Dec 2026'])
  expect(formatMonth(new Date(2026, 10, 1).getTime())).toBe('Nov 2026')
})

it('a duration is told in the unit that fits', () => {
  expect([0, 400, 89_000, 90_000, 89 * 60_000, 90 * 60_000, 5 * 3_600_000].map((ms) => duration(ms))).toEqual([
    { unit: 'seconds', count: 1 }, { unit: 'seconds', count: 1 }, { unit: 'seconds', count: 89 }, { unit: 'minutes', count: 2 }, { unit: 'minutes', count: 89 }, { unit: 'hours', count: 2 }, { unit: 'hours', count: 5 },
  ])
})

it('names of apps are words without the mark of the vendor', () => {
  expect(['google_sheets', 'oem_net-suite', 'jira'].map(humanise)).toEqual(['Google Sheets', 'Net Suite', 'Jira'])
})
