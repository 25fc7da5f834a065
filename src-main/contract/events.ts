import type { AccountId } from './ids'
import type { ConnectionState, EngineStatus } from './methods/app'
import type { SyncState } from './methods/customers'

/** What is pushed to the renderer: which data changed, never the data of a table. */
export type AppEvent =
  | { readonly type: 'changed'; readonly accountId: AccountId; readonly table: 'customers' | 'connections' }
  | { readonly type: 'sync'; readonly state: SyncState }
  | { readonly type: 'accounts' }
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | { readonly type: 'engine'; readonly status: EngineStatus }
