import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '.'
import { openLibsql } from './libsql-db'
import { addCustomers, customer, newFolder, ONE, person, TWO } from './store.fixture'

/** Words of the removed account in names, folded names, addresses and roles. */
const WORDS = ['Xylophone', 'xylophone', 'quagmire', 'Zeppelin', 'ephemeral']
const filesWith = (folder: string, word: string): string[] => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(word))

it('of a removed account no file holds a word any more, not of what was deleted before either; the other accounts stay', () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  addCustomers(store, ONE, [1, 2])
  addCustomers(store, TWO, [1])
  const crowd = Array.from({ length: 300 }, (_, at) => person(at + 1, `Xylophone ${String(at)}`, `quagmire${String(at)}@ephemeral.example`, { prod: `Zeppelin ${String(at % 7)}` }))
  store.members.replaceMembers(ONE, customer(1), crowd, 2)
  store.members.replaceMembers(ONE, customer(2), crowd, 3)
  store.members.replaceMembers(ONE, customer(2), [], 4)
  store.members.replaceMembers(TWO, customer(1), [person(1, 'Ann', 'ann@two.example', { dev: 'Member' })], 5)
  for (const copy of ['damaged-7', 'damaged-7-wal', 'backup-v1']) writeFileSync(join(folder, `cache.db.${copy}`), 'Xylophone')
  writeFileSync(join(folder, 'ledger.db.damaged-7'), 'what is the user\'s')
  expect(WORDS.filter((word) => filesWith(folder, word).length > 0)).toEqual(WORDS)

  expect(store.removeRead(ONE)).toBe(true)
  expect(WORDS.filter((word) => filesWith(folder, word).length > 0)).toEqual([])
  expect(readdirSync(folder).filter((name) => /damaged|backup-v/.test(name))).toEqual(['ledger.db.damaged-7'])
  const everybody = { search: '', accounts: [], environments: [], roleNames: [], customers: null }
  expect(store.people.page({ filter: { ...everybody, search: 'ann' }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10 })).toMatchObject({ matched: 1, total: 1 })
  // A new role takes the place of the forgotten ones and finds nobody of theirs.
  store.members.replaceMembers(TWO, customer(1), [person(1, 'Ann', 'ann@two.example', { dev: 'Member', prod: 'Other' })], 6)
  expect(['Other', 'Member', 'Zeppelin 1'].map((role) => store.people.count({ ...everybody, roleNames: [role] }))).toEqual([1, 1, 0])
  store.close()
  const cache = openLibsql(join(folder, 'cache.db'), { durability: 'normal' })
  expect(cache.all<{ value: string }>('SELECT value FROM facets ORDER BY value').map(({ value }) => value)).toEqual(['account:two', 'environment:dev', 'environment:prod', 'role:Member', 'role:Other'])
  // The index has runs of three letters only: those of one person take no page.
  expect(cache.get<{ n: number }>('SELECT sum(length(block)) AS n FROM people_search_data')?.n).toBeLessThan(2000)
  cache.close()
})
