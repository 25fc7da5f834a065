import type { IntentOf } from '../../contract/intents'
import type { BlockReason } from '../../contract/plan'
import type { Customer } from '../facts'
import { partState, type MigrationPart } from '../migration/parts'
import type { IntentKind, Reading } from './kind'

type Migrate = IntentOf<'migrate.system'> | IntentOf<'migrate.role'>

/** What is converted by the call. */
export function partOf(intent: Migrate): MigrationPart {
  return intent.kind === 'migrate.system' ? { kind: 'system', legacy: intent.target.legacy } : { kind: 'custom', id: intent.target.roleId, name: intent.target.name }
}

function read(intent: Migrate, { facts }: Customer): Reading<string> {
  const legacyRoles = facts.migration?.legacyRoles ?? null
  if (legacyRoles === null) return { blocked: { kind: 'not-read', what: 'legacy-roles' } }
  return { value: partState(partOf(intent), { members: facts.members, legacyRoles: legacyRoles === 'refused' ? null : legacyRoles }) }
}

/** The lock of the account, the wave and what a person has acknowledged, and that the dry run which counts now is the one that the intent was made from. */
function permitted(intent: Migrate, { facts }: Customer): BlockReason | null {
  const { migration } = facts
  if (migration === null) return { kind: 'migration-gate', gate: 'dry-run', count: 1 }
  return migration.against ?? (migration.bases.includes(intent.base) ? null : { kind: 'migration-gate', gate: 'stale', count: 1 })
}

const shared = {
  same: (a: string, b: string) => a === b,
  merges: () => false,
  guard: () => permitted,
  bundle: ({ id }: Migrate) => id,
  who: ({ customerId }: Migrate) => ({ kind: 'customer' as const, id: customerId }),
  places: () => [{ where: { kind: 'customer' as const }, environment: 'prod' as const, before: null, after: null, gains: true }],
}

/** The built-in legacy roles of a customer; what is not converted by it stays as it is (contract 10.1). */
export const migrateSystem: IntentKind<'migrate.system'> = { ...shared, key: () => 'system', read, write: (intents) => intents.map((one) => ({ call: { kind: 'migrate.system' }, intents: [one] })) }

/** One custom legacy role of a customer (contract 10.2). */
export const migrateRole: IntentKind<'migrate.role'> = { ...shared, key: ({ target }) => target.roleId, read, write: (intents) => intents.map((one) => ({ call: { kind: 'migrate.role', roleId: one.target.roleId }, intents: [one] })) }

/** Whether an intent migrates: it begins in the wizard alone, and cannot be staged, kept against others, saved to a file or undone. */
export function isMigration(intent: { readonly kind: string }): boolean {
  return intent.kind.startsWith('migrate.')
}
