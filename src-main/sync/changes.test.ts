import { expect, it } from 'vitest'
import { ApiClient } from '../api/client'
import type { AppEvent } from '../contract/events'
import { accountId, customerId } from '../contract/ids'
import { VirtualClock } from '../testing/virtual-clock'
import { Changes } from './changes'

const id = accountId.parse('one')
const customer = (number: number) => customerId.parse(number)

function setUp() {
  const clock = new VirtualClock()
  const told: { readonly at: number; readonly table: string; readonly customers: readonly number[] | null }[] = []
  const emit = (event: AppEvent): void => {
    if (event.type === 'changed' && event.accountId === id) told.push({ at: clock.now(), table: event.table, customers: event.customers })
  }
  const client = new ApiClient(id, { transport: { send: () => Promise.reject(new Error('nothing is sent here')) }, clock, random: () => 0.5, online: () => true })
  const changes = new Changes({ client, clock, emit }, () => undefined)
  const start = clock.now()
  return { changes, told, pass: (ms: number) => clock.run(clock.sleep(ms)), start }
}

it('the first change is told at once, what follows together and no more than four times a second', async () => {
  const { changes, told, pass, start } = setUp()
  changes.note('members', customer(1))
  for (const number of [2, 3, 2]) changes.note('members', customer(number))
  changes.note('grants', customer(2))
  await pass(1000)
  expect(told).toEqual([
    { at: start, table: 'members', customers: [1] }, { at: start + 250, table: 'members', customers: [2, 3] }, { at: start + 250, table: 'grants', customers: [2] },
  ])
  changes.end()
})

it('a change of any customer is not forgotten for one of a certain customer, nor are the keys when they are too many', async () => {
  const { changes, told, pass } = setUp()
  changes.note('usage', null)
  changes.note('customers', customer(1))
  changes.note('customers', null)
  changes.note('customers', customer(2))
  for (let number = 1; number <= 201; number += 1) changes.note('members', customer(number))
  for (let number = 1; number <= 200; number += 1) changes.note('grants', customer(number))
  await pass(1000)
  expect(told.slice(1).map(({ table, customers }) => [table, customers?.length ?? null])).toEqual([['customers', null], ['members', null], ['grants', 200]])
  changes.end()
})
