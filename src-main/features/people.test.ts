import { expect, it } from 'vitest'
import { addCustomers, customer, details, ONE, person, storeWith, TWO } from '../store/store.fixture'
import type { FeatureDeps } from './deps'
import { peopleHandlers } from './people'

/** Handlers on a store of two accounts that have customers of the same ids; nothing is read. */
function setUp() {
  const store = storeWith({ one: [1, 2], two: [1] })
  const nobody = (): never => {
    throw new Error('nothing is read here')
  }
  const handlers = peopleHandlers({ store, sync: nobody, emit: () => undefined, optionsChanged: () => undefined, isOnline: () => false, get jobs(): FeatureDeps['jobs'] { return nobody() }, get migration(): FeatureDeps['migration'] { return nobody() }, get matrix(): FeatureDeps['matrix'] { return nobody() } })
  return { store, handlers }
}
const PAGE = { accounts: [], search: '', environment: null, roles: [], sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10 } as const

it('a row tells the accounts, the highest role and where it is held; environment and role filter it', () => {
  const { store, handlers } = setUp()
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'ann@x.example', { dev: 'EnvironmentAdmin', prod: 'Member' }), person(2, 'Bo', 'bo@x.example', { test: null })], 10)
  store.members.replaceMembers(TWO, customer(1), [person(1, 'Ann', 'ann@x.example', { prod: 'Member' })], 10)
  const page = (more: object = {}) => handlers['people.page']({ ...PAGE, accounts: [], roles: [], ...more })
  expect(page()).toMatchObject({
    matched: 2, total: 2, rows: [
      { email: 'ann@x.example', customers: 2, accounts: [ONE, TWO], highest: { environment: 'dev', roleName: 'EnvironmentAdmin' }, prodCustomers: 2 },
      { email: 'bo@x.example', customers: 1, accounts: [ONE], highest: null, prodCustomers: 0 },
    ],
  })
  expect([{ environment: 'prod' }, { environment: 'test' }, { environment: 'dev', roles: ['Member'] }, { environment: 'prod', roles: ['Member'], accounts: [TWO] }].map((filter) => handlers['people.count']({ ...PAGE, accounts: [], roles: [], ...filter } as never))).toEqual([
    { matched: 1 }, { matched: 0 }, { matched: 0 }, { matched: 1 },
  ])
})

it('the search puts whoever is in many customers first and finds customers of every account', () => {
  const { store, handlers } = setUp()
  const crowd = Array.from({ length: 250 }, (_, at) => person(100 + at, 'Dana Abbott', `a${String(at)}@x.example`))
  store.members.replaceMembers(ONE, customer(1), [...crowd, person(1, 'Zora Dana', 'z@x.example')], 10)
  store.members.replaceMembers(ONE, customer(2), [person(1, 'Zora Dana', 'z@x.example')], 10)
  const found = handlers['search.all']({ text: 'dana', limit: 3 })
  expect(found).toMatchObject({ people: [{ name: 'Zora Dana', customers: 2 }, { name: 'Dana Abbott' }, { name: 'Dana Abbott' }], peopleMatched: 251 })
  expect(handlers['search.all']({ text: 'customer 1', limit: 3 })).toMatchObject({ customers: [{ accountId: ONE, customerId: 1 }, { accountId: TWO, customerId: 1 }], customersMatched: 2 })
  expect(handlers['search.all']({ text: ' ', limit: 3 })).toEqual({ people: [], peopleMatched: 0, peopleExact: true, customers: [], customersMatched: 0 })
})

it('completeness is that of the customers that are asked for, with the first fifty that failed', () => {
  const { store, handlers } = setUp()
  addCustomers(store, ONE, Array.from({ length: 60 }, (_, at) => 100 + at))
  store.members.replaceMembers(ONE, customer(1), [], 10)
  for (let id = 100; id < 160; id += 1) store.readStates.failed(ONE, 'members', customer(id), { code: 'TIMEOUT', title: 'Late.', hint: '', retryable: true }, 20)
  const whole = handlers['reading.completeness']({ resource: 'members', accounts: [ONE], customers: null })
  expect(whole).toMatchObject({ total: 62, read: 1, failed: 60 })
  if (whole instanceof Promise) throw new Error('it is answered at once')
  expect(whole.failures.map(({ customerId }) => customerId)).toEqual(Array.from({ length: 50 }, (_, at) => 100 + at))
  expect(handlers['reading.completeness']({ resource: 'members', accounts: [ONE], customers: [customer(1), customer(2)] })).toMatchObject({ total: 2, read: 1, failed: 0, failures: [] })
})

it('an explanation names what was not read whole at any time, and no more', () => {
  const { store, handlers } = setUp()
  store.inCache(() => store.customerDetails.saveListed(ONE, details(1), 1, 5))
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'ann@x.example', { dev: 'Member' })], 10)
  const missing = () => (handlers['people.why']({ accountId: ONE, customerId: customer(1), memberId: 1 as never, environment: 'dev' }) as { missing: readonly string[] }).missing
  expect(missing()).toEqual(['environmentRoles', 'groupMembers', 'grants', 'managers'])
  store.readStates.failed(ONE, 'grants', customer(1), { code: 'TIMEOUT', title: 'Late.', hint: '', retryable: true }, 20)
  store.readStates.failed(ONE, 'members', customer(1), { code: 'TIMEOUT', title: 'Late.', hint: '', retryable: true }, 20)
  store.roles.replaceEnvironmentRoles(ONE, customer(1), [], 20)
  store.accountLists.replaceManagers(ONE, [], 20)
  expect(missing()).toEqual(['groupMembers', 'grants'])
})
