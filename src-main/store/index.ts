import type { AccountId } from '../contract/ids'
import type { StoreMend } from '../contract/methods/app'
import { SYSTEM_ROLE_RANKS } from '../domain/access/highest'
import type { openLibsql } from './libsql-db'
import type { MendedText } from './mend-texts'
import { openStores } from './open'
import type { PlanNotes } from './plan-notes'
import { wipeRemoved } from './wipe'
import { accountListsRepo } from './repos/account-lists'
import { accountOptionsRepo } from './repos/account-options'
import { accountsRepo } from './repos/accounts'
import { collaboratorsRepo } from './repos/collaborators'
import { connectionsRepo } from './repos/connections'
import { customerDetailsRepo } from './repos/customer-details'
import { customersRepo } from './repos/customers'
import { groupsRepo } from './repos/groups'
import { intentsRepo } from './repos/intents'
import { invitationsRepo } from './repos/invitations'
import { jobsRepo } from './repos/jobs'
import { journalRepo } from './repos/journal'
import { matrixRepo } from './repos/matrix'
import { memberHistoryRepo } from './repos/member-history'
import { migrationSeals } from './repos/migration-seals'
import { migrationWavesRepo } from './repos/migration-waves'
import { membersRepo } from './repos/members'
import { peopleRepo } from './repos/people'
import { personFactsRepo } from './repos/person-facts'
import { personRepo } from './repos/person'
import { plansRepo } from './repos/plans'
import { projectsRepo } from './repos/projects'
import { readStatesRepo } from './repos/read-states'
import { readsRepo } from './repos/reads'
import { roleCatalogRepo } from './repos/role-catalog'
import { reviewsRepo } from './repos/reviews'
import { roleMigrationRepo } from './repos/role-migration'
import { rolesRepo } from './repos/roles'
import { settingsRepo } from './repos/settings'
import { standingsRepo } from './repos/standings'
import { stepsRepo } from './repos/steps'
import { tagsRepo } from './repos/tags'
import { templatesRepo } from './repos/templates'
import { viewsRepo } from './repos/views'

/** The store as the rest of the engine sees it. */
export interface Store {
  readonly accounts: ReturnType<typeof accountsRepo>
  readonly accountOptions: ReturnType<typeof accountOptionsRepo>
  readonly settings: ReturnType<typeof settingsRepo>
  readonly reviews: ReturnType<typeof reviewsRepo>
  readonly views: ReturnType<typeof viewsRepo>
  readonly customers: ReturnType<typeof customersRepo>
  readonly customerDetails: ReturnType<typeof customerDetailsRepo>
  readonly members: ReturnType<typeof membersRepo>
  readonly matrix: ReturnType<typeof matrixRepo>
  readonly collaborators: ReturnType<typeof collaboratorsRepo>
  readonly history: ReturnType<typeof memberHistoryRepo>
  readonly people: ReturnType<typeof peopleRepo>
  readonly person: ReturnType<typeof personRepo>
  readonly personFacts: ReturnType<typeof personFactsRepo>
  readonly groups: ReturnType<typeof groupsRepo>
  readonly roles: ReturnType<typeof rolesRepo>
  readonly roleCatalog: ReturnType<typeof roleCatalogRepo>
  readonly projects: ReturnType<typeof projectsRepo>
  readonly connections: ReturnType<typeof connectionsRepo>
  readonly accountLists: ReturnType<typeof accountListsRepo>
  readonly reads: ReturnType<typeof readsRepo>
  readonly readStates: ReturnType<typeof readStatesRepo>
  readonly intents: ReturnType<typeof intentsRepo>
  readonly invitations: ReturnType<typeof invitationsRepo>
  readonly plans: ReturnType<typeof plansRepo<PlanNotes>>
  readonly jobs: ReturnType<typeof jobsRepo>
  readonly steps: ReturnType<typeof stepsRepo>
  readonly tags: ReturnType<typeof tagsRepo>
  readonly templates: ReturnType<typeof templatesRepo>
  readonly standings: ReturnType<typeof standingsRepo>
  readonly roleMigration: ReturnType<typeof roleMigrationRepo>
  readonly migrationWaves: ReturnType<typeof migrationWavesRepo>
  readonly journal: ReturnType<typeof journalRepo>
  /** The first line of the journal that was altered or is missing, as seen when it was opened; null: all is whole (G12). */
  readonly journalAlteredAt: number | null
  /** Another process writes: everything can be read, a change fails with STORE_READONLY. */
  readonly readonly: boolean
  /** False: the daily backup of the ledger failed. */
  readonly backedUp: boolean
  readonly cachePutAside: string | null
  /** Texts of the ledger that were altered so that they were no text any more, and were made readable. */
  readonly mended: readonly MendedText[]
  /** Removes what was read of an account, also from what the files hold of deleted rows and from their copies; false: such remains could not be removed. */
  removeRead(accountId: AccountId): boolean
  /** All or nothing, in the ledger. */
  inLedger<T>(work: () => T): T
  /** All or nothing, in the cache. */
  inCache<T>(work: () => T): T
  close(): void
}

/** Opens the store in the user-data folder, after mending it if that is asked for; throws an AppError that says what to do. `open` opens one file; a simulation has its own. */
export function openStore(folder: string, now: number, mend?: StoreMend, open?: typeof openLibsql): Store {
  const { ledger, cache, readonly, backedUp, cachePutAside, cachePath, mended, close } = openStores(folder, now, mend, open)
  const journal = journalRepo(ledger)
  const seals = migrationSeals(ledger)
  const members = membersRepo(cache, SYSTEM_ROLE_RANKS)
  const projects = projectsRepo(cache)
  const customers = customersRepo(cache, members)
  return {
    reviews: reviewsRepo(ledger), accounts: accountsRepo(ledger), accountOptions: accountOptionsRepo(ledger), settings: settingsRepo(ledger), views: viewsRepo(ledger), customers, customerDetails: customerDetailsRepo(cache), members,
    matrix: matrixRepo(cache), collaborators: collaboratorsRepo(cache), history: memberHistoryRepo(cache), people: peopleRepo(cache), person: personRepo(cache, projects), personFacts: personFactsRepo(cache), groups: groupsRepo(cache),
    roles: rolesRepo(cache), roleCatalog: roleCatalogRepo(cache), tags: tagsRepo(ledger), templates: templatesRepo(ledger), projects, connections: connectionsRepo(cache), accountLists: accountListsRepo(cache), reads: readsRepo(cache), readStates: readStatesRepo(cache), readonly, backedUp, cachePutAside, mended,
    removeRead: (accountId) => {
      customers.removeAccount(accountId)
      return wipeRemoved(cache, cachePath)
    },
    intents: intentsRepo(ledger), invitations: invitationsRepo(ledger), plans: plansRepo<PlanNotes>(ledger), jobs: jobsRepo(ledger), steps: stepsRepo(ledger), standings: standingsRepo(cache), roleMigration: roleMigrationRepo(ledger, seals), migrationWaves: migrationWavesRepo(ledger, seals), journal, journalAlteredAt: journal.alteredAt(),
    inLedger: (work) => ledger.transaction(work),
    inCache: (work) => cache.transaction(work),
    close,
  }
}
