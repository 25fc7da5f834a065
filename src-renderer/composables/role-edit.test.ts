import { expect, it } from 'vitest'
import type { EnvironmentAssignment } from '@contract/access'
import { lockOf, managerRole, roleDraft, type CellFacts } from './role-edit'

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

it('an edit keeps what was seen in the other environments', () => {
  const person = { accountId: 'a' as never, customerId: 7 as never, memberId: 9 as never, roles: [role('dev', 'Member'), role('test', null), role('prod', 'Admin')] }
  expect(roleDraft(person, 'prod', 'Admin', null)).toEqual({ kind: 'member.role', accountId: 'a', customerId: 7, target: { memberId: 9, environment: 'prod' }, base: 'Admin', wish: null, seen: { dev: 'Member', test: null } })
})

it('the role of a customer manager is told only where all answers agree', () => {
  expect(managerRole([role('dev', 'Admin'), role('prod', 'Admin')])).toBe('Admin')
  expect(managerRole([role('dev', 'Admin'), role('prod', 'Member')])).toBeNull()
  expect(managerRole([])).toBeNull()
})
