import { expect, it } from 'vitest'
import { memberId } from '../contract/ids'
import { addCustomers, customer, ONE, person, storeWith, TWO } from './store.fixture'

const anna = person(11, 'Anna Smith', 'anna@acme.example', { dev: 'EnvironmentAdmin', prod: null })
const bob = person(12, 'Bob Jones', 'bob@acme.example')

it('a complete list is what is kept; only real changes are told', () => {
  const store = storeWith({ one: [1] })
  expect(store.members.replaceMembers(ONE, customer(1), [anna, bob], 10)).toEqual({ added: ['11', '12'], changed: [], removed: [] })
  expect(store.members.replaceMembers(ONE, customer(1), [bob, anna], 20)).toEqual({ added: [], changed: [], removed: [] })
  const promoted = { ...bob, roles: person(12, '', '', { dev: 'EnvironmentAdmin' }).roles }
  expect(store.members.replaceMembers(ONE, customer(1), [promoted, { ...anna, lastActivityAt: 5 }], 30)).toEqual({ added: [], changed: ['12', '11'], removed: [] })
  expect(store.members.replaceMembers(ONE, customer(1), [promoted], 40)).toEqual({ added: [], changed: [], removed: ['11'] })
  expect(store.members.list(ONE, customer(1))).toEqual([promoted])
  expect(store.history.goneSince(ONE, customer(1), 0)).toEqual([{ resource: 'members', key: '11', label: 'Anna Smith anna@acme.example', goneAt: 40 }])
})

it('an incomplete list removes nobody and does not count as a read', () => {
  const store = storeWith({ one: [1] })
  store.members.replaceMembers(ONE, customer(1), [anna, bob], 10)
  expect(store.members.replaceMembers(ONE, customer(1), [bob], 20, false).removed).toEqual([])
  expect(store.members.list(ONE, customer(1))).toHaveLength(2)
  expect(store.readStates.completeness('members', { accounts: [ONE] }).newest).toBe(10)
})

it('other customers and the same ids of another account stay as they are', () => {
  const store = storeWith({ one: [1, 2], two: [1] })
  for (const [account, id] of [[ONE, 1], [ONE, 2], [TWO, 1]] as const) store.members.replaceMembers(account, customer(id), [anna, bob], 10)
  store.members.replaceMembers(ONE, customer(1), [], 20)
  expect([[ONE, 1], [ONE, 2], [TWO, 1]].map(([account, id]) => store.members.list(account as typeof ONE, customer(id as number)).length)).toEqual([0, 2, 2])
  expect(store.members.replaceMembers(TWO, customer(99), [anna], 20)).toEqual({ added: [], changed: [], removed: [] })
})

it('what a failed write began is undone, the state of the read included', () => {
  const store = storeWith({ one: [1] })
  store.members.replaceMembers(ONE, customer(1), [anna], 10)
  const broken = { ...bob, createdAt: Number.NaN }
  expect(() => store.members.replaceMembers(ONE, customer(1), [bob, broken], 20)).toThrow('finite')
  expect(store.members.list(ONE, customer(1))).toEqual([anna])
  expect(store.readStates.completeness('members', { accounts: [ONE] }).newest).toBe(10)
  expect(store.people.total()).toBe(1)
})

it('a member that is read alone counts in the customer and in the people, and nobody else is touched', () => {
  const store = storeWith({ one: [1] })
  store.members.replaceMembers(ONE, customer(1), [anna], 10)
  expect(store.members.saveMember(ONE, customer(1), person(12, 'Bob Jones', 'bob@acme.example', { dev: 'Analyst' }, 'privilege_group'), 20)).toBe(true)
  expect(store.customers.summary(ONE, customer(1))).toMatchObject({ model: 'legacy', people: 2 })
  expect([store.members.list(ONE, customer(1)).length, store.people.total()]).toEqual([2, 2])
})

