import { expect, it } from 'vitest'
import { member } from '../contract/access'
import { customer, ONE, person, storeWith, TWO } from './store.fixture'

it('what a row of the people tells is summed up over all memberships of both accounts', () => {
  const store = storeWith({ one: [1, 2, 3], two: [1] })
  const ann = (roles: Parameters<typeof person>[3], more = {}) => member.parse({ ...person(7, 'Ann', 'ann@x.example', roles), ...more })
  store.members.replaceMembers(ONE, customer(1), [ann({ dev: 'Admin', prod: 'Member' }, { lastActivityAt: 5 })], 10)
  store.members.replaceMembers(ONE, customer(2), [ann({ prod: null, test: 'Admin' }, { lastActivityAt: 9 })], 10)
  store.members.replaceMembers(ONE, customer(3), [ann({ dev: 'Member' }, { lastActivityAt: null })], 10)
  // The same number as a customer of the other account.
  store.members.replaceMembers(TWO, customer(1), [ann({ prod: 'Member' }, { kind: 'manager', lastActivityAt: 2 }), person(8, 'Bo', 'bo@x.example', { dev: null })], 10)
  const facts = store.personFacts.of(['ann@x.example', 'bo@x.example', 'nobody@x.example'])
  const highest = store.people.byKey('ann@x.example')?.access
  expect(highest).toBe('Admin')
  expect(facts.get('ann@x.example')).toEqual({ accounts: [ONE, TWO], prodCustomers: 2, manager: true, lastActivityAt: 9, highestIn: 'test' })
  expect(facts.get('bo@x.example')).toEqual({ accounts: [TWO], prodCustomers: 0, manager: false, lastActivityAt: null, highestIn: null })
  expect(facts.size).toBe(2)
  store.close()
})
