import type { Fields } from './answer'
import type { Customer } from './model'
import { badRequest } from './refusal'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONTH = 30 * DAY
const MOST_INTERVALS = 2000

/** A time from `from` (included) to `to` (not included), UTC ms. */
export interface Period {
  readonly from: number
  readonly to: number
}

function nextStart(from: number, interval: string): number {
  const date = new Date(from)
  switch (interval) {
    case 'hour': return from - (from % HOUR) + HOUR
    case 'day': return from - (from % DAY) + DAY
    case 'week': return from - (from % DAY) + (7 - ((date.getUTCDay() + 6) % 7)) * DAY
    case 'month': return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    case 'year': return Date.UTC(date.getUTCFullYear() + 1, 0, 1)
    case '': case 'none': return Infinity
    default: throw badRequest(`interval ${interval} is unknown`)
  }
}

/** The calendar intervals that a period is made of; the first and the last may be cut. */
export function splitPeriod(from: number, to: number, interval: string): Period[] {
  const periods: Period[] = []
  for (let start = from; start < to; ) {
    const end = Math.min(to, nextStart(start, interval))
    periods.push({ from: start, to: end })
    if (periods.length > MOST_INTERVALS) throw badRequest('The period has too many intervals')
    start = end
  }
  return periods
}

/** Tasks and jobs of a customer in a period, in proportion to its length. */
export function usageIn(customer: Customer, { from, to }: Period): Fields {
  const tasks = Math.round((customer.task_count * (to - from)) / MONTH)
  return { task_count: tasks, recipe_count: customer.active_recipe_count, succeeded_jobs: Math.round(tasks * 0.9), failed_jobs: Math.round((tasks * (customer.id % 7)) / 100) }
}

export function connectionsIn(customer: Customer): Fields {
  return { connection_count: customer.active_connection_count }
}
