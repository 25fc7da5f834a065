import type { ApiClient, CallOptions } from '../../api/client'
import { memberPrivileges } from '../../api/resources/privileges'
import { mayHaveHappened } from '../../api/unknown-outcome'
import type { MigrationReport } from '../../contract/access'
import { AppError, appError, type AppErrorJson } from '../../contract/errors'
import type { AccountId, CustomerId } from '../../contract/ids'
import { privilegeDiff, needsAcknowledging } from '../../domain/migration/diff'
import { partsOf, partState } from '../../domain/migration/parts'
import type { DryRunData, DryRunRecord } from '../../domain/migration/records'
import { legacyRolesOf, reportsOf, SYSTEM_LEGACY, type DryRunAnswers, type MigrationSnapshot } from '../../domain/migration/snapshot'
import { newId } from '../../domain/new-id'
import { troubleOf } from '../trouble'
import type { JobDeps } from '../deps'
import { askDry, saysMigrated, type AskedRole } from './ask-dry'
import { projectsOf, readLegacyRoles, readMembers } from './read-customer'
import { foldersInside } from './read-folders'

type Part = DryRunRecord['parts'][number]

/**
 * Reads a customer anew and asks what its migration would do, for the built-in roles and, where it is switched on and proven, each custom one. Keeps what was
 * read and answered. A customer that turns out to be migrated is asked nothing. Throws AppError for what concerns more than its answers.
 */
