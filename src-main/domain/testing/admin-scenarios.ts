import { expect } from 'vitest'
import type { Customer as Settings, CustomerManager } from '../../contract/access'
import { PARTNER_LEVEL, type GroupId, type LegacyRoleId, type MemberId, type ProjectRoleId, type RoleId } from '../../contract/ids'
import type { Intent } from '../../contract/intents'
import type { PlanItem } from '../../contract/plan'
import type { CustomerFacts, MigrationFacts, PartnerFacts } from '../facts'
import { partState } from '../migration/parts'
import { brand, customer, environmentRole, grant, intent, ME, member, pending, planInput, projectRole, role } from './build'
import type { Planner } from './planner'

const CONFIG = { team: { privileges: 'all' } }
const ADMIN = member(99, { dev: 'EnvironmentAdmin', test: 'EnvironmentAdmin', prod: 'EnvironmentAdmin' })
const roles = [...['EnvironmentAdmin', 'Member'].map((name) => environmentRole(name)), { ...environmentRole('Support', 'custom'), config: CONFIG }, { ...environmentRole('Partner', 'inherited'), config: CONFIG }]
const settings = { name: 'Acme', environments: [], timeZone: 'Kolkata', originUrl: null, whitelistedApps: ['jira', 'salesforce'], externalId: 'A1' } as unknown as Settings
const world = (more: Partial<CustomerFacts> = {}, ...people: Parameters<typeof customer>[0]): CustomerFacts => customer([ADMIN, member(1, { dev: 'Member' }), ...people], {
  environmentRoles: roles, projectRoles: [{ ...projectRole('Builders'), kind: 'custom', config: CONFIG }], settings, ...more,
})
const partner = (facts: Partial<PartnerFacts>): CustomerFacts => ({ ...customer([]), customerId: PARTNER_LEVEL, partner: { customers: [], managers: [], ...facts } })

const makeRole = (name: string): Intent => intent('role.create', { target: { scope: 'environment', name }, base: null, wish: { config: CONFIG } })
const changeRole = (name: string, wish: string, config: object = CONFIG): Intent => intent('role.update', { target: { scope: 'environment', id: brand<RoleId>(`er-${name}`) }, base: { name, config: CONFIG }, wish: { name: wish, config: config as typeof CONFIG } })
const endRole = (name = 'Support', config: object = CONFIG): Intent => intent('role.delete', { target: { scope: 'environment', id: brand<RoleId>(`er-${name}`) }, base: { name, config: config as typeof CONFIG }, wish: null })
const endProjectRole = intent('role.delete', { target: { scope: 'project', id: brand<ProjectRoleId>('pr-Builders') }, base: { name: 'Builders', config: CONFIG }, wish: null })
const setting = (field: 'timeZone' | 'originUrl' | 'whitelistedApps' | 'externalId', base: string | null | string[], wish: string | null | string[], environment: 'test' | null = null): Intent => intent('customer.setting', { target: { field, environment }, base, wish })
const adjust = intent('customer.unread', { target: { field: 'taskLimitAdjustment', environment: null }, base: null, wish: 5 })
const provision = (name = 'Acme'): Intent => intent('customer.provision', { target: { name }, base: false, wish: true })
const end = (name = 'Acme'): Intent => intent('customer.delete', { target: { name }, base: true, wish: false })
const add = (name: string, externalId: string | null): Intent => intent('customer.create', { customerId: PARTNER_LEVEL, target: { name, externalId }, base: null, wish: { notificationEmail: 'a@b.example', planId: null, timeZone: null, provisionEnvironments: false } })
const group = (name: string, wish: string | null): Intent => (wish === null
  ? intent('group.delete', { target: { groupId: brand<GroupId>(`pf-${name}`) }, base: { name: 'One', description: null }, wish: null })
  : intent('group.update', { target: { groupId: brand<GroupId>(`pf-${name}`) }, base: { name: 'One', description: null }, wish: { name: wish, description: null } }))
