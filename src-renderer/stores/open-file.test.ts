import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useChangesStore } from './changes'

const LEFT = { code: 'BAD_INPUT', title: '2 changes of this file were left out.', hint: 'Do it on the page of the customer.', retryable: false }
let reply: { readonly staged: number | null; readonly left: typeof LEFT | null }

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('window', { rolodesk: { invoke: () => Promise.resolve({ ok: true, value: reply }), onEvent: () => () => undefined } })
})
afterEach(() => vi.unstubAllGlobals())

it.each([
  ['nothing, when no file was chosen', { staged: null, left: null }, null, null],
  ['what was kept', { staged: 3, left: null }, { did: 'kept', name: 'From a file' }, null],
  ['what was kept, and what was left out with the reason', { staged: 1, left: LEFT }, { did: 'kept', name: 'From a file' }, LEFT],
  ['only what was left out, when nothing of the file was kept', { staged: 0, left: LEFT }, null, LEFT],
])('a file of changes that is opened tells %s', async (_, answer, last, failure) => {
  reply = answer
  const store = useChangesStore()
  await store.openFile('From a file')
  expect([store.last, store.failure]).toEqual([last, failure])
})
