import { expect, test } from 'vitest'
import { jobSums, periodRange } from './periods'

const NOON = new Date(2026, 2, 31, 12).getTime()

test('a period of days begins with a whole day and holds that many days', () => {
  expect(periodRange('days7', NOON)).toEqual({ from: new Date(2026, 2, 25).getTime(), to: NOON, interval: 'day' })
  expect(periodRange('days90', NOON)).toEqual({ from: new Date(2026, 0, 1).getTime(), to: NOON, interval: 'week' })
})

test('twelve months begin with the first of the month eleven months ago, over the end of a year', () => {
  expect(periodRange('months12', NOON)).toEqual({ from: new Date(2025, 3, 1).getTime(), to: NOON, interval: 'month' })
})

test('sums leave out what is not known, and rates add up to one', () => {
  const sums = jobSums([{ succeededJobs: 90, failedJobs: 10 }, { succeededJobs: null, failedJobs: null }, { succeededJobs: 290, failedJobs: 10 }])
  expect(sums).toMatchObject({ succeeded: 380, failed: 20, total: 400, errorRate: 0.05 })
  expect((sums.errorRate ?? 0) + (sums.successRate ?? 0)).toBe(1)
})

test('without any number nothing is claimed, and no jobs have no rate', () => {
  expect(jobSums([{ succeededJobs: null, failedJobs: 3 }])).toEqual({ succeeded: null, failed: 3, total: null, errorRate: null, successRate: null })
  expect(jobSums([{ succeededJobs: 0, failedJobs: 0 }])).toMatchObject({ total: 0, errorRate: null, successRate: null })
})
