import { expect, it } from 'vitest'
import { ApiClient } from '../api/client'
import { collaboratorGroup, connection, environmentRole, groupMember, project, projectGrant } from '../contract/access'
import type { ApiResponse } from '../contract/engine-protocol'
import { groupId, projectId } from '../contract/ids'
import { customer, details, ONE, person, storeWith } from '../store/store.fixture'
import { AccountSync } from '../sync/account-sync'
import { VirtualClock } from '../testing/virtual-clock'
import type { FeatureDeps } from './deps'
import { workspaceHandlers } from './workspace'

const HERE = { accountId: ONE, customerId: customer(1) }
const FAILED = { code: 'TIMEOUT', title: 'Late.', hint: '', retryable: true } as const
const environment = { id: 1, type: 'dev' }
const group = collaboratorGroup.parse({ id: 'pf-1', name: 'Finance', description: null, membersCount: null, system: false, createdAt: null, updatedAt: null })
const everybody = collaboratorGroup.parse({ ...group, id: 'am-1', name: 'All collaborators', system: true })
const shop = project.parse({ id: 'p1', name: 'Shop', folderId: null, description: null, environment })
const grant = projectGrant.parse({ id: 'pg-1', project: { id: 'p1', name: 'Shop', environment }, projectRole: { id: 'pr-1', name: 'Builders' }, assignee: { kind: 'group', id: 'pf-1', name: 'Finance' } })

/** Handlers on a store with one customer, of an account whose API answers everything with `body`. */
function setUp(body: unknown = []) {
  const store = storeWith({ one: [1] })
  const clock = new VirtualClock()
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const client = new ApiClient(ONE, { transport: { send: (): Promise<ApiResponse> => Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(body) }) }, clock, random: () => 0.5, online: () => true })
  const sync = new AccountSync({ store, client, clock, log, emit: () => undefined }, false)
  store.inCache(() => store.customerDetails.saveListed(ONE, details(1), 1, 5))
  return { store, handlers: workspaceHandlers({ store, sync: () => sync, emit: () => undefined, optionsChanged: () => undefined, isOnline: () => true, get jobs(): FeatureDeps['jobs'] { throw new Error('no job is looked at here') }, get migration(): FeatureDeps['migration'] { throw new Error('no migration is looked at here') }, get matrix(): FeatureDeps['matrix'] { throw new Error('no matrix is looked at here') } }) }
}

it('what was never read whole is told as not read, not as empty, and each list for itself', () => {
  const { store, handlers } = setUp()
  const shown = () => [
    handlers['workspace.group']({ ...HERE, groupId: group.id }), handlers['workspace.projects'](HERE), handlers['workspace.dashboard'](HERE),
  ]
  store.groups.replaceGroups(ONE, HERE.customerId, [group], 10)
  store.projects.replaceProjects(ONE, HERE.customerId, [shop], 10)
  for (const resource of ['groupMembers', 'grants', 'connections'] as const) store.readStates.failed(ONE, resource, HERE.customerId, FAILED, 10)
  expect(shown()).toMatchObject([{ members: null }, { projects: [{ grants: null }] }, { connections: null, recipes: null, months: null }])
  store.readStates.succeeded(ONE, 'grants', HERE.customerId, 0, 20)
  expect(shown()).toMatchObject([{ members: null }, { projects: [{ grants: [] }] }, { connections: null }])
  store.readStates.succeeded(ONE, 'groupMembers', HERE.customerId, 0, 20)
  store.connections.replaceConnections(ONE, HERE.customerId, [connection.parse({ id: 'c1', name: null, provider: 'gmail', authorizationStatus: null, authorizedAt: null, createdAt: null, updatedAt: null, lostAt: null, lostReason: null })], 20)
  expect(shown()).toMatchObject([{ members: [] }, { projects: [{ grants: [] }] }, { connections: [{ id: 'c1' }] }])
})

