import { expect, it } from 'vitest'
import type { MigrationFacts } from '../facts'
import { indexCustomer } from '../facts'
import type { IntentOf } from '../../contract/intents'
import { customer, intent, NOW } from '../testing/build'
import { migrateSystem } from './migrate'

const migrate = intent('migrate.system', { target: { name: 'Acme', legacy: ['Operator'] }, base: 'as it was', wish: 'migrated' }) as IntentOf<'migrate.system'>
const reason = (migration: MigrationFacts | null) => migrateSystem.guard({ sendOnlyChanged: false })(migrate, indexCustomer(customer([], { migration })), { ownEmails: new Set(), now: NOW })

it('a migration is held against the gates first, and against the dry run that counts now', () => {
  const facts: MigrationFacts = { legacyRoles: [], against: null, bases: ['as it was', 'another part'] }
  expect(reason(facts)).toBeNull()
  expect(reason({ ...facts, bases: ['another part'] })).toEqual({ kind: 'migration-gate', gate: 'stale', count: 1 })
  expect(reason({ ...facts, against: { kind: 'migration-locked', lock: 'changed' } })).toEqual({ kind: 'migration-locked', lock: 'changed' })
  expect(reason(null)).toEqual({ kind: 'migration-gate', gate: 'dry-run', count: 1 })
})
