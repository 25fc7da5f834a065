import { expect, it } from 'vitest'
import { ApiClient } from '../api/client'
import type { ApiResponse } from '../contract/engine-protocol'
import { WHOLE_ACCOUNT } from '../store/read-state'
import { ONE, storeWith } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { CUSTOMERS, readCustomers } from './read-customers'

const MINUTE = 60_000
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)
const row = (id: number) => ({ id, name: `Customer ${String(id)}` })

/** A page that is not answered. */
const LOST = Symbol('lost')
type Answer = { readonly result: readonly unknown[]; readonly count?: number } | typeof LOST

/** A store that knows customer 999 from an earlier time, and a list whose pages are these; what is asked for is noted. */
function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const store = storeWith({ one: [999] })
  store.reads.save(ONE, CUSTOMERS, { generation: 1, nextPage: 2, expected: null, startedAt: 1, completedAt: 2 })
  const asked: string[] = []
  const list = { pages: [] as readonly Answer[] }
  const abort = new AbortController()
  const client = new ApiClient(ONE, {
    clock, random: () => 0.5, online: () => true,
    transport: {
      send: (_, { query }): Promise<ApiResponse> => {
        const page = query?.find(([name]) => name === 'page')?.[1] ?? ''
        asked.push(page)
        const answer = list.pages[Number(page) - 1] ?? { result: [] }
        if (answer === LOST) return Promise.reject(new Error('the process ends here'))
        return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(answer) })
      },
    },
  })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return {
    store, asked, list,
    read: (anew = false) => clock.run(readCustomers({ store, client, clock, log, emit: () => undefined }, abort.signal, anew, () => undefined)),
    pass: (minutes: number) => clock.run(clock.sleep(minutes * MINUTE)),
    knows: (id: number): boolean => store.customers.exists(ONE, id as never),
  }
}

it('removes what a whole read did not see', async () => {
  const { store, asked, list, read, knows } = setUp()
  list.pages = [{ result: range(1, 100).map(row) }, { result: range(101, 120).map(row) }]
  await read()
  expect([asked, store.customers.count(ONE), knows(999)]).toEqual([['1', '2'], 120, false])
  expect(store.readStates.get(ONE, 'customers', WHOLE_ACCOUNT)).toMatchObject({ readAt: expect.any(Number) as unknown, failure: null })
})

it('removes nothing when a row of an earlier page was not understood', async () => {
  const { store, list, read, knows } = setUp()
  list.pages = [{ result: [...range(1, 99).map(row), { name: 'no id' }] }, { result: range(101, 120).map(row) }]
  await read()
  expect([store.customers.count(ONE), knows(999)]).toEqual([120, true])
})

it('removes nothing when fewer came than were announced, because one came twice', async () => {
  const { list, read, knows } = setUp()
  list.pages = [{ result: range(1, 100).map(row), count: 150 }, { result: range(100, 149).map(row), count: 150 }]
  await read()
  expect(knows(999)).toBe(true)
})

it('asks for no page beyond the announced number, and without one until a page is short', async () => {
  const { asked, list, read, knows } = setUp()
  list.pages = [{ result: range(1, 100).map(row), count: 200 }, { result: range(101, 200).map(row), count: 200 }]
  await read()
  expect([asked, knows(999)]).toEqual([['1', '2'], false])
  list.pages = [{ result: range(1, 100).map(row) }, { result: range(101, 200).map(row) }]
  await read(true)
  expect(asked.slice(2)).toEqual(['1', '2', '3'])
})

it('goes on within the hour where it was interrupted, later it begins anew; a read that ended is never continued', async () => {
  const { store, asked, list, read, pass, knows } = setUp()
  const whole: Answer[] = [{ result: range(1, 100).map(row) }, { result: range(101, 120).map(row) }]
  list.pages = [whole[0] ?? LOST, LOST]
  await expect(read()).rejects.toThrow('the process ends here')
  await pass(50)
  list.pages = whole
  await read()
  expect([asked, knows(999)]).toEqual([['1', '2', '2'], false])
  list.pages = [whole[0] ?? LOST, LOST]
  await expect(read()).rejects.toThrow('the process ends here')
  await pass(61)
  // Deleted meanwhile: of a read that is an hour old nothing is taken for seen.
  list.pages = [{ result: range(1, 99).map(row) }]
  await read()
  expect(asked.slice(3)).toEqual(['1', '2', '1'])
  expect([store.customers.count(ONE), store.reads.get(ONE, CUSTOMERS)?.completedAt !== null]).toEqual([99, true])
})
