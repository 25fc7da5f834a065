import { expect, it } from 'vitest'
import type { CollaboratorGroup, LegacyRole, Project } from '../../contract/access'
import { brand, environmentRole, grant, member, projectRole } from '../testing/build'
import { compareWhole, type WholeCustomer } from './proof'

const whole: WholeCustomer = {
  members: [member(1, { dev: 'Member', prod: null })], legacyRoles: [{ id: '7', name: 'Builders', privileges: { Recipes: ['read'] }, folderIds: ['1'] } as unknown as LegacyRole],
  environmentRoles: [environmentRole('Member')], projectRoles: [projectRole('Reader')],
  groups: [{ id: brand('g1'), name: 'Finance', description: null, membersCount: 1, system: false, createdAt: null, updatedAt: null, memberIds: [brand(1), brand(2)] } as CollaboratorGroup & { memberIds: never[] }],
  projects: [{ id: brand('p1'), name: 'Orders', folderId: null, description: null, environment: { id: brand(1), type: 'dev' } } as Project], grants: [grant('p1', 'dev', 'Reader', 1)],
}
const parts = (after: Partial<WholeCustomer>) => [...new Set(compareWhole(whole, { ...whole, ...after }).differences.map(({ part }) => part))]
const [group] = whole.groups
const [legacy] = whole.legacyRoles ?? []

it('nothing that a migration changes escapes the proof, whichever part of the customer it is', () => {
  expect(parts({})).toEqual([])
  expect(parts({ members: [member(1, { dev: 'Support', prod: null })] })).toEqual(['member'])
  expect(parts({ members: [member(1, {}, { roles: [{ environment: 'dev', roleName: 'Member', roleType: 'privilege_group' }, { environment: 'prod', roleName: null, roleType: 'environment' }] })] })).toEqual(['member'])
  expect([parts({ legacyRoles: [] }), parts({ legacyRoles: null }), parts({ legacyRoles: [{ ...legacy!, folderIds: [] }] }), parts({ legacyRoles: [{ ...legacy!, privileges: {} }] })]).toEqual(Array.from({ length: 4 }, () => ['legacy-role']))
  expect([parts({ environmentRoles: [] }), parts({ projectRoles: [projectRole('Reader'), projectRole('New')] })]).toEqual([['role'], ['role']])
  expect([parts({ groups: [{ ...group!, description: 'x' }] }), parts({ groups: [{ ...group!, memberIds: [brand(1)] }] }), parts({ groups: [] })]).toEqual([['group'], ['group-member'], ['group', 'group-member']])
  expect([parts({ projects: [] }), parts({ grants: [grant('p1', 'dev', 'Writer', 1)] }), parts({ grants: [] })]).toEqual([['project'], ['grant'], ['grant']])
})

it('the order of roles and members says nothing, and neither does what time alone changes', () => {
  const [one] = whole.members
  expect(parts({ members: [{ ...one!, lastActivityAt: 9, roles: [...one!.roles].reverse() }], groups: [{ ...group!, memberIds: [...group!.memberIds].reverse() }] })).toEqual([])
})
