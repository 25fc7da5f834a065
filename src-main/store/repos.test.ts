import { expect, it } from 'vitest'
import { collaboratorGroup, connection, customerManager, environmentRole, member, project, projectGrant, recipe } from '../contract/access'
import { environmentId, groupId, projectId } from '../contract/ids'
import type { MemberSort } from '../contract/methods/workspace'
import { WHOLE_ACCOUNT } from './read-state'
import { customer, details, ONE, person, storeWith, TWO } from './store.fixture'

const role = (id: string, extra = {}) => environmentRole.parse({ id, name: `Role ${id}`, kind: 'custom', membersCount: 1, createdAt: 1, updatedAt: 2, ...extra })
const group = (id: string) => collaboratorGroup.parse({ id, name: `Group ${id}`, description: null, membersCount: null, system: false, createdAt: null, updatedAt: null })
const shop = project.parse({ id: 'p1', name: 'Shop', folderId: null, description: null, environment: { id: 7, type: 'dev' } })
const grant = (id: string, assignee: unknown) => projectGrant.parse({
  id, project: { id: 'p1', name: 'Shop', environment: { id: 7, type: 'dev' } }, projectRole: { id: 'pr-1', name: 'Builders' }, assignee,
})

it('a config comes back as it was, stays while the role is not updated and goes when it is', () => {
  const store = storeWith({ one: [1] })
  const config = { 'Folders': { read: true, deep: [1, 2.5, 'é', null, { '': [] }] }, z: 1, a: 2 }
  store.roles.replaceEnvironmentRoles(ONE, customer(1), [role('r1'), role('r2')], 10)
  expect(store.roles.saveEnvironmentRole(ONE, customer(1), role('r1', { config }), 11)).toBe(true)
  expect(store.roles.saveEnvironmentRole(ONE, customer(1), role('r1', { config }), 12)).toBe(false)
  expect(store.roles.saveEnvironmentRole(ONE, customer(1), role('r9', { config }), 12)).toBe(false)
  expect(store.roles.replaceEnvironmentRoles(ONE, customer(1), [role('r1'), role('r2')], 20).changed).toEqual([])
  expect(JSON.stringify(store.roles.environmentRoles(ONE, customer(1))[0]?.config)).toBe(JSON.stringify(config))
  expect(store.roles.replaceEnvironmentRoles(ONE, customer(1), [role('r1', { updatedAt: 3 })], 30)).toEqual({ added: [], changed: ['r1'], removed: ['r2'] })
  expect(store.roles.environmentRoles(ONE, customer(1))).toEqual([role('r1', { updatedAt: 3 })])
})

it('groups, projects, grants and memberships of a person come together on its page', () => {
  const store = storeWith({ one: [1], two: [1] })
  const ann = person(880, 'Ann', 'ann@a.example')
  for (const account of [ONE, TWO]) store.members.replaceMembers(account, customer(1), [ann], 10)
  store.groups.replaceGroups(ONE, customer(1), [group('pf-1'), group('pf-2')], 10)
  store.groups.replaceGroupMembers(ONE, customer(1), groupId.parse('pf-1'), [{ id: ann.id, name: 'Ann', email: 'ann@a.example' }], 10)
  store.projects.replaceProjects(ONE, customer(1), [shop], 10)
  const grants = [grant('pg-1', { kind: 'user', id: 880, name: 'Ann', email: null }), grant('pg-2', { kind: 'group', id: 'pf-1', name: 'Group pf-1' }), grant('pg-3', { kind: 'group', id: 'pf-2', name: 'Group pf-2' })]
  store.projects.replaceGrants(ONE, customer(1), projectId.parse('p1'), grants, 10)
  const [one, two] = store.person.memberships('ann@a.example', { search: '', offset: 0, limit: 200 }).rows
  expect(one?.grants.map(({ id }) => id)).toEqual(['pg-1', 'pg-2'])
  expect(one?.groups).toEqual([{ id: 'pf-1', name: 'Group pf-1' }])
  expect([two?.grants, two?.groups]).toEqual([[], []])
  // The built-in group of all collaborators holds every member, though nobody is listed in it.
  store.groups.replaceGroups(TWO, customer(1), [{ ...group('am-1'), name: 'All collaborators', system: true }, group('pf-9')], 10)
  store.projects.replaceProjects(TWO, customer(1), [shop], 10)
  store.projects.replaceGrants(TWO, customer(1), projectId.parse('p1'), [grant('pg-8', { kind: 'group', id: 'am-1', name: 'All collaborators' }), grant('pg-9', { kind: 'group', id: 'pf-9', name: 'Group pf-9' })], 10)
  const again = store.person.memberships('ann@a.example', { search: '', offset: 0, limit: 200 }).rows[1]
  expect([again?.grants.map(({ id }) => id), again?.groups.map(({ id }) => id)]).toEqual([['pg-8'], ['am-1']])
  expect(store.projects.withGrants(ONE, customer(1))).toEqual([{ ...shop, grants }])
  expect(store.groups.withMembers(ONE, customer(1)).map(({ id, members }) => [id, members.length])).toEqual([['pf-1', 1], ['pf-2', 0]])
  store.groups.replaceGroups(ONE, customer(1), [group('pf-2')], 20)
  expect(store.groups.withMembers(ONE, customer(1)).map(({ members }) => members)).toEqual([[]])
  expect(store.history.goneSince(ONE, customer(1), 20)).toEqual([{ resource: 'groups', key: 'pf-1', label: 'Group pf-1', goneAt: 20 }])
})

