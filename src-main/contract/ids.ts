import { z } from 'zod'

/** Local id of a partner account kept in this app (a UUID, or `sandbox`); never an id of the remote API. */
export const accountId = z.string().min(1).max(64).regex(/^[a-z0-9-]+$/).brand<'AccountId'>()
export type AccountId = z.infer<typeof accountId>

/** Numeric id of a customer (managed user) as the remote API gives it (contract 1.4). */
export const customerId = z.number().int().positive().brand<'CustomerId'>()
export type CustomerId = z.infer<typeof customerId>

/** The id of the sandbox account; there is at most one. */
export const SANDBOX_ACCOUNT_ID = accountId.parse('sandbox')
