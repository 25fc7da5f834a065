import { openStores, type Stores } from './open'
import { accountsRepo } from './repos/accounts'
import { customersRepo } from './repos/customers'
import { readsRepo } from './repos/reads'
import { settingsRepo } from './repos/settings'

/** The store as the rest of the engine sees it. */
export interface Store {
  readonly accounts: ReturnType<typeof accountsRepo>
  readonly settings: ReturnType<typeof settingsRepo>
  readonly customers: ReturnType<typeof customersRepo>
  readonly reads: ReturnType<typeof readsRepo>
  readonly cachePutAside: string | null
  /** All or nothing, in the cache. */
  inCache<T>(work: () => T): T
  close(): void
}

/** Opens the store in the user-data folder; throws an AppError that says what to do. */
export function openStore(folder: string, now: number): Store {
  const { ledger, cache, cachePutAside }: Stores = openStores(folder, now)
  return {
    accounts: accountsRepo(ledger), settings: settingsRepo(ledger), customers: customersRepo(cache), reads: readsRepo(cache), cachePutAside,
    inCache: (work) => cache.transaction(work),
    close: () => {
      cache.close()
      ledger.close()
    },
  }
}
