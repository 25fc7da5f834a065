import { expect, it } from 'vitest'
import { ApiClient } from '../api/client'
import { WHOLE_ACCOUNT } from '../store/read-state'
import { customer, ONE, storeWith } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { CUSTOMERS } from './read-customers'
import { stateOf } from './state'

const TIMEOUT = { code: 'TIMEOUT', title: 'Late.', hint: '', retryable: true } as const

/** The state of an account with four customers in the list. */
function setUp() {
  const store = storeWith({ one: [1, 2, 3, 4] })
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const client = new ApiClient(ONE, { transport: { send: () => Promise.reject(new Error('nothing is sent here')) }, clock, random: () => 0.5, online: () => true })
  const cursor = (more: object) => store.reads.save(ONE, CUSTOMERS, { generation: 1, nextPage: 2, expected: null, startedAt: 1, completedAt: null, ...more })
  const state = () => stateOf({ store, client, clock, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, emit: () => undefined }, 'reading', null)
  return { store, cursor, state, etaMs: (calls: number) => client.bucket('members').etaMs(calls) }
}

it('while the list is read its total is what was announced, never less than is here, and open where nothing was', () => {
  const { cursor, state } = setUp()
  expect(state()).toMatchObject({ listed: 4, total: null, asOf: null })
  cursor({ expected: 250 })
  expect(state()).toMatchObject({ listed: 4, total: 250 })
  cursor({ expected: 3 })
  expect(state()).toMatchObject({ total: 4 })
  cursor({ completedAt: 77 })
  expect(state()).toMatchObject({ total: 4, asOf: 77 })
})

it('while the list is read anew it is as old as the last whole reading', () => {
  const { store, cursor, state } = setUp()
  store.readStates.succeeded(ONE, 'customers', WHOLE_ACCOUNT, 4, 50)
  cursor({ generation: 2 })
  expect(state().asOf).toBe(50)
})

it('the time that is left counts the customers that are neither read nor failed, then those without apps', () => {
  const { store, cursor, state, etaMs } = setUp()
  cursor({ completedAt: 77 })
  store.readStates.succeeded(ONE, 'members', customer(1), 0, 10)
  store.readStates.failed(ONE, 'members', customer(2), TIMEOUT, 10)
  expect(state()).toMatchObject({ read: 1, failed: 1, etaMs: etaMs(2) })
  for (const id of [3, 4]) store.readStates.succeeded(ONE, 'members', customer(id), 0, 10)
  store.customers.saveApps(ONE, customer(1), [], 10)
  expect(state()).toMatchObject({ read: 3, appsRead: 1, etaMs: etaMs(3) })
  for (const id of [2, 3, 4]) store.customers.saveApps(ONE, customer(id), [], 10)
  expect(state().etaMs).toBe(null)
})
