import type { AccountId, CustomerId } from './ids'
import type { JobState } from './jobs'
import type { ConnectionState, EngineStatus } from './methods/app'
import type { SyncState } from './methods/customers'
import type { ReadResource } from './reading'

/** What is pushed to the renderer: which data changed, never the data of a table. */
export type AppEvent =
  /** `customers`: whose rows changed; null: any of the account's. */
  | { readonly type: 'changed'; readonly accountId: AccountId; readonly table: ReadResource; readonly customers: readonly CustomerId[] | null }
  | { readonly type: 'sync'; readonly state: SyncState }
  /** Edits were staged, taken away or taken over by a job. */
  | { readonly type: 'intents' }
  /** Customers were given tags, or lost some. */
  | { readonly type: 'tags' }
  /** A job went on; at most ten a second for each. */
  | { readonly type: 'job'; readonly job: JobState }
  /** What is known of the migration of an account has changed, or its activity went on; at most ten a second. */
  | { readonly type: 'migration'; readonly accountId: AccountId }
  | { readonly type: 'accounts' }
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | { readonly type: 'engine'; readonly status: EngineStatus }
