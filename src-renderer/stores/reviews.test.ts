import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { useReviewsStore, type Review } from './reviews'

const review = (accountId: string, customerId: number): Review => ({ accountId, customerId, customer: `${accountId} ${String(customerId)}`, at: 1 }) as unknown as Review
/** What is open behind the bridge, and what was asked there. */
let open: Review[]
let asked: { readonly method: string; readonly input: object }[]
/** The page has one ear at the bridge, from the first test on. */
let tell: (event: object) => void = () => undefined

beforeEach(() => {
  ;[open, asked] = [[review('a', 1), review('b', 1), review('a', 2)], []]
  const invoke = (method: string, input: Pick<Review, 'accountId' | 'customerId'>): Promise<unknown> => {
    asked.push({ method, input })
    if (method === 'reviews.confirm') open = open.filter((one) => one.accountId !== input.accountId || one.customerId !== input.customerId)
    return Promise.resolve({ ok: true, value: method === 'reviews.open' ? { reviews: open } : {} })
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: (hear: typeof tell) => {
    tell = hear
    return () => undefined
  } } })
  setActivePinia(createPinia())
})

it('one review after the other is due until it is confirmed, and one that is put off keeps no other back', async () => {
  const store = useReviewsStore()
  store.load()
  await vi.waitFor(() => expect(store.due).toEqual(review('a', 1)))
  store.postpone(review('a', 1))
  // The customer with the same number in another account is another one.
  expect([store.due, store.putOff]).toEqual([review('b', 1), [review('a', 1)]])
  await store.confirm(review('b', 1))
  expect(asked.filter(({ method }) => method === 'reviews.confirm')).toEqual([{ method: 'reviews.confirm', input: { accountId: 'b', customerId: 1 } }])
  expect([store.due, store.putOff]).toEqual([review('a', 2), [review('a', 1)]])
  await store.confirm(review('a', 2))
  expect(store.due).toBeNull()
  store.resume(review('a', 1))
  expect([store.due, store.putOff]).toEqual([review('a', 1), []])
})

it('a review comes as soon as a job goes on, and goes with its account', async () => {
  open = []
  const store = useReviewsStore()
  store.load()
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  open = [review('a', 3)]
  tell({ type: 'job' })
  await vi.waitFor(() => expect(store.due).toEqual(review('a', 3)))
  open = []
  tell({ type: 'accounts' })
  await vi.waitFor(() => expect(store.due).toBeNull())
})
