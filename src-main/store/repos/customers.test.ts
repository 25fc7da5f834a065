import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '..'
import { accountId, customerId, type AccountId } from '../../contract/ids'
import type { CustomerFilter, CustomerSort } from '../../contract/methods/customers'
import type { ReadCustomer } from './customers'

const [ONE, TWO] = [accountId.parse('one'), accountId.parse('two')]
const NO_FILTER: CustomerFilter = { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }
const id = (number: number) => customerId.parse(number)

const customer = (number: number, more: Partial<ReadCustomer> = {}): ReadCustomer => ({
  id: id(number), name: `Customer ${String(number)}`, externalId: null, planId: 'business', status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev'], ...more,
})

function setUp(rows: Readonly<Record<string, readonly ReadCustomer[]>>) {
  const store = openStore(mkdtempSync(join(tmpdir(), 'rolodesk-customers-')), 1)
  for (const [account, customers] of Object.entries(rows)) store.inCache(() => store.customers.upsert(accountId.parse(account), customers, 1, 1))
  const page = (accountId: AccountId, filter: Partial<CustomerFilter> = {}, by: CustomerSort = 'name', direction: 'asc' | 'desc' = 'asc') =>
    store.customers.page({ accountId, filter: { ...NO_FILTER, ...filter }, sort: { by, direction }, offset: 0, limit: 200 })
  const ids = (...query: Parameters<typeof page>): number[] => page(...query).rows.map((row) => row.id)
  return { ...store, page, ids }
}

/** Two accounts that have customers of the same ids. */
function twins() {
  const made = setUp({ one: [customer(1, { name: 'Of one' }), customer(2)], two: [customer(1, { name: 'Of two', planId: 'free' }), customer(2)] })
  made.customers.saveApps(ONE, id(1), [{ provider: 'slack', connections: 2 }], 1)
  made.customers.saveApps(TWO, id(1), [{ provider: 'jira', connections: 3 }, { provider: 'box', connections: 1 }], 1)
  made.reads.save(ONE, 'customers', { generation: 1, nextPage: 2, expected: 2, startedAt: 1, completedAt: 1 })
  made.reads.save(TWO, 'customers', { generation: 1, nextPage: 2, expected: 2, startedAt: 1, completedAt: 1 })
  return made
}

it('nothing of an account is read for another that has the same ids', () => {
  const { page, ids, customers } = twins()
  expect(page(ONE)).toMatchObject({ matched: 2, total: 2, rows: [{ name: 'Customer 2', apps: null }, { name: 'Of one', apps: [{ provider: 'slack', connections: 2 }] }] })
  expect(page(TWO).rows[1]).toMatchObject({ name: 'Of two', apps: [{ provider: 'jira' }, { provider: 'box' }] })
  expect([ids(ONE, { apps: ['jira'] }), ids(TWO, { apps: ['jira'] })]).toEqual([[], [1]])
  expect(customers.facets(ONE)).toMatchObject({ plans: [{ value: 'business', count: 2 }], statuses: [{ value: 'active', count: 2 }], apps: [{ value: 'slack', count: 1 }] })
  expect([customers.count(ONE), customers.countAppsRead(ONE)]).toEqual([2, 1])
})

it('nothing of an account is changed or removed with another that has the same ids', () => {
  const { page, customers, reads } = twins()
  const untouched = page(TWO)
  customers.upsert(ONE, [customer(1, { name: 'Renamed' })], 2, 2)
  expect(customers.removeOlder(ONE, 2, 2)).toBe(1)
  customers.saveApps(ONE, id(1), [], 2)
  expect(page(TWO)).toEqual(untouched)
  expect(page(ONE).rows).toMatchObject([{ name: 'Renamed', apps: [] }])
  customers.removeAccount(ONE)
  expect(page(TWO)).toEqual(untouched)
  expect([page(ONE).total, reads.get(ONE, 'customers'), reads.get(TWO, 'customers')?.generation]).toEqual([0, null, 1])
  expect(customers.facets(ONE)).toEqual({ plans: [], statuses: [], models: [], apps: [] })
})

it('apps that arrive for a customer that is gone are dropped', () => {
  const { customers } = twins()
  customers.saveApps(ONE, id(99), [{ provider: 'slack', connections: 1 }], 1)
  expect(customers.facets(ONE).apps).toEqual([{ value: 'slack', count: 1 }])
})

