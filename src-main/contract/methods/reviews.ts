import { z } from 'zod'
import { accountId, customerId } from '../ids'
import { defineMethod } from '../method'

/** Customers whose environments were provisioned from here, until somebody has looked who may do what in them (seed 000). */
export const reviewMethods = {
  /** The oldest first; `at` is UTC ms. Customers and accounts that are gone are left out. */
  'reviews.open': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({}), output: z.object({ reviews: z.array(z.object({ accountId, customerId, customer: z.string(), at: z.number() })) }) }),
  /** The access of a customer was reviewed: it is not asked for again. */
  'reviews.confirm': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, customerId }), output: z.object({}) }),
}
