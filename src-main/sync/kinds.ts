import type { CallOptions } from '../api/client'
import { listConnections } from '../api/resources/connections'
import { getCustomer } from '../api/resources/customers'
import { listEnvironmentRoles } from '../api/resources/environment-roles'
import { listMembers } from '../api/resources/members'
import { listProjectRoles } from '../api/resources/project-roles'
import { listRecipes } from '../api/resources/recipes'
import type { CustomerId } from '../contract/ids'
import type { LimitClass } from '../contract/limits'
import type { ScopeName } from '../contract/methods/doctor'
import type { ReadResource } from '../contract/reading'
import type { SyncDeps } from './deps'
import { appsOf } from './apps'
import { readGrants } from './read-grants'
import { readGroups } from './read-groups'
import { readProjects } from './read-projects'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** One thing that is read of every customer. */
export interface Kind {
  readonly resource: ReadResource
  readonly scope: ScopeName
  /** The bucket that its requests draw on: kinds of one bucket share a lane, the first of the table goes first. */
  readonly bucket: LimitClass
  /** Read again by itself when older than this, in ms. */
  readonly staleMs: number
  /** A 401 of these endpoints says nothing about the token (contract 1.10). */
  readonly mayLackModel?: true
  /** A customer on the legacy model is refused these and has none of them, which says nothing of the API client (contract 1.10). Which model it is, its members tell. */
  readonly onlyMigrated?: true
  /** Only for the customer whose page is on screen: the list has nearly all of it. */
  readonly onlyFocused?: true
  /** Cannot be read before this one is. */
  readonly needs?: ReadResource
  /** What the grid of customers shows, so that it comes first for the rows on screen. */
  readonly inGrid?: true
  /** Reads and stores all or nothing; throws AppError. False: entries could not be understood and are missing, so that it counts as no read. */
  readonly read: (deps: SyncDeps, customer: CustomerId, options: CallOptions) => Promise<boolean>
}

/** What is read of every customer, the more urgent first within a bucket. */
export const KINDS: readonly Kind[] = [
  {
    resource: 'members', scope: 'members', bucket: 'members', staleMs: HOUR_MS, inGrid: true,
    read: async ({ client, store, clock }, customer, options) => {
      const { items, complete } = await listMembers(client, customer, options)
      store.members.replaceMembers(client.accountId, customer, items, clock.now(), complete)
      return complete
    },
  },
  {
    resource: 'connections', scope: 'connections', bucket: 'members', staleMs: 24 * HOUR_MS, inGrid: true,
    read: async ({ client, store, clock }, customer, options) => {
      const { items, complete } = await listConnections(client, customer, options)
      store.connections.replaceConnections(client.accountId, customer, items, clock.now(), complete)
      if (complete) store.customers.saveApps(client.accountId, customer, appsOf(items), clock.now())
      return complete
    },
  },
  { resource: 'projects', scope: 'projects', bucket: 'members', staleMs: 12 * HOUR_MS, read: readProjects },
  {
    resource: 'details', scope: 'customers', bucket: 'members', staleMs: HOUR_MS, onlyFocused: true,
    read: async ({ client, store, clock }, customer, options) => {
      store.customerDetails.saveCustomer(client.accountId, await getCustomer(client, customer, options), clock.now())
      return true
    },
  },
  {
    resource: 'environmentRoles', scope: 'environmentRoles', bucket: 'environmentRoles', staleMs: 2 * HOUR_MS, mayLackModel: true, onlyMigrated: true,
    read: async ({ client, store, clock }, customer, options) => {
      const { items, complete } = await listEnvironmentRoles(client, customer, options)
      store.roles.replaceEnvironmentRoles(client.accountId, customer, items, clock.now(), complete)
      return complete
    },
  },
  {
    resource: 'projectRoles', scope: 'projectRoles', bucket: 'projectRoles', staleMs: 2 * HOUR_MS, mayLackModel: true,
    read: async ({ client, store, clock }, customer, options) => {
      const { items, complete } = await listProjectRoles(client, customer, options)
      store.roles.replaceProjectRoles(client.accountId, customer, items, clock.now(), complete)
      return complete
    },
  },
  { resource: 'groupMembers', scope: 'groups', bucket: 'userGroups', staleMs: 2 * HOUR_MS, mayLackModel: true, read: readGroups },
  { resource: 'grants', scope: 'grants', bucket: 'projectGrants', staleMs: 4 * HOUR_MS, mayLackModel: true, needs: 'projects', read: readGrants },
  {
    resource: 'recipes', scope: 'recipes', bucket: 'recipes', staleMs: 6 * HOUR_MS,
    read: async ({ client, store, clock }, customer, options) => {
      const { items, complete } = await listRecipes(client, customer, options)
      // Sums of a part would look like those of the whole.
      if (complete) store.connections.saveRecipes(client.accountId, customer, items, clock.now())
      return complete
    },
  },
]
