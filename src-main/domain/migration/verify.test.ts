import { expect, it } from 'vitest'
import type { MigrationReport, RoleType } from '../../contract/access'
import { ACCOUNTS, brand, CUSTOMER, customer, grant, member, projectRole } from '../testing/build'
import type { MigrationSnapshot } from './snapshot'
import { verify, type AfterFacts } from './verify'

const held = (role: string | null, roleType: RoleType = 'environment') => ({ roles: [{ environment: 'dev' as const, roleName: role, roleType }] })
const was = (id: number) => member(id, {}, held('Operator', 'privilege_group'))
const report: MigrationReport = {
  environmentRoles: [], projectRoles: [], moderators: [],
  collaborators: [1, 2].map((id) => ({ memberId: brand(id), name: '', email: '', roles: [{ environment: 'dev', name: 'Operator' }] })),
  projects: [{ id: brand('p-dev'), name: 'Orders', environment: 'dev', folderId: null, collaborators: [{ memberId: brand(1), name: '', email: '', projectRole: 'ProjectOperator' }] } as MigrationReport['projects'][number]],
}
const dryRun = { snapshot: { members: [was(1), was(2)], legacyRoles: [], projects: [], folders: {}, system: {} } satisfies MigrationSnapshot, answers: { system: report, custom: [] } }
const groups = customer([]).groups ?? []
const after = (members: AfterFacts['members'], more: Partial<NonNullable<AfterFacts['projects']>> | null = null, roleNames: AfterFacts['roleNames'] = new Set(['Operator', 'Member'])): AfterFacts => ({
  accountId: ACCOUNTS[0], customerId: CUSTOMER, environments: ['dev'], model: 'migrated', members, roleNames, projects: more === null ? null : { grants: [], groups, roles: [projectRole('ProjectOperator'), projectRole('ProjectAdmin')], ...more },
})
const told = (facts: AfterFacts) => verify(dryRun, facts).map(({ difference: { memberId, direction, why, expected, actual }, draft }) => [memberId, direction, why, expected, actual, draft !== null])
const both = [member(1, {}, held('Operator')), member(2, {}, held('Operator'))]

it('an assignment of the old kind is told though its role has the name that was said, and who is gone is', () => {
  expect(told(after(both))).toEqual([])
  expect(told(after([was(1)]))).toEqual([[1, 'legacy', 'legacy-role', 'Operator', 'Operator', false], [2, 'less', 'member-gone', 'Operator', null, false]])
})

it('a fix brings back what was said, from what is there, and only a role that the customer has', () => {
  const other = after([member(1, {}, held('Member')), both[1]!])
  expect(verify(dryRun, other)[0]?.draft).toMatchObject({ kind: 'member.role', base: 'Member', wish: 'Operator', target: { memberId: 1, environment: 'dev' } })
  expect(told({ ...other, roleNames: new Set(['Member']) })).toEqual([[1, 'less', 'unknown-role', 'Operator', 'Member', false]])
})

it('nothing that the matrix locks is offered as a fix: a legacy customer, a legacy role beside it, a cell that was not told', () => {
  const other = after([member(1, {}, held('Member')), both[1]!])
  expect(told({ ...other, model: 'legacy' })).toEqual([[1, 'less', 'legacy-role', 'Operator', 'Member', false]])
  expect(told({ ...after(both, {}), model: 'legacy' })).toEqual([[1, 'less', 'legacy-role', 'ProjectOperator', null, false]])
  const beside = member(1, {}, { roles: [...held('Member').roles, { environment: 'prod', roleName: 'Partner helpdesk', roleType: 'privilege_group' }] })
  expect(told({ ...after([beside, both[1]!]), environments: ['dev', 'prod'] })[0]).toEqual([1, 'less', 'legacy-role', 'Operator', 'Member', false])
  expect(told(after([member(1, {}, { roles: [] }), both[1]!]))).toEqual([[1, 'less', 'not-read', 'Operator', null, false]])
})

it('a project role counts by one of the groups as well; what nobody was to have is told, and what could not be read is not', () => {
  expect(told(after(both, { grants: [grant('p-dev', 'dev', 'ProjectOperator', 1)] }))).toEqual([])
  expect(told(after(both, {}))).toEqual([[1, 'less', null, 'ProjectOperator', null, true]])
  const one = groups.map((group) => ({ ...group, memberIds: group.system ? [] : [brand<never>(1)] }))
  expect(told(after(both, { groups: one, grants: [grant('p-dev', 'dev', 'ProjectOperator', 'pf-one')] }))).toEqual([])
  // The built-in group holds everybody, so that the second gets more than was said, and no edit of theirs takes it away.
  expect(told(after(both, { groups: one, grants: [grant('p-dev', 'dev', 'ProjectOperator', 'am-all')] }))).toEqual([[2, 'more', 'through-group', null, 'ProjectOperator', false]])
  const [extra] = verify(dryRun, after(both, { grants: [grant('p-dev', 'dev', 'ProjectOperator', 1), grant('p-dev', 'dev', 'ProjectAdmin', 2)] }))
  expect(extra).toMatchObject({ difference: { memberId: 2, direction: 'more' }, draft: { kind: 'project.grant', base: { name: 'ProjectAdmin' }, wish: null } })
})

it('without a dry run a legacy role that is left is all that tells, and that of a manager is not', () => {
  expect(verify(null, after([was(1), member(2, {}, { ...held('Admin', 'privilege_group'), kind: 'manager' }), member(3, {}, held('Member'))])).map(({ difference: { memberId, direction } }) => [memberId, direction])).toEqual([[1, 'legacy']])
})
