// No schema here: the page needs these at run time.

/** Where a customer stands on its way, in order. */
export const MIGRATION_LANES = ['unknown', 'not-checked', 'preparation', 'ready', 'dry-run', 'reviewed', 'migrating', 'failed', 'migrated', 'differs', 'verified'] as const

/** Steps of the wizard, in order. */
export const MIGRATION_STEPS = ['preflight', 'dry-run', 'review', 'migrate', 'verify', 'report'] as const

/** What happens to somebody, the most dangerous first. */
export const DANGERS = ['prod-access', 'prod-gain', 'gain', 'keeps-legacy', 'loss', 'none'] as const

/** Why nothing of an account may be tried or migrated; `old` keeps from trying only. */
export const MIGRATION_LOCKS = ['no-proof', 'proof-running', 'changed', 'unproven', 'altered', 'old'] as const
export type MigrationLock = (typeof MIGRATION_LOCKS)[number]
