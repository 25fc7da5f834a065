import type { ApiClient } from '../api/client'
import type { AppEvent } from '../contract/events'
import type { Clock } from '../domain/clock'
import type { Logger } from '../log/logger'
import type { Store } from '../store'

/** What reading one account needs. */
export interface SyncDeps {
  readonly store: Store
  readonly client: ApiClient
  readonly clock: Clock
  readonly log: Logger
  readonly emit: (event: AppEvent) => void
}
