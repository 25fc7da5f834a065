import type { AppErrorJson } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { IntentId } from '../contract/intents'

/** What was found besides a plan: customers that could not be read, and edits that end where they began. */
export interface PlanNotes {
  readonly unread: readonly { readonly accountId: AccountId; readonly customerId: CustomerId; readonly error: AppErrorJson }[]
  readonly neutral: readonly IntentId[]
}
