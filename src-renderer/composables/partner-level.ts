import type { CustomerId } from '@contract/ids'

/** The place of edits that belong to no customer, as the contract has it; a value of its own, because schemas stay out of the page. */
export const PARTNER_LEVEL = 0 as CustomerId