const there = (email: string): CustomerManager => ({ id: brand('m1'), user: { id: brand<MemberId>(70), name: 'Nora', email }, role: { id: brand<LegacyRoleId>('2'), name: 'Analyst', system: true }, workspaces: [5, 4].map((id) => brand<Settings['id']>(id)) })
const manager = (base: unknown, wish: unknown): Intent => intent('manager.set', { customerId: PARTNER_LEVEL, target: { userId: brand<MemberId>(70), name: 'Nora' }, base: base as null, wish: wish as null })
const reach = (...ids: number[]) => ({ roleId: '2', roleName: 'Analyst', workspaces: ids })
const others = [{ id: brand<Settings['id']>(7), name: 'Taken', externalId: 'T1' }]

const analyst = (name = 'Analyst'): CustomerFacts['members'][number] => ({ ...member(3), roles: [{ environment: 'dev', roleName: name, roleType: 'privilege_group' }] })
const legacyRole = { id: brand<LegacyRoleId>('7'), name: 'Bots', inheritable: false, folderIds: [], privileges: { Recipes: ['read'] }, createdAt: null, updatedAt: null }
const systemPart = { kind: 'system', legacy: ['Analyst'] } as const
const rolePart = { kind: 'custom', id: '7', name: 'Bots' } as const
const before = { members: [analyst()], legacyRoles: [legacyRole] }
/** A customer as in its dry run, with what is otherwise now. */
const legacyWorld = (migration: Partial<MigrationFacts> = {}, people = [analyst()]): CustomerFacts => customer(people, {
  accessModel: 'legacy', migration: { legacyRoles: [legacyRole], against: null, bases: [partState(systemPart, before), partState(rolePart, before)], ...migration },
})
const migrateSystem = intent('migrate.system', { target: { name: 'Acme', legacy: ['Analyst'] }, base: partState(systemPart, before), wish: 'migrated' })
const migrateRole = intent('migrate.role', { target: { roleId: brand<LegacyRoleId>('7'), name: 'Bots' }, base: partState(rolePart, before), wish: 'migrated' })

