import { z } from 'zod'
import { customer, environmentType } from '../access'
import { accountId, customerId } from '../ids'
import { defineMethod } from '../method'
import { appErrorJson } from '../error-schema'
import { accessModel } from '../reading'

/** Console statuses of seed 003; derived from `trial`/`in_trial` and the plan (contract 2.6). */
export const customerStatus = z.enum(['active', 'trial', 'expired'])
export type CustomerStatus = z.infer<typeof customerStatus>

/** One connected app: connector provider name and the number of authenticated connections. */
export const connectedApp = z.object({ provider: z.string(), connections: z.number().int() })

export const customerRow = z.object({
  id: customerId,
  name: z.string(),
  externalId: z.string().nullable(),
  planId: z.string().nullable(),
  status: customerStatus,
  /** UTC ms; null where the API gave none. */
  joinedAt: z.number().nullable(),
  taskCount: z.number().nullable(),
  taskLimit: z.number().nullable(),
  connectionCount: z.number().nullable(),
  connectionLimit: z.number().nullable(),
  environments: z.array(environmentType),
  /** Null: not read yet. Most used first. */
  apps: z.array(connectedApp).nullable(),
  /** Collaborators, customer managers included; null: not read yet. */
  people: z.number().int().nullable(),
  model: accessModel,
  /** UTC ms of the read that this row comes from. */
  fetchedAt: z.number(),
})
export type CustomerRow = z.infer<typeof customerRow>
/** A customer in the list, with its tags on this computer. */
const listedCustomer = customerRow.extend({ tags: z.array(z.string()) })
export type ListedCustomer = z.infer<typeof listedCustomer>

export const customerSort = z.enum(['name', 'plan', 'status', 'model', 'people', 'joined', 'tasks', 'connections', 'environments'])
export type CustomerSort = z.infer<typeof customerSort>

export const customerFilter = z.strictObject({
  /** Words that must all occur in name or external id; case and accents do not matter. */
  search: z.string().max(200),
  plans: z.array(z.string().max(200)).max(200),
  statuses: z.array(customerStatus).max(3),
  models: z.array(accessModel).max(3),
  apps: z.array(z.string().max(200)).max(200),
  /** Inclusive bounds, UTC ms. */
  joinedFrom: z.number().nullable(),
  joinedTo: z.number().nullable(),
  /** Of this computer; absent or empty: no condition. */
  tags: z.array(z.string().max(60)).max(50).optional(),
})
export type CustomerFilter = z.infer<typeof customerFilter>

export const customerQuery = z.strictObject({
  accountId,
  filter: customerFilter,
  sort: z.strictObject({ by: customerSort, direction: z.enum(['asc', 'desc']) }),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
})
export type CustomerQuery = z.infer<typeof customerQuery>

/** How far the reading of one account is; all counts are customers. */
export const syncState = z.object({
  accountId,
  phase: z.enum(['idle', 'reading', 'waiting', 'failed', 'offline', 'paused']),
  /** Customers in the store, and of them those whose members and roles are read. */
  listed: z.number().int(),
  read: z.number().int(),
  /** Customers whose last reading failed. */
  failed: z.number().int(),
  /** Customers expected; null until the first answer tells or the last page is seen. */
  total: z.number().int().nullable(),
  /** Customers whose connected apps are read. */
  appsRead: z.number().int(),
  /** Milliseconds until the reading is done; null when nothing runs. */
  etaMs: z.number().nullable(),
  /** UTC ms of the end of the last complete read. */
  asOf: z.number().nullable(),
  error: appErrorJson.nullable(),
  quota: z.object({
    /** Requests sent in the last 60 s in the busiest class. */
    used: z.number(),
    perMinute: z.number(),
    /** Share 0..1 left to the partner's own automations. */
    reserved: z.number(),
    /** True after a 429, until the old pace is reached again. */
    slowed: z.boolean(),
  }),
})
export type SyncState = z.infer<typeof syncState>

const facet = z.object({ value: z.string(), count: z.number().int() })

export const customerMethods = {
  /** One window of the customers of one account, from the local store alone. */
  'customers.page': defineMethod({
    kind: 'query', home: 'engine', input: customerQuery,
    output: z.object({
      accountId,
      rows: z.array(listedCustomer),
      /** Customers that match the filter, and all in the account. */
      matched: z.number().int(),
      total: z.number().int(),
      offset: z.number().int(),
    }),
  }),
  /** Settings of some customers as they were read last; whoever is not in the list any more is left out. */
  'customers.settings': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accountId, ids: z.array(customerId).min(1).max(5000) }), output: z.object({ customers: z.array(customer) }),
  }),
  /** Values for the filters, over the whole account. */
  'customers.facets': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accountId }),
    output: z.object({ plans: z.array(facet), statuses: z.array(facet), models: z.array(facet), apps: z.array(facet) }),
  }),
  /** Says which customers are on screen, so that their connected apps are read first. */
  'customers.onScreen': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ accountId, ids: z.array(customerId).max(200) }), output: z.object({}),
  }),
  /** Reads all customers of the account again. */
  'customers.refresh': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId }), output: syncState }),
  'sync.state': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ accountId }), output: syncState }),
}
