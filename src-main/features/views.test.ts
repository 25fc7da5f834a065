import { join } from 'node:path'
import { expect, it } from 'vitest'
import { registry, type Input, type MethodName, type Output } from '../contract'
import type { ViewContent } from '../contract/methods/views'
import { brand } from '../domain/testing/build'
import { openStore, type Store } from '../store'
import { openLibsql } from '../store/libsql-db'
import { newFolder } from '../store/store.fixture'
import type { FeatureDeps } from './deps'
import { viewsHandlers } from './views'

const LAYOUT: ViewContent['layout'] = { columns: [{ key: 'prod', hidden: false, width: 240 }, { key: 'groups', hidden: true, width: null }], density: 'compact' }
const content = (search: string): Extract<ViewContent, { grid: 'matrix' }> => ({
  grid: 'matrix', layout: LAYOUT,
  query: { scope: { kind: 'accounts', accounts: [] }, filter: { search, roles: { dev: [], test: [], prod: ['Member', null] }, groups: [], states: ['pending'], findings: [] }, grouping: 'flat', sort: { by: 'prod', direction: 'desc' } },
})

function asker(store: Store) {
  const handlers = viewsHandlers({ store, jobs: { deps: { random: Math.random } } } as unknown as FeatureDeps)
  return async <M extends Extract<MethodName, `views.${string}`>>(method: M, input: Input<M>): Promise<Output<M>> => (await handlers[method](registry[method].input.parse(input) as never)) as Output<M>
}

it('are saved, saved over, renamed and removed, by names that only one has, and come back after a restart', async () => {
  const folder = newFolder()
  const first = openStore(folder, 1)
  const ask = asker(first)
  const support = await ask('views.save', { id: null, name: ' Support ', content: content('a') })
  const audit = await ask('views.save', { id: null, name: 'Audit', content: content('b') })
  await expect(ask('views.save', { id: null, name: 'support', content: content('c') })).rejects.toMatchObject({ json: { code: 'BAD_INPUT', title: 'A view named support is there already.' } })
  await expect(ask('views.rename', { id: audit.id, name: 'Support' })).rejects.toMatchObject({ json: { code: 'BAD_INPUT' } })
  await ask('views.rename', { id: audit.id, name: 'audit' })
  await ask('views.save', { id: support.id, name: 'Support', content: content('d') })
  await ask('views.keep', { viewId: support.id, content: content('e') })
  // The names of another grid are its own.
  await ask('views.save', { id: null, name: 'Support', content: { grid: 'people', query: { filter: { search: '', environment: null, roles: [] }, sort: { by: 'name', direction: 'asc' } }, layout: LAYOUT } })
  first.close()
  const second = openStore(folder, 2)
  const again = asker(second)
  expect(await again('views.list', { grid: 'matrix' })).toEqual({ views: [{ ...audit, name: 'audit' }, { id: support.id, name: 'Support', content: content('d') }], current: { viewId: support.id, content: content('e') } })
  await again('views.remove', { id: support.id })
  expect((await again('views.list', { grid: 'matrix' })).views.map(({ name }) => name)).toEqual(['audit'])
  expect((await again('views.list', { grid: 'people' })).current).toBeNull()
  expect((await again('views.list', { grid: 'people' })).views).toHaveLength(1)
  second.close()
})

it('are no more than a hundred, and what is not understood is left out and stays in the file', async () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  const ask = asker(store)
  for (let i = 0; i < 100; i += 1) await ask('views.save', { id: null, name: `View ${String(i)}`, content: content('') })
  await expect(ask('views.save', { id: null, name: 'One more', content: content('') })).rejects.toMatchObject({ json: { title: 'There are 100 views already.' } })
  await ask('views.keep', { viewId: null, content: content('x') })
  store.close()
  const ledger = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  ledger.run(`UPDATE views SET content = '{"grid":"matrix"}' WHERE name <> 'View 7'`)
  ledger.run("UPDATE settings SET value = '{' WHERE key = 'view:matrix'")
  ledger.close()
  const later = openStore(folder, 2)
  const { views, current } = await asker(later)('views.list', { grid: 'matrix' })
  expect([views.map(({ name }) => name), current, later.views.count('matrix')]).toEqual([['View 7'], null, 100])
  later.close()
})

it('hold nothing that the contract does not name', () => {
  const { input } = registry['views.keep']
  expect(input.safeParse({ viewId: null, content: content('') }).success).toBe(true)
  for (const wrong of [{ ...content(''), grid: 'people' }, { ...content(''), layout: { ...LAYOUT, density: 'tiny' } }, { ...content(''), layout: { ...LAYOUT, columns: [{ key: 'prod', hidden: false, width: 4 }] } }, { ...content(''), more: 1 }]) {
    expect(input.safeParse({ viewId: null, content: brand<ViewContent>(wrong as never) }).success).toBe(false)
  }
})
