import { join } from 'node:path'
import { expect, it } from 'vitest'
import { collaboratorGroup, connection, customerManager, environmentRole, groupMember, project, projectGrant, projectRole } from '../contract/access'
import { environmentId, groupId, projectId, type AccountId } from '../contract/ids'
import { openStore, type Store } from '.'
import { openLibsql } from './libsql-db'
import { addCustomers, customer, details, newFolder, ONE, person, storeWith, TWO } from './store.fixture'

const HERE = customer(1)
const GROUP = groupId.parse('pf-1')
const PROJECT = projectId.parse('p1')
const environment = { id: 1, type: 'dev' }
const role = { kind: 'custom', membersCount: null, createdAt: null, updatedAt: null }
const named = (id: string) => ({ id, name: `Name ${id}` })
const groupOf = (id: string) => collaboratorGroup.parse({ ...named(id), description: null, membersCount: null, system: false, createdAt: null, updatedAt: null })

/** Each list of a customer: how it is written, by the numbers of its entries, and how it comes back. */
const LISTS: Readonly<Record<string, { readonly write: (store: Store, account: AccountId, numbers: readonly number[], now: number, complete?: boolean) => unknown; readonly read: (store: Store, account: AccountId) => readonly { readonly id: unknown }[] }>> = {
  'members': {
    write: (store, account, numbers, now, complete) => store.members.replaceMembers(account, HERE, numbers.map((id) => person(id, 'A', `a${String(id)}@x.example`)), now, complete),
    read: (store, account) => store.members.list(account, HERE),
  },
  'connections': {
    write: (store, account, numbers, now, complete) => store.connections.replaceConnections(account, HERE, numbers.map((id) => connection.parse({
      ...named(String(id)), provider: 'gmail', authorizationStatus: 'success', authorizedAt: null, createdAt: null, updatedAt: null, lostAt: null, lostReason: null,
    })), now, complete),
    read: (store, account) => store.connections.connections(account, HERE),
  },
  'environment roles': {
    write: (store, account, numbers, now, complete) => store.roles.replaceEnvironmentRoles(account, HERE, numbers.map((id) => environmentRole.parse({ ...named(`er-${String(id)}`), ...role })), now, complete),
    read: (store, account) => store.roles.environmentRoles(account, HERE),
  },
  'project roles': {
    write: (store, account, numbers, now, complete) => store.roles.replaceProjectRoles(account, HERE, numbers.map((id) => projectRole.parse({ ...named(`pr-${String(id)}`), ...role })), now, complete),
    read: (store, account) => store.roles.projectRoles(account, HERE),
  },
  'groups': {
    write: (store, account, numbers, now, complete) => store.groups.replaceGroups(account, HERE, numbers.map((id) => groupOf(`pf-${String(id)}`)), now, complete),
    read: (store, account) => store.groups.list(account, HERE),
  },
  'members of a group': {
    write: (store, account, numbers, now, complete) => {
      store.groups.replaceGroups(account, HERE, [groupOf(GROUP)], now)
      store.groups.replaceGroupMembers(account, HERE, GROUP, numbers.map((id) => groupMember.parse({ id, name: 'A', email: 'a@x.example' })), now, complete)
    },
    read: (store, account) => store.groups.withMembers(account, HERE).flatMap(({ members }) => members),
  },
  'projects': {
    write: (store, account, numbers, now, complete) => store.projects.replaceProjects(account, HERE, numbers.map((id) => project.parse({ ...named(`p${String(id)}`), folderId: null, description: null, environment })), now, complete),
    read: (store, account) => store.projects.list(account, HERE),
  },
  'grants': {
    write: (store, account, numbers, now, complete) => {
      store.projects.replaceProjects(account, HERE, [project.parse({ ...named(PROJECT), folderId: null, description: null, environment })], now)
      store.projects.replaceGrants(account, HERE, PROJECT, numbers.map((id) => projectGrant.parse({
        id: `pg-${String(id)}`, project: { ...named(PROJECT), environment }, projectRole: named('pr-1'), assignee: { kind: 'user', id, name: 'A', email: null },
      })), now, complete)
    },
    read: (store, account) => store.projects.withGrants(account, HERE).flatMap(({ grants }) => grants),
  },
}

it.each(Object.entries(LISTS))('%s: an answer that was understood in part removes nothing, a whole one does', (_, { write, read }) => {
  const store = storeWith({ one: [1] })
  write(store, ONE, [1, 2], 10)
  const before = read(store, ONE)
  expect(before).toHaveLength(2)
  write(store, ONE, [2], 20, false)
  expect(read(store, ONE)).toEqual(before)
  expect(store.history.goneSince(ONE, HERE, 20)).toEqual([])
  write(store, ONE, [2], 30)
  expect(read(store, ONE)).toEqual([before[1]])
  expect(store.history.goneSince(ONE, HERE, 20)).toHaveLength(1)
  store.close()
})

it.each(Object.entries(LISTS))('%s: what comes for a customer that only another account has is not kept', (_, { write, read }) => {
  const store = storeWith({ two: [1] })
  write(store, TWO, [2], 10)
  const other = read(store, TWO)
  write(store, ONE, [1], 20)
  expect([read(store, ONE), read(store, TWO)]).toEqual([[], other])
  expect(store.readStates.of(ONE, HERE)).toEqual([])
  store.close()
})

/** Something of an account in every table that knows accounts. */
function fill(store: Store, account: AccountId): void {
  addCustomers(store, account, [1])
  for (const { write } of Object.values(LISTS)) {
    write(store, account, [1, 2], 10)
    write(store, account, [2], 20)
  }
  store.customers.saveApps(account, HERE, [{ provider: 'gmail', connections: 1 }], 20)
  store.customerDetails.saveCustomer(account, details(1, { environments: [{ id: environmentId.parse(2), type: 'dev', externalId: null }] }), 20)
  store.connections.saveRecipes(account, HERE, [], 20)
  store.accountLists.replaceManagers(account, [customerManager.parse({ id: 'm1', user: { id: 5, name: 'A', email: 'a@x.example' }, role: { id: 'l1', name: 'Admin', system: true }, workspaces: 'all' })], 20)
  store.accountLists.replaceMonth(account, { month: '2026-10', customers: [{ customerId: HERE, name: null, externalId: null, tasks: 1 }] }, 20)
  store.reads.save(account, 'customers', { generation: 1, nextPage: 2, expected: null, startedAt: 1, completedAt: 2 })
}

it('nothing of an account is left in any table when it is removed, and everything of the other', () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  fill(store, ONE)
  fill(store, TWO)
  expect(store.removeRead(ONE)).toBe(true)
  store.close()
  const cache = openLibsql(join(folder, 'cache.db'), { durability: 'normal' })
  const tables = cache.all<{ name: string }>("SELECT name FROM sqlite_schema s WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) c WHERE c.name = 'account_id')").map(({ name }) => name)
  const rowsOf = (account: AccountId, table: string): number => cache.get<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE account_id = ?`, [account])?.n ?? 0
  expect(tables.length).toBeGreaterThan(15)
  expect(tables.filter((table) => rowsOf(ONE, table) > 0)).toEqual([])
  expect(tables.filter((table) => rowsOf(TWO, table) === 0)).toEqual([])
  cache.close()
})
