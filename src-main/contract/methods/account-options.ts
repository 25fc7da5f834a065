import { z } from 'zod'
import { accountId } from '../ids'
import { LIMIT_CLASSES, type LimitClass } from '../limits'
import { defineMethod } from '../method'

const limitClass = z.enum(Object.keys(LIMIT_CLASSES) as [LimitClass, ...LimitClass[]])

const minute = z.number().int().min(0).max(1439)

/** What the user may set of how an account's API is spoken to; whether the numbers make sense is said by `setOptions`. */
export const accountOptions = z.strictObject({
  /** Where roles, groups and grants lie (contract 1.3). */
  rbacPathPrefix: z.enum(['/api', '/api/v2']),
  /** Members and customers draw on one quota (contract 13). */
  shareMembersAndCustomers: z.boolean(),
  /** Share 0 to 0.9 of every quota that is left to the partner's own automations. */
  reserved: z.number(),
  /** Requests per minute of the limit classes that differ from the documented ones. */
  perMinute: z.partialRecord(limitClass, z.number()),
  /** Jobs read and send between these minutes of the day only, in local time; over midnight where `to` is the smaller one. Null: at any time. */
  jobHours: z.strictObject({ from: minute, to: minute }).nullable(),
})
export type AccountOptions = z.infer<typeof accountOptions>

export const accountOptionMethods = {
  'accounts.options': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ accountId }), output: accountOptions }),
  /** Takes effect with the next request. `mayExceed`: the user says that Workato granted more than is documented. BAD_INPUT names the field in `details.field`. */
  'accounts.setOptions': defineMethod({
    kind: 'command', home: 'engine', output: accountOptions, input: z.strictObject({ accountId, options: accountOptions, mayExceed: z.boolean() }),
  }),
}