it('the access model of a customer is told by the roles that are held: one of the old model makes it legacy, none leaves it open', () => {
  const store = storeWith({ one: [1] })
  const model = (...roles: ReturnType<typeof person>[]) => {
    store.members.replaceMembers(ONE, customer(1), roles, 10)
    return store.customers.summary(ONE, customer(1))?.model
  }
  const old = person(13, 'Cy', 'cy@acme.example', { dev: 'Analyst' }, 'privilege_group')
  const nothing = person(14, 'Di', 'di@acme.example', { dev: null }, 'privilege_group')
  expect([model(), model(nothing), model(bob, nothing), model(bob, old), model(old)]).toEqual(['unknown', 'unknown', 'migrated', 'legacy', 'legacy'])
})

it('groups that an answer does not tell stay known', () => {
  const store = storeWith({ one: [1] })
  const grouped = { ...anna, groups: [{ id: 'pf-1', name: 'Finance' }] } as typeof anna
  store.members.replaceMembers(ONE, customer(1), [grouped], 10)
  expect(store.members.replaceMembers(ONE, customer(1), [anna], 20).changed).toEqual([])
  expect(store.members.get(ONE, customer(1), anna.id)?.groups).toEqual([{ id: 'pf-1', name: 'Finance' }])
})

it('the members of any earlier time come back; activity is no change of access', () => {
  const store = storeWith({ one: [1] })
  store.members.replaceMembers(ONE, customer(1), [anna], 10)
  store.members.replaceMembers(ONE, customer(1), [{ ...anna, lastActivityAt: 99 }], 20)
  const changed = { ...anna, roles: person(11, '', '', { prod: 'EnvironmentAdmin' }).roles }
  store.members.replaceMembers(ONE, customer(1), [changed, bob], 30)
  store.members.replaceMembers(ONE, customer(1), [bob], 40)
  const at = (time: number) => store.history.asOf({ accounts: [] }, time, 100).map(({ memberId: id, roles }) => [id, roles.map(({ roleName }) => roleName)])
  expect([9, 10, 29, 30, 39, 40].map(at)).toEqual([
    [], [[11, ['EnvironmentAdmin', null]]], [[11, ['EnvironmentAdmin', null]]], [[11, ['EnvironmentAdmin']], [12, ['Member']]], [[11, ['EnvironmentAdmin']], [12, ['Member']]], [[12, ['Member']]],
  ])
  expect(store.history.ofMember(ONE, customer(1), memberId.parse(11)).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([[10, 30], [30, 40]])
  store.members.replaceMembers(ONE, customer(1), [anna, bob], 50)
  expect(store.history.ofMember(ONE, customer(1), memberId.parse(11)).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([[10, 30], [30, 40], [50, null]])
})

it('a customer that a complete read does not see takes its members along; history and people know it', () => {
  const store = storeWith({ one: [1, 2] })
  store.members.replaceMembers(ONE, customer(1), [anna], 10)
  store.members.replaceMembers(ONE, customer(2), [anna, bob], 10)
  addCustomers(store, ONE, [1], 2)
  store.inCache(() => store.customers.removeOlder(ONE, 2, 20))
  expect(store.people.total()).toBe(1)
  expect(store.history.asOf({ accounts: [ONE], customers: [customer(2)] }, 15, 10)).toHaveLength(2)
  expect(store.history.goneSince(ONE, customer(2), 0).map(({ resource }) => resource)).toEqual(['customers', 'members', 'members'])
  expect(store.readStates.completeness('members', { accounts: [ONE] })).toMatchObject({ total: 1, read: 1 })
})

it('an account that is removed leaves nothing, and nothing of the other goes', () => {
  const store = storeWith({ one: [1], two: [1] })
  store.members.replaceMembers(ONE, customer(1), [anna, bob], 10)
  store.members.replaceMembers(ONE, customer(1), [anna], 20)
  store.members.replaceMembers(TWO, customer(1), [anna], 10)
  store.customers.removeAccount(ONE)
  expect(store.people.total()).toBe(1)
  expect(store.history.asOf({ accounts: [] }, 15, 10).map(({ accountId }) => accountId)).toEqual([TWO])
  expect(store.history.goneSince(ONE, customer(1), 0)).toEqual([])
})
