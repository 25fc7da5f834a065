import { z } from 'zod'
import { APP_ERROR_CODES } from './errors'
import { accountId, customerId } from './ids'

/** What is read of each customer, or (the last three) once of an account. Every list in the store says of each of these how complete it is. */
export const READ_RESOURCES = [
  'members', 'environmentRoles', 'projectRoles', 'groups', 'groupMembers', 'projects', 'grants', 'connections', 'recipes', 'details', 'customers', 'managers', 'usage',
] as const
export const readResource = z.enum(READ_RESOURCES)
export type ReadResource = z.infer<typeof readResource>

/** Whether a customer works with the new roles, the old ones, or nothing has told yet. Found by reading alone (contract 1.9, 1.10). */
export const accessModel = z.enum(['migrated', 'legacy', 'unknown'])
export type AccessModel = z.infer<typeof accessModel>

/** The last reading of one resource of one customer. Times are UTC ms; `readAt` null: never read whole. */
export const readState = z.object({
  resource: readResource,
  readAt: z.number().nullable(),
  failedAt: z.number().nullable(),
  /** Why the last attempt failed; null when it did not. */
  failure: z.object({ code: z.enum(APP_ERROR_CODES), title: z.string() }).nullable(),
})
export type ReadState = z.infer<typeof readState>

/** How much of a scope has been read, and when: what every list, count and export says of itself. Counts are customers. */
export const completeness = z.object({
  total: z.number().int(),
  read: z.number().int(),
  failed: z.number().int(),
  /** UTC ms of the oldest and the newest reading in the scope; null when nothing is read. */
  oldest: z.number().nullable(),
  newest: z.number().nullable(),
  /** The first fifty that failed, with the cause. */
  failures: z.array(z.object({ accountId, customerId, customer: z.string(), code: z.enum(APP_ERROR_CODES), title: z.string() })),
})
export type Completeness = z.infer<typeof completeness>