it('groups and grants of the same number at another customer or account, and of a person and a group of the same number, are not mixed up', () => {
  const store = storeWith({ one: [1, 2], two: [1, 2] })
  const ann = person(880, 'Ann', 'ann@a.example')
  for (const id of [1, 2]) {
    store.members.replaceMembers(ONE, customer(id), [ann], 10)
    store.groups.replaceGroups(ONE, customer(id), [group('pf-1'), group('880')], 10)
    store.projects.replaceProjects(ONE, customer(id), [shop], 10)
  }
  store.groups.replaceGroupMembers(ONE, customer(2), groupId.parse('pf-1'), [{ id: ann.id, name: 'Ann', email: 'ann@a.example' }], 10)
  store.projects.replaceGrants(ONE, customer(1), projectId.parse('p1'), [grant('pg-1', { kind: 'group', id: '880', name: 'Group 880' })], 10)
  const { rows } = store.person.memberships('ann@a.example', { search: '', offset: 0, limit: 200 })
  expect(rows.map(({ customerId, groups, grants }) => [customerId, groups.map(({ id }) => id), grants.length])).toEqual([[1, [], 0], [2, ['pf-1'], 0]])
  expect([1, 2].map((id) => store.groups.withMembers(ONE, customer(id)).map(({ members }) => members.length))).toEqual([[0, 0], [0, 1]])
  store.groups.replaceGroups(TWO, customer(2), [group('pf-1')], 10)
  expect(store.groups.list(TWO, customer(2)).map(({ id }) => id)).toEqual(['pf-1'])
  store.groups.replaceGroups(TWO, customer(1), [group('pf-1'), { ...group('am-1'), name: 'Z everybody', system: true }], 10)
  expect(store.groups.list(TWO, customer(1)).map(({ id }) => id)).toEqual(['am-1', 'pf-1'])
  expect(store.groups.withMembers(TWO, customer(2))).toMatchObject([{ id: 'pf-1', members: [] }])
})