/** What becomes of an edit on what is there: a verdict, or the reason of the block. */
const CASES: Readonly<Record<string, readonly [Intent, CustomerFacts, string]>> = {
  'a migration of a customer that is as in its dry run': [migrateSystem, legacyWorld(), 'send'],
  'a migration of a customer whose people changed since its dry run': [migrateSystem, legacyWorld({}, [analyst('Operator'), { ...analyst(), id: brand<MemberId>(4) }]), 'conflict'],
  'a migration of system roles does not mind who holds a custom one': [migrateSystem, legacyWorld({}, [analyst(), { ...analyst('Bots'), id: brand<MemberId>(4) }]), 'send'],
  'a migration where the dry run changed without the people': [migrateSystem, legacyWorld({ bases: ['another'] }), 'migration-gate'],
  'a migration of an account that is locked': [migrateSystem, legacyWorld({ against: { kind: 'migration-locked', lock: 'changed' } }), 'migration-locked'],
  'a migration before its wave is open': [migrateSystem, legacyWorld({ against: { kind: 'migration-gate', gate: 'earlier', count: 1 } }), 'migration-gate'],
  'a migration without any dry run': [migrateSystem, customer([analyst()]), 'not-read'],
  'a migration where the legacy roles could not be read': [migrateSystem, legacyWorld({ legacyRoles: null }), 'not-read'],
  'a migration of what no longer answers its legacy roles': [migrateSystem, legacyWorld({ legacyRoles: 'refused' }), 'already'],
  'a migration of system roles that nobody holds any more': [migrateSystem, legacyWorld({}, [analyst('Partner helpdesk')]), 'already'],
  'a migration of a custom role as in the dry run': [migrateRole, legacyWorld(), 'send'],
  'a migration of a custom role that means something else now': [migrateRole, legacyWorld({ legacyRoles: [{ ...legacyRole, privileges: { Recipes: ['delete'] } }] }), 'conflict'],
  'a migration of a custom role that is no longer listed': [migrateRole, legacyWorld({ legacyRoles: [] }), 'already'],
  'a new role': [makeRole('Reader'), world(), 'send'],
  'a role that somebody has made just so': [makeRole('Support'), world(), 'already'],
  'a role of a name that means something else': [makeRole('Member'), world({ environmentRoles: [{ ...environmentRole('Member'), config: {} }] }), 'conflict'],
  'a role whose privileges were not read': [changeRole('Support', 'Support', {}), world({ environmentRoles: [environmentRole('Support', 'custom')] }), 'not-read'],
  'other privileges of an own role': [changeRole('Support', 'Support', { team: {} }), world(), 'send'],
  'privileges that differ in the order of keys only': [changeRole('Support', 'Support', { b: 1, a: 2 }), world({ environmentRoles: [{ ...environmentRole('Support', 'custom'), config: { a: 2, b: 1 } }] }), 'already'],
  'a role that was changed meanwhile': [changeRole('Support', 'Help'), world({ environmentRoles: [{ ...environmentRole('Support', 'custom'), config: { other: 1 } }] }), 'conflict'],
  'a name that another role has': [changeRole('Support', 'Member'), world(), 'name-taken'],
  'an inherited role': [changeRole('Partner', 'Mine'), world(), 'role-locked'],
  'a role that is gone': [changeRole('Support', 'Help'), world({ environmentRoles: [] }), 'role-gone'],
  'roles of a legacy customer': [makeRole('Reader'), world({ accessModel: 'legacy' }), 'legacy-model'],
  'the end of a role that nobody has': [endRole(), world(), 'send'],
  'the end of a role that is gone': [endRole(), world({ environmentRoles: [] }), 'already'],
  'the end of a role that somebody has (row 5)': [endRole(), world({}, member(2, { prod: 'Support' })), 'role-assigned'],
  'the end of an inherited role': [endRole('Partner'), world(), 'role-locked'],
  'the end of a project role that a group has': [endProjectRole, world({ grants: [grant('p-dev', 'dev', 'Builders', 'pf-one')] }), 'role-assigned'],
  'the end of a project role whose grants were not read': [endProjectRole, world({ grants: null }), 'not-read'],
  'another name of a group': [group('one', 'Two'), world(), 'send'],
  'a name that another group has': [group('one', 'All collaborators'), world(), 'name-taken'],
  'the end of a group that is gone': [group('gone', null), world(), 'already'],
  'a setting': [setting('timeZone', 'Kolkata', 'Tokyo'), world(), 'send'],
  'a setting that somebody else has changed': [setting('timeZone', 'Berlin', 'Tokyo'), world(), 'conflict'],
  'apps in another order': [setting('whitelistedApps', ['jira'], ['salesforce', 'jira']), world(), 'already'],
  'an empty origin where there is none': [setting('originUrl', 'https://a.example', ''), world(), 'already'],
  'an external id of an environment that is not there': [setting('externalId', null, 'T', 'test'), world({ environments: [] }), 'no-environment'],
  'settings that were not read': [setting('timeZone', 'Kolkata', 'Tokyo'), world({ settings: null }), 'not-read'],
  'a setting of a customer that is gone': [setting('timeZone', 'Kolkata', 'Tokyo'), world({ settings: 'gone' }), 'customer-gone'],
  'what cannot be read back': [adjust, world(), 'send'],
  'provisioning': [provision(), world(), 'send'],
  'provisioning under another name': [provision('acme'), world(), 'other-name'],
  'provisioning a second time (seed 000)': [provision(), world({ settings: { ...settings, environments: [{ id: brand(1), type: 'dev', externalId: null }] } }), 'already'],
  'the end of a customer of another name (seed 003)': [end('ACME'), world(), 'other-name'],
  'the end of a customer that is gone': [end(), world({ settings: 'gone' }), 'already'],
  'a new customer': [add('New', 'N1'), partner({ customers: others }), 'send'],
  'a new customer whose name another one has under its own id': [add('Taken', 'N1'), partner({ customers: others }), 'send'],
  'a customer that is there': [add('Taken', 'T1'), partner({ customers: others }), 'already'],
  'a customer under an id of another': [add('New', 'T1'), partner({ customers: others }), 'conflict'],
  'a new customer whose list was not read': [add('New', null), partner({ customers: null }), 'not-read'],
  'a new manager': [manager(null, reach(4)), partner({}), 'send'],
  'the same reach in another order': [manager(reach(1), reach(4, 5)), partner({ managers: [there('n@p.example')] }), 'already'],
  'a manager whom somebody else has changed': [manager(reach(9), reach(4)), partner({ managers: [there('n@p.example')] }), 'conflict'],
  'oneself as a manager no more': [manager(reach(4, 5), null), partner({ managers: [there(ME)] }), 'own-access'],
}

