import type { ApiClient, CallOptions } from '../api/client'
import { listEnvironmentRoles } from '../api/resources/environment-roles'
import { listMembers } from '../api/resources/members'
import { listProjectGrants } from '../api/resources/project-grants'
import { listProjectRoles } from '../api/resources/project-roles'
import { listProjectsOfAll } from '../api/resources/projects'
import { listGroupMembers, listGroups } from '../api/resources/user-groups'
import { AppError, appError } from '../contract/errors'
import { PARTNER_LEVEL, type CustomerId, type GroupId, type ProjectId } from '../contract/ids'
import type { Intent } from '../contract/intents'
import type { ReadResource } from '../contract/reading'
import type { CustomerFacts } from '../domain/facts'
import { isInside } from '../domain/intents/kinds'
import { isMigration } from '../domain/intents/migrate'
import type { JobDeps } from './deps'
import { customerFacts } from './facts'
import { readLegacyRoles } from './migration/read-customer'
import { readPartner, readRoles, readSettings, whole } from './read-admin'

/** Kinds that change which groups there are. */
const GROUPS_THEMSELVES: ReadonlySet<Intent['kind']> = new Set(['group.create', 'group.update', 'group.delete'])

/** Lists of roles, groups and projects that are younger than this are not read again; in ms. A role that was deleted meanwhile is refused by the API. */
const RECENT_MS = 15 * 60_000

/**
 * Reads what edits of one customer touch, each thing once, and stores it: before something is sent all that verdicts rest on, after it only where the
 * effects are seen. Gives the facts as they were read. Throws AppError, also when a list did not come whole: nothing may be concluded from a part.
 */
export async function readTargets(deps: Pick<JobDeps, 'store' | 'clock' | 'emit'>, client: ApiClient, customer: CustomerId, intents: readonly Intent[], moment: 'before' | 'after', options: CallOptions): Promise<CustomerFacts> {
  const { store, clock } = deps
  const account = client.accountId
  if (customer === PARTNER_LEVEL) return readPartner(deps, client, intents, options)
  const gone = intents.every(isInside) ? null : await readSettings(deps, client, customer, intents, options)
  if (gone !== null) return gone
  const inside = intents.some(isInside)
  const { groupIds, projectIds } = touched(intents)
  const members = inside && (moment === 'before' || intents.some((one) => one.kind.startsWith('member.') || isMigration(one))) ? whole(await listMembers(client, customer, options)) : null
  if (members !== null) store.members.replaceMembers(account, customer, members, clock.now())
  const due = (resource: ReadResource): boolean => {
    const age = clock.now() - (store.readStates.get(account, resource, customer)?.readAt ?? -Infinity)
    // Read in a time to come: the clock was ahead then.
    return age > RECENT_MS || age < 0
  }
  await readRoles(deps, client, customer, intents, options)
  if (intents.some(isMigration)) await readLegacyRoles(deps, client, customer, options)
  if (intents.some(({ kind }) => GROUPS_THEMSELVES.has(kind))) store.groups.replaceGroups(account, customer, whole(await listGroups(client, customer, options)), clock.now())
  if (moment === 'before') {
    if (intents.some(({ kind }) => ['member.role', 'member.invite', 'member.add'].includes(kind)) && due('environmentRoles')) {
      await ifAllowed(async () => store.roles.replaceEnvironmentRoles(account, customer, whole(await listEnvironmentRoles(client, customer, options)), clock.now()))
    }
    if (projectIds.size > 0 && due('projectRoles')) {
      await ifAllowed(async () => store.roles.replaceProjectRoles(account, customer, whole(await listProjectRoles(client, customer, options)), clock.now()))
    }
    if ((projectIds.size > 0 || endsProjectRole(intents)) && due('projects')) {
      const environments = store.customerDetails.projectEnvironments(account, customer)
      store.projects.replaceProjects(account, customer, whole(await listProjectsOfAll(client, environments, store.projects.list(account, customer), options)), clock.now())
    }
    if (usesGroups(intents) && due('groups')) store.groups.replaceGroups(account, customer, whole(await listGroups(client, customer, options)), clock.now())
  }
  await readGroupMembers(deps, client, customer, groupIds, intents.some(({ kind }) => GROUPS_THEMSELVES.has(kind)), options)
  await readGrants(deps, client, customer, moment === 'before' && endsProjectRole(intents) ? new Set(store.projects.list(account, customer).map(({ id }) => id)) : projectIds, options)
  deps.emit({ type: 'changed', accountId: account, table: 'members', customers: [customer] })
  const facts = customerFacts(store, account, customer, inside)
  if (facts === null) throw appError('NOT_FOUND', 'This customer is not in the list that was read last.', 'It may have been deleted. Read the account again.')
  return members === null ? facts : { ...facts, members }
}