it('details, connections, recipes, managers and usage come back as they were read', () => {
  const store = storeWith({ one: [1] })
  const acme = details(1, { environments: [{ id: environmentId.parse(3), type: 'prod', externalId: null }, { id: environmentId.parse(2), type: 'dev', externalId: 'x' }], trial: false, whitelistedApps: [], taskCount: 1, taskLimitAdjustment: -5 })
  expect([store.customerDetails.saveCustomer(ONE, acme, 10), store.customerDetails.saveCustomer(ONE, acme, 20)]).toEqual([true, false])
  expect(store.customerDetails.customer(ONE, customer(1))).toEqual({ customer: acme, fetchedAt: 20 })
  expect(store.customerDetails.environments(ONE, customer(1)).map(({ type }) => type)).toEqual(['dev', 'prod'])
  store.customerDetails.saveCustomer(ONE, { ...acme, taskCount: null, taskLimitAdjustment: null, notificationEmail: 'ops@x.example' }, 30)
  store.customerDetails.saveCustomer(ONE, { ...acme, taskCount: null, taskLimitAdjustment: null }, 40)
  expect(store.customerDetails.customer(ONE, customer(1))?.customer, 'what only the list tells stays, what was cleared goes').toEqual(acme)
  const mail = connection.parse({ id: 'c1', name: null, provider: 'gmail', authorizationStatus: 'success', authorizedAt: 1, createdAt: 1, updatedAt: 1, lostAt: null, lostReason: null })
  store.connections.replaceConnections(ONE, customer(1), [mail], 10)
  expect(store.connections.connections(ONE, customer(1))).toEqual([mail])
  const recipeOf = (id: string, running: boolean, succeededJobs: number | null, failedJobs: number) => recipe.parse({
    id, name: id, running, folderId: null, projectId: null, succeededJobs, failedJobs, lifetimeTasks: null, lastRunAt: null, stoppedAt: null, stopCause: null, version: null,
  })
  store.connections.saveRecipes(ONE, customer(1), [recipeOf('b', false, null, 1), recipeOf('c', true, 0, 0), recipeOf('a', true, 5, 3)], 10)
  expect(store.connections.recipeCounts(ONE, customer(1))).toEqual({ recipes: 3, running: 2, succeededJobs: 5, failedJobs: 4, troubled: [recipeOf('a', true, 5, 3), recipeOf('b', false, null, 1)], fetchedAt: 10 })
  const managers = [
    customerManager.parse({ id: 'm1', user: { id: 5, name: 'A', email: 'a@x.example' }, role: { id: 'l1', name: 'Admin', system: true }, workspaces: 'all' }),
    customerManager.parse({ id: 'm2', user: { id: 6, name: 'B', email: 'b@x.example' }, role: { id: 'l2', name: 'Ops', system: false }, workspaces: [1, 2] }),
  ]
  store.accountLists.replaceManagers(ONE, managers, 10)
  expect(store.accountLists.managers(ONE)).toEqual(managers)
  for (let month = 1; month <= 14; month += 1) {
    store.accountLists.replaceMonth(ONE, { month: `2026-${String(month).padStart(2, '0')}`, customers: [{ customerId: customer(1), name: null, externalId: null, tasks: month }] }, 10)
  }
  expect(store.accountLists.usageOf(ONE, customer(1)).map(({ tasks }) => tasks)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
  // Another account has customers of the same ids.
  store.accountLists.replaceMonth(TWO, { month: '2026-14', customers: [] }, 10)
  store.accountLists.replaceManagers(TWO, [], 10)
  expect([store.accountLists.usageOf(ONE, customer(1)).at(-1)?.tasks, store.accountLists.usageOf(TWO, customer(1)), store.accountLists.managers(ONE)]).toEqual([14, [], managers])
})

it('a list that tells less of a customer than was known leaves that as it was', () => {
  const store = storeWith({ one: [1] })
  const known = details(1, { originUrl: 'https://acme.example', fullEmbedding: true, environments: [{ id: environmentId.parse(2), type: 'dev', externalId: null }], taskCount: 1 })
  store.customerDetails.saveCustomer(ONE, known, 10)
  store.inCache(() => store.customerDetails.saveListed(ONE, details(1, { name: 'Acme Retail', fullEmbedding: false, taskCount: 2 }), 2, 20))
  expect(store.customerDetails.customer(ONE, customer(1))).toEqual({ customer: { ...known, name: 'Acme Retail', fullEmbedding: false, taskCount: 2 }, fetchedAt: 20 })
})

it('completeness counts what was read, what failed and why, and what was never tried', () => {
  const store = storeWith({ one: [1, 2, 3], two: [1] })
  store.members.replaceMembers(ONE, customer(1), [person(1, 'A', 'a@x.example')], 10)
  store.members.replaceMembers(ONE, customer(2), [], 20)
  store.readStates.failed(ONE, 'members', customer(2), { code: 'FORBIDDEN', title: 'Not allowed.', hint: '', retryable: false }, 30)
  expect(store.readStates.completeness('members', { accounts: [] })).toEqual({
    total: 4, read: 1, failed: 1, never: 2, rows: 1, oldest: 10, newest: 20,
    failures: [{ accountId: ONE, customerId: 2, name: 'Customer 2', code: 'FORBIDDEN', text: 'Not allowed.', lastSuccess: 20 }],
  })
  expect(store.readStates.completeness('members', { accounts: [TWO] })).toMatchObject({ total: 1, never: 1, oldest: null })
  expect(store.readStates.completeness('members', { accounts: [ONE], customers: [customer(1)] })).toMatchObject({ total: 1, read: 1, failed: 0 })
  expect(store.readStates.due(ONE, 'members', 15, 10)).toEqual([3, 1])
  store.members.replaceMembers(ONE, customer(2), [], 40)
  expect(store.readStates.completeness('members', { accounts: [ONE] })).toMatchObject({ read: 2, failed: 0, failures: [] })
})

it('what comes of a reading of a customer that left the list meanwhile leaves no state behind', () => {
  const store = storeWith({ one: [1] })
  store.readStates.failed(ONE, 'members', customer(9), { code: 'TIMEOUT', title: 'x', hint: '', retryable: true }, 5)
  store.readStates.succeeded(ONE, 'grants', customer(9), 3, 5)
  expect(store.readStates.of(ONE, customer(9))).toEqual([])
  expect(store.readStates.counts(ONE, 'members')).toEqual({ read: 0, failed: 0 })
  store.readStates.failed(ONE, 'members', customer(1), { code: 'TIMEOUT', title: 'x', hint: '', retryable: true }, 5)
  expect(store.readStates.counts(ONE, 'members')).toEqual({ read: 0, failed: 1 })
  store.close()
})

it('a customer whose list was read before and failed since counts as failed, not as read', () => {
  const store = storeWith({ one: [1, 2] })
  for (const id of [1, 2]) store.members.replaceMembers(ONE, customer(id), [], 10)
  store.readStates.failed(ONE, 'members', customer(2), { code: 'TIMEOUT', title: 'x', hint: '', retryable: true }, 20)
  expect(store.readStates.counts(ONE, 'members')).toEqual({ read: 1, failed: 1 })
  expect(store.readStates.completeness('members', { accounts: [ONE] })).toMatchObject({ total: 2, read: 1, failed: 1 })
})

it('those whose reading failed are the customers of one account, and the account itself is none of them', () => {
  const store = storeWith({ one: [1, 2], two: [3] })
  const failure = { code: 'TIMEOUT', title: 'x', hint: '', retryable: true } as const
  for (const resource of ['members', 'grants'] as const) store.readStates.failed(ONE, resource, customer(2), failure, 5)
  store.readStates.failed(TWO, 'members', customer(3), failure, 5)
  store.readStates.failed(ONE, 'usage', WHOLE_ACCOUNT, failure, 5)
  expect([store.readStates.failedCustomers(ONE), store.readStates.failedCustomers(TWO)]).toEqual([[2], [3]])
  expect(store.readStates.counts(ONE, 'usage')).toEqual({ read: 0, failed: 0 })
})

it('the collaborators of a customer are searched, filtered and sorted as a window', () => {
  const store = storeWith({ one: [1] })
  const people = ['Cy', 'Bo', 'Al'].map((name, at) => member.parse({ ...person(at + 1, name, `${name}@x.example`, at === 0 ? { dev: 'Admin', prod: 'Member' } : { prod: 'Admin' }), lastActivityAt: at === 1 ? null : at }))
  store.members.replaceMembers(ONE, customer(1), people, 10)
  const found = (filter = {}, by: MemberSort = 'name', direction: 'asc' | 'desc' = 'asc') => store.collaborators.page({
    accountId: ONE, customerId: customer(1), search: '', roles: [], environment: null, kinds: [], ...filter, sort: { by, direction }, offset: 0, limit: 2,
  })
  expect(found()).toMatchObject({ rows: [{ name: 'Al' }, { name: 'Bo' }], matched: 3, total: 3 })
  expect(found({}, 'lastActivity', 'desc').rows.map(({ name }) => name)).toEqual(['Al', 'Cy'])
  expect(found({ roles: ['Admin'], environment: 'prod', search: 'b' })).toMatchObject({ rows: [{ name: 'Bo' }], matched: 1, total: 3 })
  expect(found({ environment: 'dev' })).toMatchObject({ rows: [{ name: 'Cy' }], matched: 1 })
  expect([found({ kinds: ['team'] }).matched, found({ kinds: ['manager'] }).matched, found({ kinds: ['manager', 'team'] }).matched]).toEqual([3, 0, 3])
  expect([found({}, 'prod', 'desc').rows, found({}, 'dev', 'desc').rows].map((rows) => rows.map(({ name }) => name))).toEqual([['Cy', 'Al'], ['Cy', 'Al']])
  expect(found({}, 'prod').rows.map(({ name }) => name)).toEqual(['Al', 'Bo'])
  expect(store.collaborators.roleNames(ONE, customer(1))).toEqual([{ value: 'Admin', count: 3 }, { value: 'Member', count: 1 }])
  expect(store.roles.holders(ONE, customer(1)).map(({ roleName, name, environment }) => [roleName, name, environment])).toEqual([
    ['Admin', 'Al', 'prod'], ['Admin', 'Bo', 'prod'], ['Admin', 'Cy', 'dev'], ['Member', 'Cy', 'prod'],
  ])
})
