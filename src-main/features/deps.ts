import type { AppEvent } from '../contract/events'
import type { AccountId } from '../contract/ids'
import type { Executor } from '../jobs/executor'
import type { MigrationRunner } from '../jobs/migration/runner'
import type { Store } from '../store'
import type { AccountSync } from '../sync/account-sync'
import type { MatrixData } from './matrix-data'

/** What the handlers of the engine work with. */
export interface FeatureDeps {
  readonly store: Store
  /** The reading of an account; throws ACCOUNT_NOT_FOUND. */
  readonly sync: (accountId: AccountId) => AccountSync
  readonly jobs: Executor
  readonly migration: MigrationRunner
  readonly matrix: MatrixData
  /** Whether requests may be made at all. */
  readonly isOnline: () => boolean
  readonly emit: (event: AppEvent) => void
  /** The saved options of an account are others than before: its reading goes on by them. */
  readonly optionsChanged: (accountId: AccountId) => void
}
