import fc from 'fast-check'
import { expect, it } from 'vitest'
import { customerId } from '../contract/ids'
import { fold } from '../domain/fold'
import { newFolder, ONE, TWO } from './store.fixture'
import { openStore } from '.'

const row = (id: number, name: string, externalId: string | null) => ({
  id: customerId.parse(id), name, externalId, planId: null, status: 'active' as const, joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: [],
})
const LETTERS = fc.constantFrom('a', 'b', 'é', 'C', ' ', '-', '%', '"', '*', '1', '𝒳')
const NAME = fc.string({ unit: LETTERS, minLength: 1, maxLength: 12 })
const STEP = fc.record({ account: fc.constantFrom(ONE, TWO), id: fc.integer({ min: 1, max: 4 }), name: NAME, externalId: fc.option(NAME), generation: fc.integer({ min: 1, max: 3 }) })

it('finds whose text holds every word, whatever was written, renamed and removed before', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 12 }), fc.constantFrom(0, 2, 3), fc.array(fc.string({ unit: LETTERS, maxLength: 6 }), { minLength: 1, maxLength: 6 }), (steps, removed, queries) => {
      const store = openStore(newFolder(), 1)
      const kept = new Map<string, { readonly generation: number; readonly text: string; readonly id: number; readonly account: string }>()
      for (const { account, id, name, externalId, generation } of steps) {
        store.inCache(() => store.customers.upsert(account, [row(id, name, externalId)], generation, 1))
        kept.set(`${account}/${String(id)}`, { generation, id, account, text: fold(`${name} ${externalId ?? ''}`) })
      }
      store.inCache(() => store.customers.removeOlder(ONE, removed, 2))
      for (const [key, one] of kept) if (one.account === ONE && one.generation < removed) kept.delete(key)
      for (const query of [...queries, ...[...kept.values()].map(({ text }) => [...text].slice(1, 6).join(''))]) {
        const words = fold(query).split(/\s+/).filter((word) => word !== '')
        const expected = [...kept.values()].filter(({ text }) => words.every((word) => text.includes(word)))
        const keys = (list: readonly { readonly account: string; readonly id: number }[]): string[] => list.map(({ account, id }) => `${account}/${String(id)}`).sort()
        const found = store.customers.search(query, 100).rows.map(({ accountId, customerId: id }) => ({ account: accountId, id }))
        expect(keys(found)).toEqual(keys(expected))
        const filter = { search: query, plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }
        const page = store.customers.page({ accountId: ONE, filter, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 100 })
        expect(page.rows.map(({ id }) => id).sort()).toEqual(expected.filter(({ account }) => account === ONE).map(({ id }) => id).sort())
      }
      store.close()
    }),
    { numRuns: 60 },
  )
})
