import { expect, it } from 'vitest'
import type { ListedCustomer } from '@contract/methods/customers'
import { useCustomerSelection } from './customer-selection'

const rowOf = (id: number, environments: readonly string[] = []): ListedCustomer => ({ id, name: `C ${String(id)}`, externalId: null, environments, people: id }) as unknown as ListedCustomer

it('a row is turned over, a range is ticked whole in either direction, and rows that are not read are left out', () => {
  let rows = [0, 1, 2, 3, 4].map((id) => rowOf(id))
  const selection = useCustomerSelection((index) => (index === 3 ? undefined : rows[index]))
  const ids = (): readonly number[] => [...selection.chosen.value.keys()].sort()
  selection.pick(1, false)
  selection.pick(1, false)
  expect(ids()).toEqual([])
  selection.pick(4, false)
  selection.pick(1, true)
  expect(ids()).toEqual([1, 2, 4])
  selection.clear()
  selection.pick(0, false)
  selection.pick(2, true)
  expect(ids()).toEqual([0, 1, 2])
  // After clearing there is no row to begin a range from.
  selection.clear()
  selection.pick(4, true)
  expect(ids()).toEqual([4])
  // What is ticked stays, with its name, when a search shows others.
  rows = [rowOf(7)]
  selection.pick(0, false)
  expect(ids()).toEqual([4, 7])
  selection.add([rowOf(8), rowOf(7)])
  expect(ids()).toEqual([4, 7, 8])
})

it('a customer counts as provisioned as soon as it has environments', () => {
  const selection = useCustomerSelection((index) => rowOf(index, index === 0 ? [] : ['dev', 'test', 'prod']))
  selection.pick(0, false)
  selection.pick(1, false)
  expect([...selection.chosen.value.values()]).toEqual([{ id: 0, name: 'C 0', externalId: null, provisioned: false, people: 0 }, { id: 1, name: 'C 1', externalId: null, provisioned: true, people: 1 }])
})
