import { z } from 'zod'
import { environmentType } from '../../contract/access'
import { customerId } from '../../contract/ids'
import type { CustomerRow, CustomerStatus } from '../../contract/methods/customers'
import { plainText } from '../../contract/plain-text'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { unwrapList } from '../unwrap-list'

/** Items of a page; the API's maximum (contract 1.5). */
export const PAGE_SIZE = 100

/** Longest name that is kept, and longest key: the filters take no longer one. */
const MAX_NAME = 1000
const MAX_KEY = 200
// A column of whole numbers refuses a fraction, and with it the page.
const count = z.number().int().nullish().catch(null)
const text = (max: number) => z.string().transform((value) => plainText(value, max))
const date = z.string().nullish().catch(null)

/** The fields that are used; all but id and name may be missing (contract 2.4). */
const wireCustomer = z.object({
  id: customerId,
  name: text(MAX_NAME).pipe(z.string().min(1)),
  external_id: text(MAX_NAME).nullish().catch(null),
  plan_id: text(MAX_KEY).nullish().catch(null),
  trial: z.boolean().nullish().catch(null),
  in_trial: z.boolean().nullish().catch(null),
  created_at: date,
  task_count: count,
  task_limit: count,
  active_connection_count: count,
  active_connection_limit: count,
  environments: z.array(z.object({ environment_type: environmentType })).nullish().catch(null),
})

/** A customer as the list gives it. */
export type ListedCustomer = Omit<CustomerRow, 'apps' | 'fetchedAt'>

/** One page of the customers; 60 requests per minute shared with members. Throws AppError. */
export async function listCustomers(client: ApiClient, page: number, options: CallOptions): Promise<{ readonly customers: readonly ListedCustomer[]; readonly received: number; readonly skipped: number; readonly count: number | null }> {
  const query = [['page', String(page)], ['per_page', String(PAGE_SIZE)]] as const
  const { items, count: announced } = unwrapList(await client.call(endpoints.listCustomers(), { ...options, query }))
  const parsed = items.map((item) => wireCustomer.safeParse(item))
  const customers = parsed.flatMap((one) => (one.success ? [toCustomer(one.data)] : []))
  return { customers, received: items.length, skipped: items.length - customers.length, count: announced }
}

function toCustomer(wire: z.infer<typeof wireCustomer>): ListedCustomer {
  const joined = wire.created_at == null ? NaN : Date.parse(wire.created_at)
  return {
    id: wire.id, name: wire.name, externalId: wire.external_id ?? null, planId: wire.plan_id ?? null, status: statusOf(wire.in_trial === true || wire.trial === true, wire.plan_id ?? ''),
    joinedAt: Number.isNaN(joined) ? null : joined, taskCount: wire.task_count ?? null, taskLimit: wire.task_limit ?? null,
    connectionCount: wire.active_connection_count ?? null, connectionLimit: wire.active_connection_limit ?? null,
    environments: environmentType.options.filter((type) => wire.environments?.some((one) => one.environment_type === type) === true),
  }
}

/** The API has no status field; the console's words follow from trial and the free plan (contract 2.6). */
function statusOf(trial: boolean, plan: string): CustomerStatus {
  if (trial) return 'trial'
  return /free|community/i.test(plan) ? 'expired' : 'active'
}
