import { expect, it } from 'vitest'
import type { EnvironmentAssignment } from '@contract/access'
import { managerRole, roleDraft } from './role-edit'

const role = (environment: 'dev' | 'test' | 'prod', roleName: string | null, roleType: EnvironmentAssignment['roleType'] = 'environment'): EnvironmentAssignment => ({ environment, roleName, roleType })

it('an edit keeps what was seen in the other environments', () => {
  const person = { accountId: 'a' as never, customerId: 7 as never, memberId: 9 as never, roles: [role('dev', 'Member'), role('test', null), role('prod', 'Admin')] }
  expect(roleDraft(person, 'prod', 'Admin', null)).toEqual({ kind: 'member.role', accountId: 'a', customerId: 7, target: { memberId: 9, environment: 'prod' }, base: 'Admin', wish: null, seen: { dev: 'Member', test: null } })
})

it('the role of a customer manager is told only where all answers agree', () => {
  expect(managerRole([role('dev', 'Admin'), role('prod', 'Admin')])).toBe('Admin')
  expect(managerRole([role('dev', 'Admin'), role('prod', 'Member')])).toBeNull()
  expect(managerRole([])).toBeNull()
})
