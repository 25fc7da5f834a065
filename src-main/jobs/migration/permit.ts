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

/** Whether a customer is known to work with the new roles, though some of its assignments are legacy ones: it no longer answers its legacy roles, or we have migrated its built-in ones. */
export function isConverted(store: Store, accountId: AccountId, customerId: CustomerId): boolean {
  const { looked, job } = store.roleMigration.customer(accountId, customerId)
  if (looked?.legacy?.kind === 'refused') return true
  return job !== null && store.steps.lastOf(accountId, [`${accountId}|${String(customerId)}|migrate.system|system`], 1).some(({ step }) => step.state === 'applied' || step.state === 'already')
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
