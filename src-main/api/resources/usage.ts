import { z } from 'zod'
import type { CustomerUsage, MonthlyUsage } from '../../contract/access'
import { appError } from '../../contract/errors'
import { customerId, type CustomerId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { isRecord } from '../parse-error'
import { parsePage } from '../pages'
import { unwrapOne } from '../unwrap-list'
import { count, numeric, text, time } from '../wire'

const wireMonth = z.object({ id: numeric(customerId), name: text, external_id: text, task_count: count })
  .transform((wire) => ({ customerId: wire.id, name: wire.name, externalId: wire.external_id, tasks: wire.task_count }))

const wireInterval = z.object({ from: time, to: time, task_count: count, recipe_count: count, succeeded_jobs: count, failed_jobs: count })
  .transform((wire) => ({ from: wire.from, to: wire.to, tasks: wire.task_count, recipes: wire.recipe_count, succeededJobs: wire.succeeded_jobs, failedJobs: wire.failed_jobs }))
const wireUsage = z.object({ workspace_id: numeric(customerId), external_id: text, intervals: z.array(wireInterval) })
  .transform((wire): CustomerUsage => ({ customerId: wire.workspace_id, externalId: wire.external_id, intervals: wire.intervals }))

/** What is asked of the usage endpoint: a span in UTC ms, cut into intervals, for some customers (contract 2.8). */
export interface UsageQuestion {
  readonly from: number
  readonly to: number
  readonly interval: 'none' | 'year' | 'month' | 'week' | 'day' | 'hour'
  readonly customers: readonly CustomerId[]
}

/** Answers of the usage endpoints; `skipped` rows were not understood. */
export interface UsageAnswer<T> {
  readonly items: readonly T[]
  readonly skipped: number
}

/** Tasks of all customers in each of the last 12 months, without the months of which a row was not understood; class `usage`, 1,000/min; inner shape [assumed, contract 2.8]. Throws AppError. */
export async function monthlyUsage(client: ApiClient, options: CallOptions): Promise<UsageAnswer<MonthlyUsage>> {
  const months = unwrapOne(await client.call(endpoints.monthlyUsage(), options))
  if (!isRecord(months)) throw appError('BAD_RESPONSE', 'The usage of the customers could not be read.', 'Its shape is not the expected one. The other figures can still be used.')
  const pages = Object.entries(months).map(([month, rows]) => ({ month, page: parsePage(rows, wireMonth) }))
  const whole = pages.filter(({ page }) => page.skipped === 0)
  return { items: whole.map(({ month, page }) => ({ month, customers: [...page.items] })), skipped: pages.reduce((sum, { page }) => sum + page.skipped, 0) }
}

/** Tasks, recipes and jobs of customers; class `usage`, 1,000/min; a POST that only reads; response [assumed, contract 2.8]. Throws AppError. */
export async function customerUsage(client: ApiClient, { from, to, interval, customers }: UsageQuestion, options: CallOptions): Promise<UsageAnswer<CustomerUsage>> {
  const body = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), interval, workspace_ids: customers }
  const { items, skipped } = parsePage(await client.call(endpoints.usage(), options, { body }), wireUsage)
  return { items, skipped }
}
