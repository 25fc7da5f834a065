import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CustomerQuery } from '../contract/methods/customers'
import { openStore } from '.'
import { openLibsql } from './libsql-db'
import { migrate, schemaVersion } from './migrate'
import { CACHE_MIGRATIONS } from './migrations/cache'
import { LEDGER_MIGRATIONS } from './migrations/ledger'
import { addCustomers, customer, newFolder, ONE, person } from './store.fixture'

it.each(CACHE_MIGRATIONS.slice(0, -1).map((_, at) => at + 1))('a cache of version %i with rows in it opens, keeps them and takes new ones', (version) => {
  const folder = newFolder()
  const file = join(folder, 'cache.db')
  const old = openLibsql(file, { durability: 'normal' })
  migrate(old, file, CACHE_MIGRATIONS.slice(0, version), false)
  old.run(`INSERT INTO customers (account_id, id, name, sort_name, search, status, environments, generation, fetched_at, apps_fetched_at) VALUES ('one', 5, 'Acme', 'acme', 'acme', 'active', '["dev"]', 3, 7, 8)`)
  old.run("INSERT INTO connected_apps VALUES ('one', 5, 'gmail', 2)")
  old.run("INSERT INTO reads VALUES ('one', 'customers', 3, 2, 1, 6, 7)")
  old.close()

  const store = openStore(folder, 100)
  const query = { accountId: ONE, filter: { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10 } satisfies CustomerQuery
  expect(store.customers.page(query).rows).toMatchObject([{ id: 5, name: 'Acme', fetchedAt: 7, apps: [{ provider: 'gmail', connections: 2 }] }])
  expect(store.reads.get(ONE, 'customers')).toMatchObject({ generation: 3, completedAt: 7 })
  expect(store.readStates.completeness('members', { accounts: [] })).toMatchObject({ total: 1, never: 1 })
  addCustomers(store, ONE, [6], 3)
  expect(['acm', 'mer 6'].map((text) => store.customers.search(text, 10).rows.map((row) => row.customerId))).toEqual([[5], [6]])
  store.members.replaceMembers(ONE, customer(5), [person(1, 'Ann', 'ann@a.example')], 101)
  expect(store.people.total()).toBe(1)
  store.close()
  // What can be read again has no copy that would outlive a removed account.
  expect(existsSync(`${file}.backup-v${String(version)}`)).toBe(false)
  const now = openLibsql(file, { durability: 'normal', readonly: true })
  expect(schemaVersion(now)).toBe(CACHE_MIGRATIONS.length)
  expect(now.all("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%STRICT%' AND name NOT LIKE 'people_search%' AND name NOT LIKE 'customers_search%'")).toEqual([])
  now.close()
})

it('projects of a cache that knew no environments are those of the one that was read, and all are read anew', () => {
  const folder = newFolder()
  const file = join(folder, 'cache.db')
  const old = openLibsql(file, { durability: 'normal' })
  migrate(old, file, CACHE_MIGRATIONS.slice(0, 2), false)
  old.run("INSERT INTO customers (account_id, id, name, sort_name, search, status, environments, generation, fetched_at) VALUES ('one', 5, 'Acme', 'acme', 'acme', 'active', '[\"dev\"]', 3, 7)")
  for (const id of ['p1', 'p2']) old.run("INSERT INTO projects (account_id, customer_id, id, name, generation, fetched_at) VALUES ('one', 5, ?, ?, 1, 7)", [id, id])
  old.run("INSERT INTO project_grants VALUES ('one', 5, 'pg-1', 'p2', 'p2', 9, 'prod', 'pr-1', 'Builders', 'user', '1', 'Ann', NULL, 1, 7)")
  old.run("INSERT INTO read_states (account_id, resource, customer_id, generation, last_success, last_attempt) VALUES ('one', 'projects', 5, 1, 7, 7), ('one', 'members', 5, 1, 7, 7)")
  old.close()
  const store = openStore(folder, 100)
  expect(store.projects.list(ONE, customer(5)).map(({ id, environment }) => [id, environment])).toEqual([['p1', { id: 5, type: 'dev' }], ['p2', { id: 9, type: 'prod' }]])
  expect(['projects', 'members'].map((resource) => store.readStates.get(ONE, resource as 'projects' | 'members', customer(5))?.readAt)).toEqual([null, 7])
  store.close()
})

it.each(LEDGER_MIGRATIONS.slice(0, -1).map((_, at) => at + 1))('a ledger of version %i with rows in it opens, keeps them, takes views and leaves a copy of what it was', (version) => {
  const folder = newFolder()
  const file = join(folder, 'ledger.db')
  const old = openLibsql(file, { durability: 'full' })
  migrate(old, file, LEDGER_MIGRATIONS.slice(0, version), false)
  old.run("INSERT INTO accounts (id, kind, name, data_center, base_url, colour, shape, token_place, created_at) VALUES ('one', 'partner', 'One', 'us', 'https://www.workato.com', 1, 'circle', 'none', 1)")
  old.run(`INSERT INTO settings (key, value) VALUES ('theme', '"dark"')`)
  if (version > 1) old.run("INSERT INTO batches (place, id, name) VALUES (1, 'b1', 'Kept')")
  old.close()

  const store = openStore(folder, 100)
  expect(store.accounts.list()).toMatchObject([{ id: ONE, name: 'One' }])
  expect(store.settings.get().theme).toBe('dark')
  expect(store.views.list('matrix')).toEqual([])
  store.close()
  expect(existsSync(`${file}.backup-v${String(version)}`)).toBe(true)
  const now = openLibsql(file, { durability: 'full', readonly: true })
  expect(schemaVersion(now)).toBe(LEDGER_MIGRATIONS.length)
  expect(now.all("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%STRICT%'")).toEqual([])
  if (version > 1) expect(now.all('SELECT name FROM batches')).toMatchObject([{ name: 'Kept' }])
  now.close()
})