const verdict = (item: PlanItem | undefined): string | undefined => (item !== undefined && 'reason' in item ? item.reason.kind : item?.verdict)
const kindsOf = (planner: Planner, facts: CustomerFacts, ...intents: readonly Intent[]) => planner.plan(planInput(pending(...intents), [facts])).requests.map(({ call, limitClass, idempotent }) => [call.kind, limitClass, idempotent])

/** Edits that administer, one by one, and what depends on others of the same plan. */
export const ADMIN_SCENARIOS: Readonly<Record<string, (planner: Planner) => void>> = {
  ...Object.fromEntries(Object.entries(CASES).map(([name, [one, facts, expected]]) => [`administering: ${name}`, (planner: Planner): void => {
    expect(verdict(planner.plan(planInput(pending(one), [facts])).items[0])).toBe(expected)
  }] as const)),
  'a role goes when the same plan gives its holders another one, after that': (planner) => {
    const facts = world({}, member(2, { prod: 'Support' }), member(3, { dev: 'Support' }))
    const [moved, left] = [role(2, 'prod', 'Support', 'Member'), role(3, 'dev', 'Support', null)]
    expect(kindsOf(planner, facts, endRole(), moved, left).map(([kind]) => kind)).toEqual(['member.update', 'member.update', 'role.delete'])
    const [held] = planner.plan(planInput(pending(endRole(), moved), [facts])).items
    expect(held !== undefined && 'reason' in held ? held.reason : null).toMatchObject({ kind: 'role-assigned', count: 1, holders: [{ who: { id: 3 }, environment: 'dev', project: null }] })
  },
  'a project role goes after the group that held it': (planner) => {
    const facts = world({ grants: [grant('p-dev', 'dev', 'Builders', 'pf-one')] })
    expect(kindsOf(planner, facts, endProjectRole, group('one', null)).map(([kind]) => kind)).toEqual(['group.delete', 'role.delete'])
  },
  'a role is there before it is given in the same plan, and not given when it is not made': (planner) => {
    const give = role(1, 'dev', 'Member', 'Reader')
    expect(kindsOf(planner, world(), give, makeRole('Reader'))).toEqual([['role.create', 'environmentRoles', false], ['member.update', 'members', true]])
    expect(verdict(planner.plan(planInput(pending(give, makeRole('Reader')), [world({ accessModel: 'legacy' })])).items[0])).not.toBe('send')
    expect(planner.plan(planInput(pending(give), [world()])).items.map(verdict)).toEqual(['unknown-role'])
  },
  'all settings of a customer are one request, and nothing is done to a customer that goes': (planner) => {
    const two = [setting('timeZone', 'Kolkata', 'Tokyo'), setting('originUrl', null, 'https://a.example')]
    expect(kindsOf(planner, world(), ...two, adjust)).toEqual([['customer.update', 'customers', true], ['customer.send', 'customers', false]])
    const plan = planner.plan(planInput(pending(...two, adjust, role(1, 'dev', 'Member', 'Support'), end()), [world()]))
    expect([plan.items.map(verdict), plan.requests.map(({ call }) => call.kind)]).toEqual([['deleted-here', 'deleted-here', 'deleted-here', 'deleted-here', 'send'], ['customer.delete']])
  },
  'what is done to whole customers and to roles that people have in PROD is counted as touching it': (planner) => {
    const prod = (one: Intent, facts: CustomerFacts): boolean | undefined => planner.plan(planInput(pending(one), [facts])).items[0]?.prod
    expect([prod(changeRole('Support', 'Help'), world({}, member(2, { prod: 'Support' }))), prod(changeRole('Support', 'Help'), world({}, member(2, { dev: 'Support' })))]).toEqual([true, false])
    expect([prod(end(), world()), prod(setting('timeZone', 'Kolkata', 'Tokyo'), world()), prod(setting('timeZone', 'Kolkata', 'Tokyo'), world({ environments: [] })), prod(manager(null, reach(4)), partner({}))]).toEqual([true, true, false, true])
  },
}
