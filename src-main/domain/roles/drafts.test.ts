import { expect, it } from 'vitest'
import type { EnvironmentRole } from '../../contract/access'
import type { ProjectId, ProjectRoleId } from '../../contract/ids'
import type { Intent } from '../../contract/intents'
import type { RoleEdit } from '../../contract/methods/role-edits'
import { brand, customer, environmentRole, grant, intent, member, projectRole, role } from '../testing/build'
import { roleDrafts } from './drafts'

const config = { team: { privileges: ['read'], kept: { as: 'it is' } } }
const support: EnvironmentRole = { ...environmentRole('Support', 'custom'), config }
const builder = { ...projectRole('Builder'), kind: 'custom' as const, config }
const remove = (scope: 'environment' | 'project', instead: string): RoleEdit => ({ kind: 'delete', scope, roles: [], instead })
const facts = customer([
  member(1, { dev: 'Support', prod: 'Support' }), member(2, { dev: 'Support' }),
  member(3, {}, { roles: [{ environment: 'dev', roleName: 'Support', roleType: 'privilege_group' }] }),
], { environmentRoles: [environmentRole('Member'), support], projectRoles: [projectRole('Reader'), builder], grants: [grant('p-dev', 'dev', 'Builder', 1), grant('p-dev', 'dev', 'Builder', 'pf-one'), grant('p-prod', 'prod', 'Builder', 1), grant('p-prod', 'prod', 'Reader', 2)] })
/** The cells and grants that get another role. */
const moved = (edit: RoleEdit, id: string, staged: readonly Intent[] = []): readonly string[] => {
  const found = roleDrafts(edit, id, facts, staged)
  return found.kind !== 'edits' ? [found.kind] : found.drafts.flatMap((one) => (one.kind === 'member.role' ? [`${String(one.target.memberId)} ${one.target.environment}`] : one.kind === 'project.grant' ? [`${one.target.projectId} ${String(one.target.assignee.id)}`] : []))
}

it('whoever holds the role of the new kind gets another one, but not who holds a legacy role of the same name', () => {
  expect(moved(remove('environment', 'Member'), support.id)).toEqual(['1 dev', '1 prod', '2 dev'])
})

it('who is to get the role, or it again, is moved with the others; who is to get another one is not', () => {
  expect(moved(remove('environment', 'Member'), support.id, [role(1, 'dev', 'Support', 'Member'), role(2, 'dev', 'Member', 'Support')])).toEqual(['1 prod', '2 dev'])
})

it('of grants those of the role alone are moved, and not those that are to be others already', () => {
  expect(moved(remove('project', 'Reader'), builder.id)).toEqual(['p-dev 1', 'p-dev pf-one', 'p-prod 1'])
  const wished = (wish: { readonly id: ProjectRoleId; readonly name: string } | null) =>
    intent('project.grant', { target: { projectId: brand<ProjectId>('p-dev'), environment: 'dev', assignee: { kind: 'user', id: brand(1) } }, base: { id: builder.id, name: 'Builder' }, wish })
  expect(moved(remove('project', 'Reader'), builder.id, [wished(null)])).toEqual(['p-dev pf-one', 'p-prod 1'])
  expect(moved(remove('project', 'Reader'), builder.id, [wished({ id: builder.id, name: 'Builder' })])).toEqual(['p-dev 1', 'p-dev pf-one', 'p-prod 1'])
})

it('an edit of privileges begins from those that were read, and keeps of a role that is renamed all that is in them', () => {
  const update = (name: string | null, wish: typeof config | { team: string } | null): RoleEdit => ({ kind: 'update', scope: 'environment', roles: [], name, config: wish })
  expect(roleDrafts(update(null, { team: 'all' }), support.id, facts, [])).toMatchObject({ drafts: [{ base: { name: 'Support', config }, wish: { name: 'Support', config: { team: 'all' } } }] })
  expect(roleDrafts(update('Help desk', null), support.id, facts, [])).toMatchObject({ drafts: [{ base: { name: 'Support', config }, wish: { name: 'Help desk', config } }] })
})

it('a name is taken by a role of the same scope only, be it there or to be made', () => {
  const make = (scope: 'environment' | 'project', name: string): RoleEdit => ({ kind: 'create', scope, name, config, customers: [] })
  const staged = [intent('role.create', { target: { scope: 'project', name: 'Help desk' }, base: null, wish: { config } })]
  expect([roleDrafts(make('environment', 'Help desk'), null, facts, staged).kind, roleDrafts(make('project', 'Help desk'), null, facts, staged).kind]).toEqual(['edits', 'left'])
  expect([roleDrafts(make('environment', 'Builder'), null, facts, []).kind, roleDrafts(make('project', 'Builder'), null, facts, []).kind]).toEqual(['edits', 'left'])
})
