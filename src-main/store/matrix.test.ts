import { expect, it } from 'vitest'
import { addCustomers, customer, ONE, person, storeWith, TWO } from './store.fixture'

const anna = person(11, 'Anna Smith', 'anna@acme.example', { dev: 'EnvironmentAdmin', prod: null })
const bob = person(12, 'Bob Jones', 'bob@acme.example')

it('tells of every change of a customer, its people and their access, once, and of nothing else', () => {
  const store = storeWith({ one: [1, 2], two: [1] })
  let seen = 0
  const told = (): string[] => {
    const changed = store.matrix.changedSince(seen)
    const version = store.matrix.version()
    expect(changed.length > 0 || version === seen).toBe(true)
    seen = version
    return changed.map(({ accountId, customerId }) => `${accountId}/${String(customerId)}`).sort()
  }
  expect(told()).toEqual(['one/1', 'one/2', 'two/1'])
  store.members.replaceMembers(ONE, customer(1), [anna, bob], 10)
  expect(told()).toEqual(['one/1'])
  store.members.replaceMembers(ONE, customer(1), [bob, anna], 20)
  addCustomers(store, ONE, [1, 2], 2)
  store.readStates.succeeded(ONE, 'groups', customer(2), 3, 20)
  expect(told()).toEqual([])
  store.members.saveMember(ONE, customer(1), { ...anna, lastActivityAt: 5 }, 30)
  expect(told()).toEqual(['one/1'])
  store.members.saveMember(ONE, customer(1), { ...anna, lastActivityAt: 5 }, 40)
  expect(told()).toEqual([])
  store.members.replaceMembers(ONE, customer(1), [bob], 50)
  store.members.replaceMembers(TWO, customer(1), [anna], 50)
  expect(told()).toEqual(['one/1', 'two/1'])
  store.close()
})

it('a customer that is gone changes the version, and is in the list no more', () => {
  const store = storeWith({ one: [1, 2] })
  store.members.replaceMembers(ONE, customer(1), [anna], 10)
  const before = store.matrix.version()
  addCustomers(store, ONE, [2], 2)
  store.inCache(() => store.customers.removeOlder(ONE, 2, 20))
  expect(store.matrix.version()).toBeGreaterThan(before)
  expect([store.matrix.count(), store.matrix.ids()]).toEqual([1, [{ accountId: ONE, customerId: 2 }]])
  store.removeRead(ONE)
  expect(store.matrix.ids()).toEqual([])
  store.close()
})

it('gives people as they were read, with one object for equal roles', () => {
  const store = storeWith({ one: [1] })
  const [carl] = [{ ...person(13, 'Carl Ö', 'Carl@acme.example'), groups: [{ id: 'g' as never, name: 'Night' }], lastActivityAt: 7 }]
  store.members.replaceMembers(ONE, customer(1), [bob, carl, anna], 10)
  const people = store.matrix.members(ONE, customer(1))
  expect(people).toMatchObject([{ memberId: 11, roles: anna.roles, groups: null }, { memberId: 12 }, { memberId: 13, name: 'Carl Ö', sortName: 'carl o', email: 'Carl@acme.example', groups: [{ id: 'g', name: 'Night' }], createdAt: 1, lastActivityAt: 7 }])
  expect(people[1]?.roles).toBe(people[2]?.roles)
  expect(store.matrix.changedSince(0)).toMatchObject([{ name: 'Customer 1', sortName: 'customer 1', environments: ['dev', 'prod'], model: 'migrated', externalId: null }])
  store.close()
})