it('a group has the members that it lists, the built-in one all of the customer, each with its own grants', () => {
  const { store, handlers } = setUp()
  store.members.replaceMembers(ONE, HERE.customerId, [person(1, 'Ann', 'ann@x.example'), person(2, 'Bo', 'bo@x.example')], 10)
  store.groups.replaceGroups(ONE, HERE.customerId, [group, everybody], 10)
  store.groups.replaceGroupMembers(ONE, HERE.customerId, groupId.parse('pf-1'), [groupMember.parse({ id: 2, name: 'Bo', email: 'bo@x.example' })], 10)
  store.projects.replaceProjects(ONE, HERE.customerId, [shop], 10)
  store.projects.replaceGrants(ONE, HERE.customerId, projectId.parse('p1'), [grant], 10)
  store.readStates.succeeded(ONE, 'groupMembers', HERE.customerId, 1, 10)
  expect(handlers['workspace.group']({ ...HERE, groupId: group.id })).toEqual({ members: [{ id: 2, name: 'Bo', email: 'bo@x.example' }], grants: [grant] })
  expect(handlers['workspace.group']({ ...HERE, groupId: everybody.id })).toMatchObject({ members: [{ id: 1 }, { id: 2 }], grants: [] })
})

it('a role is shown with those who hold it, once each with their environments, and a project role with its grants', async () => {
  const { store, handlers } = setUp()
  const admin = environmentRole.parse({ id: 'er-1', name: 'Admin', kind: 'custom', membersCount: null, createdAt: null, updatedAt: null, config: { a: 1 } })
  store.roles.replaceEnvironmentRoles(ONE, HERE.customerId, [admin], 10)
  store.roles.replaceProjectRoles(ONE, HERE.customerId, [{ ...admin, id: 'pr-1', name: 'Builders' } as never], 10)
  store.members.replaceMembers(ONE, HERE.customerId, [person(1, 'Ann', 'ann@x.example', { dev: 'Admin', prod: 'Admin', test: 'Member' }), person(2, 'Bo', 'bo@x.example', { dev: 'Member' })], 10)
  store.projects.replaceProjects(ONE, HERE.customerId, [shop], 10)
  store.projects.replaceGrants(ONE, HERE.customerId, projectId.parse('p1'), [grant, { ...grant, id: 'pg-2', projectRole: { id: 'pr-2', name: 'Others' } } as never], 10)
  expect(await handlers['workspace.role']({ ...HERE, role: { scope: 'environment', id: admin.id } })).toEqual({ config: { a: 1 }, holders: [{ id: 1, name: 'Ann', email: 'ann@x.example', environments: ['dev', 'prod'] }], grants: [] })
  expect(await handlers['workspace.role']({ ...HERE, role: { scope: 'project', id: 'pr-1' as never } })).toEqual({ config: { a: 1 }, holders: [], grants: [grant] })
})

it('jobs are those of the customer that is asked for, whatever else the answer holds', async () => {
  const of = (workspace_id: number, task_count: number) => ({ workspace_id, external_id: null, intervals: [{ from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z', task_count }] })
  const asked = { ...HERE, from: 0, to: 1, interval: 'day' } as const
  expect(await setUp({ result: [of(2, 20), of(1, 10)] }).handlers['workspace.jobs'](asked)).toMatchObject({ intervals: [{ tasks: 10 }] })
  expect(await setUp({ result: [of(2, 20)] }).handlers['workspace.jobs'](asked)).toEqual({ intervals: [] })
})

it.each([['us', 'https://app.workato.com'], ['eu', 'https://app.eu.workato.com'], ['cn', 'https://app.workatoapp.cn'], ['custom', null]] as const)('the page of a customer in the console of %s is on its own host', (dataCenter, host) => {
  const { store, handlers } = setUp()
  store.accounts.save({ id: ONE, kind: 'partner', name: 'One', dataCenter, baseUrl: 'https://x.example', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  expect(handlers['workspace.get'](HERE)).toMatchObject({ consoleUrl: host === null ? null : `${host}/admin_console/customers/1/dashboard` })
})
