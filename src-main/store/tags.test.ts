import { expect, it, onTestFinished } from 'vitest'
import { customer, ONE, storeWith, TWO } from './store.fixture'

it('tags are those of one customer of one account, though another account has a customer with the same number', () => {
  const store = storeWith({ one: [1, 2], two: [1] })
  onTestFinished(() => store.close())
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  const [mine, theirs] = [{ accountId: ONE, customerId: customer(1) }, { accountId: TWO, customerId: customer(1) }]
  expect(store.tags.change([mine, theirs], ['vip', 'north'], [])).toBe(4)
  expect([store.tags.having(['vip'], []), store.tags.having(['vip'], [ONE]), store.tags.having(['vip', 'north'], [TWO])]).toEqual([[mine, theirs], [mine], [theirs]])
  expect(store.tags.change([mine, { ...mine, customerId: customer(2) }], [], ['vip'])).toBe(1)
  expect([store.tags.of(mine), store.tags.of(theirs), [...store.tags.ofMany(TWO, [customer(1)])]]).toEqual([['north'], ['north', 'vip'], [[1, ['north', 'vip']]]])
})
