import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Account } from './account'
import type { AccountData } from './account-data'
import { ArgumentError, parseArguments } from './arguments'
import { loadData, readAccounts, saveData } from './data-file'
import { generateAccounts } from './generate'
import { DATA_NOW } from './model'
import { opaqueId } from './random'
import { stateOf } from './state'
import { testWorld } from './test-world'

const BASE = { seed: 7, accounts: 2, customers: [60, 20], people: 30, legacy: 0.2 }
const accounts = (options = BASE): Account[] => generateAccounts(options).map((data) => new Account(data))
const everything = (all: readonly Account[]): string => JSON.stringify(all.map((account) => stateOf(account, undefined)))

describe('generated data', () => {
  it('are the same for the same seed and options, and others for another seed', () => {
    expect(everything(accounts())).toBe(everything(accounts()))
    expect(everything(accounts({ ...BASE, seed: 8 }))).not.toBe(everything(accounts()))
  })

  it('do not depend on the order of touch', () => {
    const wanted = new Map(accounts()[0]?.customers.map((customer) => [customer.id, JSON.stringify(accounts()[0]?.workspace(customer))]))
    fc.assert(
      fc.property(fc.shuffledSubarray([...wanted.keys()], { minLength: 2, maxLength: 8 }), (ids) => {
        const [account] = accounts()
        for (const id of ids) {
          const found = account?.find(String(id))
          expect(JSON.stringify(found === undefined ? null : account?.workspace(found.customer))).toBe(wanted.get(id))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('give every number and opaque id once in an account', () => {
    for (const account of accounts()) {
      const ids = account.customers.flatMap((customer) => {
        const { members, environmentRoles, projectRoles, groups, projects, grants, folders, connections, recipes, legacyRoles } = account.workspace(customer)
        const own = members.filter(({ email }) => email?.endsWith(`@customer-${String(customer.id)}.example`))
        return [...own, ...environmentRoles, ...projectRoles, ...groups, ...projects, ...grants, ...folders, ...connections, ...recipes, ...legacyRoles].map(({ id }) => id)
      })
      expect(new Set(ids).size).toBe(ids.length)
      const mu = account.customers.flatMap(({ id, environments }) => [id, ...environments.map((one) => one.id).filter((one) => one !== id)])
      expect(new Set(mu).size).toBe(mu.length)
    }
    expect(new Set(Array.from({ length: 20_000 }, (_, i) => opaqueId('pg', 400_000_000 + i))).size).toBe(20_000)
  })

  it('P500 has dana in 137 customers of the two accounts, the same person everywhere', () => {
    const all = accounts({ seed: 500, accounts: 2, customers: [500, 40], people: 50, legacy: 0 })
    const found = all.map((account) => account.customers.flatMap((customer) => account.workspace(customer).members.filter(({ email }) => email === 'dana@example.com')))
    expect(found.flat()).toHaveLength(137)
    expect(found.every((one) => one.length > 0)).toBe(true)
    expect(new Set(found.flat().map(({ id }) => id)).size).toBe(1)
  })

  it('are what a fleet looks like', () => {
    const [account] = accounts({ ...BASE, legacy: 0, customers: [150] })
    const spaces = account?.customers.map((customer) => account.workspace(customer)) ?? []
    const people = spaces.flatMap(({ members }) => members)
    const cells = spaces.flatMap(({ members, environmentRoles }) => members.flatMap(({ roles }) => Object.values(roles).map((held) => environmentRoles.find(({ id }) => 'role_id' in held && id === held.role_id)?.name)))
    const share = (test: (name: string | undefined) => boolean): number => cells.filter(test).length / cells.length
    expect(share((name) => ['Member', 'EnvironmentManager', 'EnvironmentAdmin'].includes(String(name)))).toBeGreaterThan(0.85)
    expect(share((name) => name === 'Support lead')).toBeGreaterThan(0.01)
    const having = spaces.filter(({ environmentRoles }) => environmentRoles.some(({ name }) => name === 'Support lead')).length
    expect(having).toBeGreaterThan(60)
    expect(having).toBeLessThan(120)
    const possible = account?.customers.reduce((sum, { environments }) => sum + 30 * Math.max(1, environments.length), 0) ?? 0
    expect(1 - cells.length / possible).toBeGreaterThan(0.005)
    expect(1 - cells.length / possible).toBeLessThan(0.02)
    const age = (at: string): number => (DATA_NOW - Date.parse(at)) / 86_400_000
    expect(people.some(({ last_activity_log }) => last_activity_log === null)).toBe(true)
    expect(people.some(({ last_activity_log: last }) => last !== null && age(last.created_at) > 90)).toBe(true)
    expect(people.some(({ email }) => email?.endsWith('advisors.example'))).toBe(true)
    expect(account?.managers.map(({ permitted_workspace_ids }) => permitted_workspace_ids.length)).toEqual([0, 5, 50])
    expect(new Set(generateAccounts({ seed: 1, accounts: 1, customers: [10_000], people: 0 })[0]?.customers.map(({ name }) => name)).size).toBe(10_000)
  })
})

describe('a world', () => {
  it('goes back to its start, also from data that were given', () => {
    for (const data of [undefined, generateAccounts(BASE)]) {
      const test = testWorld(data === undefined ? {} : { data })
      const before = everything(test.world.accounts)
      test.read('PUT', `MU/members/${String(test.workspace.members[0]?.id)}`, { env_roles: [{ environment_type: 'dev', name: test.workspace.rbac_migrated ? 'Partner support' : 'Member', role_type: 'environment' }] })
      test.read('PUT', 'MU', { name: 'Renamed' })
      expect(everything(test.world.accounts)).not.toBe(before)
      test.world.reset()
      expect(everything(test.world.accounts)).toBe(before)
    }
  })
})

describe('the data file', () => {
  const file = (): string => join(mkdtempSync(join(tmpdir(), 'rolodesk-sandbox-')), 'sandbox.json')

  it('keeps what was changed and stays small, whatever was read', () => {
    const path = file()
    const test = testWorld({ customers: [120], people: 50 })
    for (const { id } of test.account.customers) test.read('GET', `/api/managed_users/${String(id)}/members`)
    saveData(path, [test.account.toData()])
    const untouched = statSync(path).size
    expect(untouched / 120).toBeLessThan(1500)
    test.read('DELETE', `MU/members/${String(test.workspace.members[3]?.id)}`)
    const { id } = test.read<{ id: number }>('POST', '/api/managed_users', { name: 'Made', notification_email: 'a@b.example' })
    test.read('PUT', '/api/customer_managers/1200', { role_id: '2', permitted_workspace_ids: [id] })
    saveData(path, [test.account.toData()])
    expect(statSync(path).size).toBeLessThan(untouched + 150_000)
    const { data } = loadData(path)
    expect(data?.[0]?.tokens).toEqual([])
    expect(Object.keys(data?.[0]?.workspaces ?? {})).toHaveLength(2)
    const loaded = new Account(data?.[0] as AccountData)
    loaded.tokens = [...test.account.tokens]
    expect(everything([loaded])).toBe(everything([test.account]))
    expect(loaded.find(String(id))?.customer.name).toBe('Made')
  })

  it('of an earlier version still loads: generated customers get people, one made over the API stays empty', () => {
    const [generated] = generateAccounts({ ...BASE, accounts: 1 })
    const { id, name, workspaceId, customers, nextId } = generated as AccountData
    const people = Object.fromEntries(customers.map((customer, index) => [customer.id, index === 0 ? [] : [{ id: 1, name: 'A', email: 'a@b.example' }]]))
    const [data] = readAccounts(JSON.stringify([{ id, name, workspaceId, tokens: [], customers, connections: {}, people, nextId }]))
    const account = new Account(data as AccountData)
    expect(account.customers.slice(0, 2).map((customer) => account.workspace(customer).members.length)).toEqual([0, 20])
    expect(account.customers).toEqual(customers)
  })

  it('that is damaged is put aside', () => {
    const path = file()
    for (const text of ['[{"half', '[]', '{}', '[{"id":1}]']) {
      writeFileSync(path, text)
      expect(loadData(path)).toMatchObject({ data: null, notice: expect.any(String) as string })
    }
    expect(readdirSync(join(path, '..')).filter((name) => name.includes('.damaged-'))).toHaveLength(4)
    expect(loadData(path)).toEqual({ data: null, notice: null })
  })
})

describe('the command line', () => {
  it('is read, and what is wrong with it is said', () => {
    expect(parseArguments(['--customers', '500,40', '--quota', 'x10', '--accounts', '2', '--legacy', '0.25'])).toMatchObject({ customers: [500, 40], quotaFactor: 10, accounts: 2, legacy: 0.25 })
    expect(parseArguments(['--quota', 'off'])).toMatchObject({ quotaFactor: null, legacy: 0 })
    for (const bad of [['--port', 'x'], ['--quota', 'fast'], ['--unknown', '1'], ['--seed'], ['--data', '/no/such/file'], ['--legacy', '2'], ['--legacy', '']]) expect(() => parseArguments(bad)).toThrow(ArgumentError)
  })
})
