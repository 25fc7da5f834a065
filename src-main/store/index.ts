import type { AccountId } from '../contract/ids'
import type { StoreMend } from '../contract/methods/app'
import { SYSTEM_ROLE_RANKS } from '../domain/access/highest'
import { openStores } from './open'
import { wipeRemoved } from './wipe'
import { accountListsRepo } from './repos/account-lists'
import { accountOptionsRepo } from './repos/account-options'
import { accountsRepo } from './repos/accounts'
import { collaboratorsRepo } from './repos/collaborators'
import { connectionsRepo } from './repos/connections'
import { customerDetailsRepo } from './repos/customer-details'
import { customersRepo } from './repos/customers'
import { groupsRepo } from './repos/groups'
import { memberHistoryRepo } from './repos/member-history'
import { membersRepo } from './repos/members'
import { peopleRepo } from './repos/people'
import { personFactsRepo } from './repos/person-facts'
import { personRepo } from './repos/person'
import { projectsRepo } from './repos/projects'
import { readStatesRepo } from './repos/read-states'
import { readsRepo } from './repos/reads'
import { rolesRepo } from './repos/roles'
import { settingsRepo } from './repos/settings'

/** The store as the rest of the engine sees it. */
export interface Store {
  readonly accounts: ReturnType<typeof accountsRepo>
  readonly accountOptions: ReturnType<typeof accountOptionsRepo>
  readonly settings: ReturnType<typeof settingsRepo>
  readonly customers: ReturnType<typeof customersRepo>
  readonly customerDetails: ReturnType<typeof customerDetailsRepo>
  readonly members: ReturnType<typeof membersRepo>
  readonly collaborators: ReturnType<typeof collaboratorsRepo>
  readonly history: ReturnType<typeof memberHistoryRepo>
  readonly people: ReturnType<typeof peopleRepo>
  readonly person: ReturnType<typeof personRepo>
  readonly personFacts: ReturnType<typeof personFactsRepo>
  readonly groups: ReturnType<typeof groupsRepo>
  readonly roles: ReturnType<typeof rolesRepo>
  readonly projects: ReturnType<typeof projectsRepo>
  readonly connections: ReturnType<typeof connectionsRepo>
  readonly accountLists: ReturnType<typeof accountListsRepo>
  readonly reads: ReturnType<typeof readsRepo>
  readonly readStates: ReturnType<typeof readStatesRepo>
  /** Another process writes: everything can be read, a change fails with STORE_READONLY. */
  readonly readonly: boolean
  /** False: the daily backup of the ledger failed. */
  readonly backedUp: boolean
  readonly cachePutAside: string | null
  /** Removes what was read of an account, also from what the files hold of deleted rows and from their copies; false: such remains could not be removed. */
  removeRead(accountId: AccountId): boolean
  /** All or nothing, in the cache. */
  inCache<T>(work: () => T): T
  close(): void
}

/** Opens the store in the user-data folder, after mending it if that is asked for; throws an AppError that says what to do. */
export function openStore(folder: string, now: number, mend?: StoreMend): Store {
  const { ledger, cache, readonly, backedUp, cachePutAside, cachePath, close } = openStores(folder, now, mend)
  const members = membersRepo(cache, SYSTEM_ROLE_RANKS)
  const projects = projectsRepo(cache)
  const customers = customersRepo(cache, members)
  return {
    accounts: accountsRepo(ledger), accountOptions: accountOptionsRepo(ledger), settings: settingsRepo(ledger), customers, customerDetails: customerDetailsRepo(cache), members,
    collaborators: collaboratorsRepo(cache), history: memberHistoryRepo(cache), people: peopleRepo(cache), person: personRepo(cache, projects), personFacts: personFactsRepo(cache), groups: groupsRepo(cache),
    roles: rolesRepo(cache), projects, connections: connectionsRepo(cache), accountLists: accountListsRepo(cache), reads: readsRepo(cache), readStates: readStatesRepo(cache), readonly, backedUp, cachePutAside,
    removeRead: (accountId) => {
      customers.removeAccount(accountId)
      return wipeRemoved(cache, cachePath)
    },
    inCache: (work) => cache.transaction(work),
    close,
  }
}