export async function dryRunCustomer(deps: JobDeps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<void> {
  const { store, random, author } = deps
  const { accountId } = client
  const members = (await readMembers(deps, client, customer, options)).filter(({ kind }) => kind !== 'manager')
  const { legacy, error } = await readLegacyRoles(deps, client, customer, options)
  if (error !== null) throw new AppError(error)
  if (legacy?.kind !== 'listed') return
  const read = await projectsOf(deps, client, customer, false, options)
  const projects = read.map(({ id, name, environment, folderId }) => ({ id, name, environment: environment.type, folderId }))
  const snapshot: MigrationSnapshot = {
    members: members.map(({ id, name, email, kind, roles }) => ({ id, name, email, kind, roles })), legacyRoles: legacy.roles, projects, folders: await foldersInside(client, legacy.roles, read, options), system: await systemRoles(deps, client, customer, members, options),
  }
  const id = newId(random)
  const { customRoles, proof } = store.roleMigration.account(accountId)
  const parts: Part[] = []
  const ask = async (role: AskedRole): Promise<MigrationReport | null> => {
    try {
      const report = await askDry(deps, client, customer, role, id, options)
      parts.push({ role, outcome: 'answered', error: null })
      return report
    } catch (thrown) {
      if (options.signal.aborted || !(thrown instanceof AppError) || (troubleOf(thrown) !== null && !mayHaveHappened(thrown))) throw thrown
      parts.push({ role, outcome: saysMigrated(thrown) ? 'already' : mayHaveHappened(thrown) ? 'unknown' : 'failed', error: thrown.json })
      return null
    }
  }
  const custom: DryRunAnswers['custom'][number][] = []
  for (const { id: roleId, name } of legacy.roles) {
    if (!customRoles || proof?.customRole !== true) {
      parts.push({ role: { id: roleId, name }, outcome: customRoles ? 'not-proven' : 'experimental-off', error: null })
      continue
    }
    const report = await ask({ id: roleId, name })
    if (report !== null) custom.push({ id: roleId, name, report })
  }
  const data: DryRunData = { snapshot, answers: { system: await ask(null), custom } }
  store.inLedger(() => store.roleMigration.saveDryRun(accountId, customer, recordOf(data, { id, at: timeOf(deps, accountId, customer), by: author, parts }), data))
}

/** When a dry run ends, in UTC ms: after the job before it, wherever the clock was set meanwhile. */
function timeOf({ store, clock }: Pick<JobDeps, 'store' | 'clock'>, accountId: AccountId, customer: CustomerId): number {
  const { job } = store.roleMigration.customer(accountId, customer)
  return Math.max(clock.now(), job === null ? 0 : job.at + 1)
}

/** What a dry run came to. */
function recordOf(data: DryRunData, told: Pick<DryRunRecord, 'id' | 'at' | 'by' | 'parts'>): DryRunRecord {
  const { snapshot, answers } = data
  const rows = privilegeDiff(snapshot, answers)
  const count = (...dangers: readonly string[]): number => rows.filter(({ danger }) => dangers.includes(danger)).length
  const bad = told.parts.find(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  return {
    ...told, state: bad === undefined ? 'done' : bad.outcome === 'unknown' ? 'unknown' : 'failed', error: bad?.error ?? null, people: rows.length, projects: snapshot.projects.length,
    managers: reportsOf(answers).reduce((sum, { moderators }) => sum + moderators.length, 0), bases: partsOf(snapshot, answers).map((part) => ({ part, base: partState(part, snapshot) })),
    counts: { gains: count('prod-access', 'prod-gain', 'gain'), losses: count('loss'), none: count('none'), keepsLegacy: count('keeps-legacy') },
    prodGains: rows.filter(({ danger }) => needsAcknowledging(danger)).map(({ memberId }) => memberId),
  }
}

/** A dry run of this customer came to nothing, for a reason of its own. */
export function failedDryRun(deps: JobDeps, client: ApiClient, customer: CustomerId, error: AppErrorJson): void {
  const { store, random, author } = deps
  store.roleMigration.saveDryRun(client.accountId, customer, {
    id: newId(random), at: timeOf(deps, client.accountId, customer), by: author, state: 'failed', people: 0, projects: 0, managers: 0, parts: [], error, bases: [], counts: { gains: 0, losses: 0, none: 0, keepsLegacy: 0 }, prodGains: [],
  }, null)
}

/** What the built-in roles may do, asked once of an account for somebody who holds one: they are the same everywhere, and no list has them (contract 8). */
async function systemRoles({ store, clock }: JobDeps, client: ApiClient, customer: CustomerId, members: MigrationSnapshot['members'], options: CallOptions): Promise<MigrationSnapshot['system']> {
  for (const name of SYSTEM_LEGACY) {
    const known = store.roleMigration.account(client.accountId).systemRoles
    const holder = members.find((one) => legacyRolesOf(one).includes(name))
    if (known[name] !== undefined || holder === undefined) continue
    const told = (await memberPrivileges(client, customer, holder.id, options)).items.find((one) => one.roleName === name && one.roleType !== 'environment')
    if (told !== undefined) store.inLedger(() => store.roleMigration.saveSystemRoles(client.accountId, { ...store.roleMigration.account(client.accountId).systemRoles, [name]: told.privileges }, clock.now()))
  }
  return store.roleMigration.account(client.accountId).systemRoles
}

/** Nothing may be tried before it is shown that trying changes nothing. */
export function lockedError(lock: string): AppError {
  return appError('MIGRATION_LOCKED', 'The migration of this account is locked.', LOCKED[lock] ?? 'Prove on one customer that a dry run changes nothing.', { details: { lock } })
}
const LOCKED: Readonly<Record<string, string>> = {
  'old': 'Nothing more was sent. The proof that a dry run changes nothing is older than a day. Make it anew.',
  'no-proof': 'Nothing was sent. Prove first, on one customer, that a dry run changes nothing.', 'proof-running': 'Nothing was sent. The proof is at work: wait for it.',
  'changed': 'Nothing was sent. A dry run has changed the customer that it was tried on: Workato does not take it for one. Look at that customer first.',
  'altered': 'Nothing was sent. The proof that was kept was altered outside of Rolodesk. Make it anew.',
  'unproven': 'Nothing was sent. It could not be shown that a dry run changes nothing. Make the proof anew.',
}
