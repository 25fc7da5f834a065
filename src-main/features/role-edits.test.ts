import { expect, it, onTestFinished } from 'vitest'
import { registry, type Input, type MethodName, type Output } from '../contract'
import type { RoleEdit } from '../contract/methods/role-edits'
import { brand } from '../domain/testing/build'
import type { Store } from '../store'
import { addCustomers, customer, ONE, person, storeWith, TWO } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import type { FeatureDeps } from './deps'
import { intentsHandlers } from './intents'
import { matrixHandlers } from './matrix'
import { matrixData } from './matrix-data'
import { roleEditsHandlers } from './role-edits'

type Methods = Extract<MethodName, `intents.${string}` | `matrix.${string}`> | 'roles.customers' | 'roles.places' | 'roles.areas' | 'roles.propose'
const config = { team: { privileges: 'all' }, logs: { privileges: ['read'], kept: { as: 'it is' } } }
const other = { team: { privileges: ['read'] } }
const role = (id: string, name: string, kind: string, privileges: object | null = other) => ({ id, name, kind, membersCount: null, createdAt: null, updatedAt: null, ...(privileges === null ? {} : { config: privileges }) })

/** Three customers that have the role in different ways: 1 and 2 as it is above, 2 with holders, 3 unread; and 4 without it. */
function world() {
  const store = storeWith({ one: [1, 2, 3, 4] })
  store.accounts.save({ id: ONE, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  for (const id of [1, 2, 3, 4]) {
    const holds = id === 2
    store.members.replaceMembers(ONE, customer(id), [person(1, 'Ann', 'ann@acme.example', { dev: 'EnvironmentAdmin', prod: 'EnvironmentAdmin' }), person(2, 'Bo', 'bo@acme.example', { dev: holds ? 'Support' : 'Member', prod: holds ? 'Support' : null }), person(3, 'Cy', 'cy@acme.example', { dev: holds ? 'Support' : 'Member', prod: 'Member' })], 10)
    const own = id === 4 ? [] : [role(`s${String(id)}`, 'Support', 'custom', id === 3 ? null : config)]
    store.roles.replaceEnvironmentRoles(ONE, customer(id), [role('m', 'Member', 'system'), role('a', 'EnvironmentAdmin', 'system'), role('i', 'Partner', 'inherited', null), ...own] as never, 10)
    store.roles.replaceProjectRoles(ONE, customer(id), [role('pr-1', 'Builder', 'custom'), role('pr-2', 'Reader', 'system')] as never, 10)
  }
  store.projects.replaceProjects(ONE, customer(1), [{ id: brand('p1'), name: 'Orders', folderId: null, description: null, environment: { id: brand(1), type: 'prod' } }], 10)
  const grant = (id: string, assignee: object) => ({ id, project: { id: 'p1', name: 'Orders', environment: { id: 1, type: 'prod' } }, projectRole: { id: 'pr-1', name: 'Builder' }, assignee })
  store.projects.replaceGrants(ONE, customer(1), brand('p1'), [grant('g1', { kind: 'user', id: 3, name: 'Cy', email: null }), grant('g2', { kind: 'group', id: 'pf-1', name: 'Finance' })] as never, 10)
  store.groups.replaceGroups(ONE, customer(1), [{ id: brand('pf-1'), name: 'Finance', description: null, membersCount: 0, system: false, createdAt: null, updatedAt: null }], 10)
  store.groups.replaceGroupMembers(ONE, customer(1), brand('pf-1'), [], 10)
  for (const resource of ['grants', 'groupMembers'] as const) store.readStates.succeeded(ONE, resource, customer(1), 1, 10)
  return store
}

function asking(store: Store) {
  onTestFinished(() => store.close())
  const options = { perMinute: {}, reserved: 0, speed: 1, shareMembersAndCustomers: true, sendOnlyChangedRoles: false }
  const clock = new VirtualClock(5)
  const jobs = { deps: { store, clock, random: Math.random, emit: () => undefined, author: 'tester', client: () => ({ options }) } }
  const deps = { store, matrix: matrixData(store, clock), jobs, isOnline: () => false } as unknown as FeatureDeps
  const handlers = { ...roleEditsHandlers(deps), ...intentsHandlers(deps), ...matrixHandlers(deps) }
  return async <M extends Methods>(method: M, input: Input<M>): Promise<Output<M>> => {
    const answer = await handlers[method](registry[method].input.parse(input) as never)
    // What comes out is what the contract says, nothing left out on the way.
    expect(registry[method].output.parse(answer)).toEqual(answer)
    return answer as never
  }
}
const at = (id: number) => ({ accountId: ONE, customerId: customer(id) })
const roles = [1, 2, 3].map((id) => ({ ...at(id), id: `s${String(id)}` }))
const told = ({ outcomes }: Output<'roles.propose'>) => outcomes.map(({ customerId, what, reason }) => `${String(customerId)} ${what}${reason === null ? '' : ` ${reason.kind}`}`)
const update = (more: Partial<Extract<RoleEdit, { kind: 'update' }>>): RoleEdit => ({ kind: 'update', scope: 'environment', roles, name: null, config: null, ...more })

it('a role is made wherever there is none of its name, read or staged, and told where there is', async () => {
  const ask = asking(world())
  const create: RoleEdit = { kind: 'create', scope: 'environment', name: 'Support', config, customers: [at(2), at(4)] }
  const found = await ask('roles.propose', { edits: [create] })
  expect(told(found)).toEqual(['2 left name-taken', '4 create'])
  expect(found.drafts).toEqual([{ kind: 'role.create', ...at(4), target: { scope: 'environment', name: 'Support' }, base: null, wish: { config } }])
  await ask('intents.stage', { name: 'New', edits: found.drafts })
  expect(told(await ask('roles.propose', { edits: [create] }))).toEqual(['2 left name-taken', '4 left name-taken'])
  const long = await ask('roles.propose', { edits: [{ ...create, name: 'x'.repeat(201), customers: [at(4)] }] })
  expect(long.errors).toEqual([{ field: 'name', message: 'A name has at most 200 characters, this one has 201.' }])
})

it('a role that is staged to be made can be given in the matrix before it is there', async () => {
  const ask = asking(world())
  const set = { kind: 'set', rows: ['one/4/2'], environments: ['dev'], wish: 'Support' } as Input<'matrix.preview'>['edit']
  expect(await ask('matrix.preview', { edit: set })).toMatchObject({ edits: 0, missing: [{ customerId: 4, roleName: 'Support' }] })
  const { drafts } = await ask('roles.propose', { edits: [{ kind: 'create', scope: 'environment', name: 'Support', config, customers: [at(4)] }] })
  await ask('intents.stage', { name: 'New', edits: drafts })
  expect(await ask('matrix.preview', { edit: set })).toMatchObject({ edits: 1, missing: [] })
})

it('an update keeps in each customer what it says nothing of, and does nothing where all is so', async () => {
  const ask = asking(world())
  const renamed = await ask('roles.propose', { edits: [update({ name: 'Help desk' })] })
  expect([told(renamed), renamed.unread]).toEqual([['1 update', '2 update', '3 unread'], 1])
  expect(renamed.drafts[0]).toMatchObject({ base: { name: 'Support', config }, wish: { name: 'Help desk', config } })
  expect(renamed.outcomes.map(({ prod }) => prod)).toEqual([false, true, false])
  expect(told(await ask('roles.propose', { edits: [update({ config: { logs: config.logs, team: config.team } })] }))).toEqual(['1 same', '2 same', '3 unread'])
  expect(told(await ask('roles.propose', { edits: [update({ name: 'Member' })] })).slice(0, 2)).toEqual(['1 left name-taken', '2 left name-taken'])
})

it('system and inherited roles are left with the reason, and one that is gone', async () => {
  const ask = asking(world())
  const found = await ask('roles.propose', { edits: [update({ roles: [{ ...at(1), id: 'm' }, { ...at(1), id: 'i' }, { ...at(4), id: 's4' }], config })] })
  expect(found.outcomes.map(({ reason }) => reason)).toEqual([{ kind: 'role-locked', roleKind: 'system' }, { kind: 'role-locked', roleKind: 'inherited' }, { kind: 'role-gone' }])
  expect(found.drafts).toEqual([])
})

it('a role that is held is deleted only after its holders got another one, in one act', async () => {
  const ask = asking(world())
  const edit = (instead: string | null): RoleEdit => ({ kind: 'delete', scope: 'environment', roles: [roles[0]!, roles[1]!], instead })
  const held = await ask('roles.propose', { edits: [edit(null)] })
  expect(told(held)).toEqual(['1 delete', '2 left role-assigned'])
  expect(held.outcomes[1]?.reason).toMatchObject({ count: 3, holders: [{ who: { name: 'Bo' }, environment: 'dev' }, { who: { name: 'Bo' }, environment: 'prod' }, { who: { name: 'Cy' }, environment: 'dev' }] })
  const moved = await ask('roles.propose', { edits: [edit('Member')] })
  expect(told(moved)).toEqual(['1 delete', '2 delete'])
  expect(moved.outcomes.map(({ moved: n, prod }) => [n, prod])).toEqual([[0, false], [3, true]])
  expect(moved.drafts.map(({ kind, customerId }) => `${String(customerId)} ${kind}`)).toEqual(['1 role.delete', '2 member.role', '2 member.role', '2 member.role', '2 role.delete'])
  expect(moved.drafts[1]).toMatchObject({ target: { memberId: 2, environment: 'dev' }, base: 'Support', wish: 'Member', seen: { prod: 'Support' } })
  // A role that is not there is nothing to give, and the role itself no way out.
  expect(told(await ask('roles.propose', { edits: [edit('Nobody')] }))).toEqual(['1 delete', '2 left unknown-role'])
  expect(told(await ask('roles.propose', { edits: [edit('Support')] }))).toEqual(['1 left unknown-role', '2 left unknown-role'])
})

it('what is staged counts: who gets another role already is left alone, who is to be invited with it holds it', async () => {
  const store = world()
  store.groups.replaceGroups(ONE, customer(2), [{ id: brand('pf-2'), name: 'Sales', description: null, membersCount: 0, system: false, createdAt: null, updatedAt: null }], 10)
  store.groups.replaceGroupMembers(ONE, customer(2), brand('pf-2'), [], 10)
  store.readStates.succeeded(ONE, 'groupMembers', customer(2), 1, 10)
  const ask = asking(store)
  const edit = (instead: string | null): RoleEdit => ({ kind: 'delete', scope: 'environment', roles: [roles[1]!], instead })
  const cell = (memberId: number, environment: 'dev' | 'prod', seen: object) => ({ kind: 'member.role', ...at(2), target: { memberId, environment }, base: 'Support', wish: 'EnvironmentAdmin', seen })
  await ask('intents.stage', { name: 'Some', edits: [cell(2, 'dev', { prod: 'Support' }), { kind: 'member.remove', ...at(2), target: { memberId: 3 }, base: true, wish: false }] as never })
  const moved = await ask('roles.propose', { edits: [edit('Member')] })
  expect(moved.drafts.map((one) => ('memberId' in one.target && 'environment' in one.target ? `${String(one.target.memberId)} ${String(one.target.environment)}` : one.kind))).toEqual(['2 prod', 'role.delete'])
  await ask('intents.stage', { name: 'Newcomer', edits: [{ kind: 'member.invite', ...at(2), target: { email: 'new@acme.example' }, base: null, wish: { name: 'New', roles: { dev: 'Support' }, groupIds: ['pf-2'] } }] as never })
  const kept = await ask('roles.propose', { edits: [edit('Member')] })
  expect(kept.outcomes[0]).toMatchObject({ what: 'left', reason: { kind: 'role-assigned', count: 1, holders: [{ who: { kind: 'person', name: 'New', email: 'new@acme.example' }, environment: 'dev' }] } })
})

it('what else is staged in a customer and cannot be sent keeps nobody from an act on another role of it', async () => {
  const ask = asking(world())
  await ask('intents.stage', { name: 'Gone', edits: [{ kind: 'member.role', ...at(1), target: { memberId: 2, environment: 'dev' }, base: 'Member', wish: 'Nobody', seen: {} }] as never })
  expect(told(await ask('roles.propose', { edits: [update({ roles: [roles[0]!], name: 'Help desk' })] }))).toEqual(['1 update'])
})

it('who keeps a legacy role in a customer that is migrated keeps no role of it from being edited, whatever is staged there', async () => {
  const store = world()
  const ask = asking(store)
  const legacy = { ...person(9, 'Lee', 'lee@acme.example', {}), roles: [{ environment: 'dev' as const, roleName: 'Partner helpdesk', roleType: 'privilege_group' as const }] }
  store.members.saveMember(ONE, customer(2), legacy, 20)
  const edit = update({ roles: [roles[1]!], name: 'Help desk' })
  expect(told(await ask('roles.propose', { edits: [edit] }))).toEqual(['2 left legacy-model'])
  store.roleMigration.saveLook(ONE, customer(2), { at: 20, error: null, legacy: { kind: 'refused', code: 'FORBIDDEN' } })
  expect(told(await ask('roles.propose', { edits: [edit] }))).toEqual(['2 update'])
  await ask('intents.stage', { name: 'One', edits: [{ kind: 'member.role', ...at(2), target: { memberId: 3, environment: 'prod' }, base: 'Member', wish: 'EnvironmentAdmin', seen: { dev: 'Support' } }] as never })
  expect(told(await ask('roles.propose', { edits: [edit] }))).toEqual(['2 update'])
})

it('a project role is taken from people and groups by its grants', async () => {
  const ask = asking(world())
  const edit = (instead: string | null): RoleEdit => ({ kind: 'delete', scope: 'project', roles: [{ ...at(1), id: 'pr-1' }], instead })
  expect((await ask('roles.propose', { edits: [edit(null)] })).outcomes[0]).toMatchObject({ what: 'left', reason: { kind: 'role-assigned', count: 2 } })
  const { drafts, outcomes } = await ask('roles.propose', { edits: [edit('Reader')] })
  expect(outcomes).toMatchObject([{ what: 'delete', moved: 2, prod: true }])
  expect(drafts.slice(0, 2)).toMatchObject([{ kind: 'project.grant', target: { projectId: 'p1', assignee: { kind: 'user', id: 3 } }, base: { id: 'pr-1' }, wish: { id: 'pr-2', name: 'Reader' } }, { target: { assignee: { kind: 'group', id: 'pf-1' } } }])
})

it('customers that have a role are told with the number of its privileges, and areas with the words that occur in them', async () => {
  const store = world()
  addCustomers(store, TWO, [1])
  const ask = asking(store)
  const among = { accounts: [], tags: [], scope: 'environment' as const, name: 'Support', offset: 0, limit: 10 }
  const { rows, matched } = await ask('roles.customers', { ...among, search: '' })
  expect([matched, rows.map(({ customerId, variant, kind }) => [customerId, variant, kind])]).toEqual([3, [[1, 1, 'custom'], [2, 1, 'custom'], [3, null, 'custom']]])
  expect(await ask('roles.customers', { ...among, search: 'CUSTOMER 2' })).toMatchObject({ matched: 1, rows: [{ customerId: 2, id: 's2' }] })
  expect(await ask('roles.places', { accounts: [], tags: [], search: '', offset: 1, limit: 2 })).toEqual({ matched: 5, rows: [2, 3].map((id) => ({ ...at(id), customer: `Customer ${String(id)}` })) })
  store.tags.change([at(3)], ['vip'], [])
  expect(await ask('roles.places', { accounts: [ONE], tags: ['vip'], search: 'customer', offset: 0, limit: 10 })).toEqual({ matched: 1, rows: [{ ...at(3), customer: 'Customer 3' }] })
  expect(await ask('roles.customers', { ...among, tags: ['vip'], search: '' })).toMatchObject({ matched: 1 })
  expect(await ask('roles.areas', { accounts: [ONE], scope: 'environment' })).toEqual({ areas: [{ area: 'logs', words: ['read'], all: false }, { area: 'team', words: ['read'], all: true }] })
  // One of each name is asked of the API where it is read nowhere.
  expect(store.roleCatalog.unreadNames({ scope: 'environment', accounts: [ONE], customers: null }, 10).map(({ name, customerId }) => [name, customerId])).toEqual([['Partner', 1]])
  expect(await ask('roles.areas', { accounts: [TWO], scope: 'environment' })).toEqual({ areas: [] })
})
