import { expect, it } from 'vitest'
import type { EnvironmentAssignment } from './access'
import { lockOf, type CellFacts } from './role-lock'

const role = (environment: 'dev' | 'test' | 'prod', roleName: string | null, roleType: EnvironmentAssignment['roleType'] = 'environment'): EnvironmentAssignment => ({ environment, roleName, roleType })
const facts = (more: Partial<CellFacts>): CellFacts => ({ kind: 'team', roles: [role('dev', 'Member'), role('prod', null)], environments: ['dev', 'test', 'prod'], model: 'migrated', environment: 'prod', leaving: false, ...more })

it.each([
  ['a cell without access', facts({}), null],
  ['a customer manager', facts({ kind: 'manager' }), 'manager'],
  ['somebody who is to be removed', facts({ leaving: true }), 'leaving'],
  ['an environment that is not there', facts({ environments: ['dev'] }), 'no-environment'],
  ['PROD where nothing is provisioned', facts({ environments: [] }), 'no-environment'],
  ['DEV where nothing is provisioned', facts({ environments: [], environment: 'dev' }), null],
  ['the legacy access model', facts({ model: 'legacy' }), 'legacy'],
  ['an access model that was not read', facts({ model: 'unknown' }), 'model-unread'],
  ['a legacy role in another environment', facts({ roles: [role('dev', 'Analyst', 'privilege_group'), role('prod', null)] }), 'legacy-role'],
  ['an environment that the last read did not tell', facts({ environment: 'test' }), 'not-read'],
])('%s', (_, given, reason) => {
  expect(lockOf(given)).toBe(reason)
})