/** All groups where they were never read whole, so that what is known is known whole; else those that are touched. */
async function readGroupMembers({ store, clock }: Pick<JobDeps, 'store' | 'clock'>, client: ApiClient, customer: CustomerId, ids: ReadonlySet<GroupId>, themselves: boolean, options: CallOptions): Promise<void> {
  const account = client.accountId
  const first = store.readStates.get(account, 'groupMembers', customer)?.readAt == null
  if (ids.size === 0 && !(themselves && first)) return
  let rows = 0
  for (const { id, system } of store.groups.list(account, customer)) {
    if (system || !(first || ids.has(id))) continue
    const items = whole(await listGroupMembers(client, customer, id, options))
    rows += items.length
    store.groups.replaceGroupMembers(account, customer, id, items, clock.now())
  }
  if (first) store.readStates.succeeded(account, 'groupMembers', customer, rows, clock.now())
}

/** The same for grants on projects, each under the id of its environment; one that is in no list may have grants as well. */
async function readGrants({ store, clock }: Pick<JobDeps, 'store' | 'clock'>, client: ApiClient, customer: CustomerId, ids: ReadonlySet<ProjectId>, options: CallOptions): Promise<void> {
  if (ids.size === 0) return
  const account = client.accountId
  const first = store.readStates.get(account, 'grants', customer)?.readAt == null
  let rows = 0
  const projects = store.projects.list(account, customer)
  for (const id of new Set([...ids, ...(first ? projects.map((one) => one.id) : [])])) {
    const items = await noneIfGone(async () => whole(await listProjectGrants(client, projects.find((one) => one.id === id)?.environment.id ?? customer, id, options)))
    rows += items.length
    store.projects.replaceGrants(account, customer, id, items, clock.now())
  }
  if (first) store.readStates.succeeded(account, 'grants', customer, rows, clock.now())
}

function touched(intents: readonly Intent[]): { readonly groupIds: ReadonlySet<GroupId>; readonly projectIds: ReadonlySet<ProjectId> } {
  return {
    groupIds: new Set(intents.flatMap((one) => (one.kind === 'group.member' ? [one.target.groupId] : []))),
    projectIds: new Set(intents.flatMap((one) => (one.kind === 'project.grant' ? [one.target.projectId] : []))),
  }
}

function usesGroups(intents: readonly Intent[]): boolean {
  return intents.some((one) => one.kind === 'group.member' || (one.kind === 'project.grant' && one.target.assignee.kind === 'group')
    || ((one.kind === 'member.invite' || one.kind === 'member.add') && one.wish.groupIds.length > 0))
}

/** Whoever holds a project role has it by a grant on any project. */
function endsProjectRole(intents: readonly Intent[]): boolean {
  return intents.some((one) => one.kind === 'role.delete' && one.target.scope === 'project')
}

/** A project that was deleted has no grants. */
async function noneIfGone<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.json.code === 'NOT_FOUND') return []
    throw error
  }
}

/** Role lists can be closed to a token that is fine otherwise (contract 1.10): then the roles count as not read. */
async function ifAllowed(read: () => Promise<unknown>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof AppError) || !['TOKEN_REFUSED', 'FORBIDDEN'].includes(error.json.code)) throw error
  }
}
