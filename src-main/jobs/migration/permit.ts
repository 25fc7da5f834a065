import type { AccountId, CustomerId } from '../../contract/ids'
import type { BlockReason } from '../../contract/plan'
import type { MigrationFacts } from '../../domain/facts'
import type { Store } from '../../store'
import { acknowledgedKey } from '../../store/repos/acknowledgements'
import { earlierStandings, lockOfAccount } from './standing'

/** What a migration of a customer rests on, from what is kept; null: nothing was ever tried there. */
export function migrationFacts(store: Store, accountId: AccountId, customerId: CustomerId): MigrationFacts | null {
  const { looked, dryRun } = store.roleMigration.customer(accountId, customerId)
  if (dryRun === null) return null
  const { customRoles, proof } = store.roleMigration.account(accountId)
  // Another proof may have been made since, which did not try that call.
  const custom = customRoles && proof?.customRole === true
  return {
    legacyRoles: looked?.legacy == null ? null : looked.legacy.kind === 'refused' ? 'refused' : looked.legacy.roles,
    against: against(store, accountId, customerId), bases: dryRun.bases.filter(({ part }) => custom || part.kind === 'system').map(({ base }) => base),
  }
}

/**
 * Customers, of some or of the whole account (null), that are known to work with the new roles though some of their assignments are legacy ones: they no
 * longer answer their legacy roles, or we have migrated their built-in ones.
 */
export function convertedIn(store: Store, accountId: AccountId, ids: readonly CustomerId[] | null): ReadonlySet<CustomerId> {
  const kept = store.roleMigration.customers(accountId)
  const found = new Set<CustomerId>()
  const begun = new Map<string, CustomerId>()
  for (const id of ids ?? kept.keys()) {
    const one = kept.get(id)
    if (one?.looked?.legacy?.kind === 'refused') found.add(id)
    else if (one !== undefined && one.job !== null) begun.set(`${accountId}|${String(id)}|migrate.system|system`, id)
  }
  if (begun.size > 0) {
    const last = store.steps.lastOfEach(accountId, [...begun.keys()])
    for (const [key, id] of begun) if (['applied', 'already'].includes(last.get(key)?.state ?? '')) found.add(id)
  }
  return found
}

/** Why a customer may not be migrated now, asked again right before each request; null: it may. Whether it changed since its dry run is told by its own state. */
function against(store: Store, accountId: AccountId, customerId: CustomerId): BlockReason | null {
  const lock = lockOfAccount(store, accountId)
  if (lock !== null) return { kind: 'migration-locked', lock }
  const waves = store.migrationWaves.waves(accountId)
  const wave = waves.find(({ customers }) => customers.includes(customerId))
  if (wave === undefined) return { kind: 'migration-gate', gate: 'no-wave', count: 1 }
  const before = waves.filter(({ place }) => place < wave.place).flatMap(({ customers }) => customers)
  const open = before.length === 0 ? [] : earlierStandings(store, accountId, before).filter(({ lane }) => lane !== 'verified')
  if (open.length > 0) return { kind: 'migration-gate', gate: 'earlier', count: open.length }
  const { root, dryRun } = store.roleMigration.customer(accountId, customerId)
  if (root === null) return { kind: 'migration-gate', gate: 'preflight', count: 1 }
  if (dryRun?.state !== 'done' || !store.roleMigration.hasAnswers(accountId, customerId)) return { kind: 'migration-gate', gate: 'dry-run', count: 1 }
  const acknowledged = store.roleMigration.acknowledged(accountId)
  const unseen = dryRun.prodGains.filter((member) => !acknowledged.has(acknowledgedKey(customerId, dryRun.id, member))).length
  return unseen === 0 ? null : { kind: 'migration-gate', gate: 'acknowledge', count: unseen }
}
