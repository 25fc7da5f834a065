import type { ApiClient } from '../api/client'
import type { AppEvent } from '../contract/events'
import type { AccountId } from '../contract/ids'
import type { Clock, Random } from '../domain/clock'
import type { Logger } from '../log/logger'
import type { Store } from '../store'

/** What planning and executing need. */
export interface JobDeps {
  readonly store: Store
  /** The client of an account; throws ACCOUNT_NOT_FOUND. */
  readonly client: (accountId: AccountId) => ApiClient
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly emit: (event: AppEvent) => void
  /** Who sits at this computer, as the system knows them. */
  readonly author: string
}
