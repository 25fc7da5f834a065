import type { ApiClient, CallOptions } from '../../api/client'
import { listEnvironmentRoles } from '../../api/resources/environment-roles'
import { listLegacyRoles } from '../../api/resources/legacy-roles'
import { listMembers } from '../../api/resources/members'
import { listProjectGrants } from '../../api/resources/project-grants'
import { listProjectRoles } from '../../api/resources/project-roles'
import { listProjectsOfAll } from '../../api/resources/projects'
import { listGroupMembers, listGroups } from '../../api/resources/user-groups'
import type { Member, Project, ProjectGrant } from '../../contract/access'
import { AppError } from '../../contract/errors'
import type { CustomerId } from '../../contract/ids'
import type { WholeCustomer } from '../../domain/migration/proof'
import type { Look } from '../../domain/migration/records'
import type { JobDeps } from '../deps'
import { readSettings, whole } from '../read-admin'

type Deps = Pick<JobDeps, 'store' | 'clock' | 'emit'>

/** Answers by which a customer says that it knows no legacy roles any more (contract 8; which of them is assumed). */
const REFUSED = new Set(['NOT_FOUND', 'REJECTED'])

/** Looks at the custom legacy roles of a customer and keeps what was seen; also that they are no longer answered. Throws AppError for anything else, which is kept as well where it is the customer's. */
export async function readLegacyRoles({ store, clock, emit }: Deps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<Look> {
  const keep = (look: Look): Look => {
    const before = store.roleMigration.customer(client.accountId, customer).looked
    store.roleMigration.saveLook(client.accountId, customer, look)
    // That alone tells that its people may be edited.
    if ((before?.legacy?.kind === 'refused') !== (look.legacy?.kind === 'refused')) emit({ type: 'changed', accountId: client.accountId, table: 'members', customers: [customer] })
    return look
  }
  try {
    const roles = whole(await listLegacyRoles(client, customer, options))
    return keep({ at: clock.now(), legacy: { kind: 'listed', roles }, error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (REFUSED.has(error.json.code)) return keep({ at: clock.now(), legacy: { kind: 'refused', code: error.json.code }, error: null })
    if (error.json.code === 'FORBIDDEN') return keep({ at: clock.now(), legacy: null, error: error.json })
    throw error
  }
}

/** Reads and keeps the members of a customer. Throws AppError. */
export async function readMembers({ store, clock, emit }: Deps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<readonly Member[]> {
  const members = whole(await listMembers(client, customer, options))
  store.members.replaceMembers(client.accountId, customer, members, clock.now())
  emit({ type: 'changed', accountId: client.accountId, table: 'members', customers: [customer] })
  return members
}

/** The projects of all environments, as they were read before, or now where they never were. Throws AppError. */
export async function projectsOf(deps: Deps, client: ApiClient, customer: CustomerId, again: boolean, options: CallOptions): Promise<readonly Project[]> {
  const { store, clock } = deps
  const account = client.accountId
  // Its environments, each with projects of its own, are told by the customer itself.
  if (store.readStates.get(account, 'details', customer)?.readAt == null) await readSettings(deps, client, customer, [], options)
  if (again || store.readStates.get(account, 'projects', customer)?.readAt == null) {
    store.projects.replaceProjects(account, customer, whole(await listProjectsOfAll(client, store.customerDetails.projectEnvironments(account, customer), store.projects.list(account, customer), options)), clock.now())
  }
  return store.projects.list(account, customer)
}

/** Groups with who is in them, and all grants, as they are now; kept as well. Throws AppError. */
export async function readAccess({ store, clock }: Deps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<{ readonly groups: WholeCustomer['groups']; readonly grants: readonly ProjectGrant[] }> {
  const account = client.accountId
  const listed = whole(await listGroups(client, customer, options))
  store.groups.replaceGroups(account, customer, listed, clock.now())
  const groups: WholeCustomer['groups'][number][] = []
  for (const group of listed) {
    const members = group.system ? [] : whole(await listGroupMembers(client, customer, group.id, options))
    if (!group.system) store.groups.replaceGroupMembers(account, customer, group.id, members, clock.now())
    groups.push({ ...group, memberIds: members.map(({ id }) => id) })
  }
  store.readStates.succeeded(account, 'groupMembers', customer, groups.length, clock.now())
  const grants: ProjectGrant[] = []
  for (const { id, environment } of store.projects.list(account, customer)) {
    const items = whole(await listProjectGrants(client, environment.id, id, options))
    store.projects.replaceGrants(account, customer, id, items, clock.now())
    grants.push(...items)
  }
  store.readStates.succeeded(account, 'grants', customer, grants.length, clock.now())
  return { groups, grants }
}

/** Everything of a customer that a migration changes. Throws AppError. */
export async function readWhole(deps: Deps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<WholeCustomer> {
  const members = await readMembers(deps, client, customer, options)
  const { legacy, error } = await readLegacyRoles(deps, client, customer, options)
  // No answer for want of a permission tells nothing of the customer.
  if (error !== null) throw new AppError(error)
  const environmentRoles = await unlessRefused(async () => whole(await listEnvironmentRoles(client, customer, options)))
  const projectRoles = await unlessRefused(async () => whole(await listProjectRoles(client, customer, options)))
  const projects = await projectsOf(deps, client, customer, true, options)
  const { groups, grants } = await readAccess(deps, client, customer, options)
  return { members, legacyRoles: legacy?.kind === 'listed' ? legacy.roles : null, environmentRoles, projectRoles, groups, projects, grants }
}

/** A customer on the legacy model is refused its environment roles (contract 1.10): null. */
async function unlessRefused<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && ['TOKEN_REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'REJECTED'].includes(error.json.code)) return null
    throw error
  }
}
