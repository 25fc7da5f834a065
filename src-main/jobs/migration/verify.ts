import type { ApiClient, CallOptions } from '../../api/client'
import { listEnvironmentRoles } from '../../api/resources/environment-roles'
import { listProjectRoles } from '../../api/resources/project-roles'
import { AppError } from '../../contract/errors'
import type { CustomerId } from '../../contract/ids'
import { verify, type AfterFacts } from '../../domain/migration/verify'
import type { JobDeps } from '../deps'
import { modelOf } from '../facts'
import { whole } from '../read-admin'
import { projectsOf, readAccess, readLegacyRoles, readMembers } from './read-customer'

/** Reads what people can do now and holds it against the dry run that was migrated by; one that was migrated elsewhere has none, and one whose dry run is gone is for a person to judge. Keeps what was read and found. Throws AppError. */
export async function verifyCustomer(deps: JobDeps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<void> {
  const { store, clock } = deps
  const { accountId } = client
  const { job: last } = store.roleMigration.customer(accountId, customer)
  const done = last === null ? undefined : store.steps.outcomes(accountId, [last.id]).find((one) => one.customerId === customer)
  // As of now, whatever a job does meanwhile; never before what it did, wherever the clock was set.
  const at = Math.max(clock.now(), done?.at ?? 0)
  const members = await readMembers(deps, client, customer, options)
  await readLegacyRoles(deps, client, customer, options)
  const { dryRun, job } = store.roleMigration.customer(accountId, customer)
  // A dry run that was made after a job is none that it was migrated by.
  const ours = job !== null && (dryRun === null || job.at >= dryRun.at)
  const data = ours ? store.roleMigration.answers(accountId, customer) : null
  const roleNames = await unlessForbidden(async () => {
    const roles = whole(await listEnvironmentRoles(client, customer, options))
    store.roles.replaceEnvironmentRoles(accountId, customer, roles, clock.now())
    return new Set(roles.map(({ name }) => name))
  })
  const projects = data === null ? null : await unlessForbidden(async (): Promise<AfterFacts['projects']> => {
    const roles = whole(await listProjectRoles(client, customer, options))
    store.roles.replaceProjectRoles(accountId, customer, roles, clock.now())
    await projectsOf(deps, client, customer, false, options)
    return { roles, ...(await readAccess(deps, client, customer, options)) }
  })
  const summary = store.customers.summary(accountId, customer)
  const deviations = verify(data, { accountId, customerId: customer, environments: summary?.environments ?? [], model: modelOf(store, accountId, customer, summary?.model ?? 'unknown'), members, roleNames, projects })
  store.inLedger(() => store.roleMigration.saveVerified(accountId, customer, { at, lost: ours && data === null, projects: projects !== null, deviations, accepted: null }))
}

/** What the API client may not read is not judged: null. */
async function unlessForbidden<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.json.code === 'FORBIDDEN') return null
    throw error
  }
}