it('each order is that of its own column, in both directions with what is not known at the end', () => {
  const { ids } = setUp({
    one: [
      customer(1, { name: 'b', planId: 'x', status: 'trial', joinedAt: 2, taskCount: 30, connectionCount: 1, environments: ['dev', 'test', 'prod'] }),
      customer(2, { name: 'C', planId: 'z', status: 'active', joinedAt: 3, taskCount: 4, connectionCount: 3, environments: ['dev'] }),
      customer(3, { name: 'a', planId: 'y', status: 'expired', joinedAt: 1, taskCount: 200, connectionCount: 2, environments: ['dev', 'test'] }),
      customer(4, { name: 'd', planId: null, status: 'trial', environments: [] }),
    ],
  })
  const both = (by: CustomerSort): number[][] => [ids(ONE, {}, by, 'asc'), ids(ONE, {}, by, 'desc')]
  expect(both('name')).toEqual([[3, 1, 2, 4], [4, 2, 1, 3]])
  expect(both('plan')).toEqual([[1, 3, 2, 4], [2, 3, 1, 4]])
  expect(both('status')).toEqual([[2, 3, 1, 4], [1, 4, 3, 2]])
  expect(both('joined')).toEqual([[3, 1, 2, 4], [2, 1, 3, 4]])
  expect(both('tasks')).toEqual([[2, 1, 3, 4], [3, 1, 2, 4]])
  expect(both('connections')).toEqual([[1, 3, 2, 4], [2, 3, 1, 4]])
  expect(both('environments')).toEqual([[4, 2, 3, 1], [1, 3, 2, 4]])
})

it('customers that are alike in a column follow one another by name, whatever the direction', () => {
  const { ids } = setUp({ one: [customer(1, { name: 'C' }), customer(2, { name: 'a' }), customer(3, { name: 'b' })] })
  for (const by of ['plan', 'status', 'tasks'] as const) expect([ids(ONE, {}, by, 'asc'), ids(ONE, {}, by, 'desc')]).toEqual([[2, 3, 1], [2, 3, 1]])
})

it('the search over all accounts tells how many match, also of those that it has no room for', () => {
  const { customers } = twins()
  expect(customers.search('customer', 10)).toMatchObject({ rows: [{ accountId: ONE, customerId: 2 }, { accountId: TWO, customerId: 2 }], matched: 2 })
  expect(customers.search('customer', 1)).toMatchObject({ rows: [{ accountId: ONE }], matched: 2 })
})

it('a page of customers is kept together with its cursor, or not at all', () => {
  const { inCache, customers, reads, ids } = twins()
  const cursor = { generation: 2, nextPage: 2, expected: null, startedAt: 2, completedAt: null }
  expect(() => inCache(() => {
    customers.upsert(ONE, [customer(3)], 2, 2)
    reads.save(ONE, 'customers', cursor)
    throw new Error('power is out')
  })).toThrow('power is out')
  expect([ids(ONE), reads.get(ONE, 'customers')?.generation]).toEqual([[2, 1], 1])
})

it('a customer that left the list counts neither as read nor as failed', () => {
  const { customers, readStates, inCache } = twins()
  readStates.succeeded(ONE, 'members', id(1), 1, 1)
  readStates.failed(ONE, 'members', id(2), { code: 'TIMEOUT', title: 'x', hint: '', retryable: true }, 1)
  readStates.succeeded(TWO, 'members', id(1), 1, 1)
  inCache(() => customers.removeOlder(ONE, 2, 2))
  expect([readStates.counts(ONE, 'members'), readStates.failedCustomers(ONE), readStates.counts(TWO, 'members').read]).toEqual([{ read: 0, failed: 0 }, [], 1])
})

it('a filter takes every value that is chosen, and all filters together', () => {
  const { ids, customers } = setUp({
    one: [
      customer(1, { planId: 'a', status: 'active', joinedAt: 10, externalId: 'ext-7' }), customer(2, { planId: 'b', status: 'trial', joinedAt: 20 }),
      customer(3, { planId: 'c', status: 'expired', joinedAt: 30 }), customer(4, { planId: null, status: 'trial', joinedAt: null }),
    ],
  })
  for (const [number, provider] of [[1, 'slack'], [2, 'jira'], [3, 'box']] as const) customers.saveApps(ONE, id(number), [{ provider, connections: 1 }, { provider: 'gmail', connections: 1 }], 1)
  expect(ids(ONE, { plans: ['a', 'c'] })).toEqual([1, 3])
  expect(ids(ONE, { statuses: ['active', 'trial'] })).toEqual([1, 2, 4])
  expect(ids(ONE, { apps: ['jira', 'box'] })).toEqual([2, 3])
  expect(ids(ONE, { apps: ['gmail'] })).toEqual([1, 2, 3])
  expect([ids(ONE, { joinedFrom: 20 }), ids(ONE, { joinedTo: 20 }), ids(ONE, { joinedFrom: 11, joinedTo: 29 })]).toEqual([[2, 3], [1, 2], [2]])
  expect([ids(ONE, { search: 'EXT customer' }), ids(ONE, { search: 'customer 3' })]).toEqual([[1], [3]])
  expect(ids(ONE, { plans: ['a', 'b'], statuses: ['trial', 'expired'], apps: ['gmail'], joinedTo: 30 })).toEqual([2])
})
