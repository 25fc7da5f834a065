import { expect, it, onTestFinished } from 'vitest'
import { registry, type Input, type Output } from '../contract'
import { customer, ONE, person, storeWith, TWO } from '../store/store.fixture'
import type { FeatureDeps } from './deps'
import { rolesHandlers } from './roles'

type Methods = 'roles.list' | 'roles.holders' | 'roles.compare'
const role = (id: string, name: string, config: object | null) => ({ id, name, kind: 'custom', membersCount: null, createdAt: null, updatedAt: null, ...(config === null ? {} : { config }) })
const [few, many] = [{ team: { privileges: ['read'] } }, { team: { privileges: 'all' } }]

/** Support: read twice alike and not read once; Sales: read in two ways; Audit: not read. The customers 1 of both accounts are two. */
function world() {
  const store = storeWith({ one: [1, 2, 3], two: [1] })
  onTestFinished(() => store.close())
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  for (const [account, id, roles] of [
    [ONE, 1, [role('s1', 'Support', few), role('x1', 'Sales', few)]], [ONE, 2, [role('s2', 'Support', few), role('x2', 'Sales', many)]], [ONE, 3, [role('s3', 'Support', null), role('a3', 'Audit', null)]], [TWO, 1, [role('s4', 'Support', few)]],
  ] as const) store.roles.replaceEnvironmentRoles(account, customer(id), roles as never, 10)
  const legacy = { ...person(2, 'Bo', 'bo@acme.example', {}), roles: [{ environment: 'dev' as const, roleName: 'Support', roleType: 'privilege_group' as const }] }
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'ann@acme.example', { dev: 'Support', prod: 'Support' }), legacy], 10)
  store.members.replaceMembers(TWO, customer(1), [person(1, 'Cy', 'cy@acme.example', { dev: 'Support' })], 10)
  const handlers = rolesHandlers({ store, isOnline: () => false } as unknown as FeatureDeps)
  const ask = async <M extends Methods>(method: M, input: Input<M>): Promise<Output<M>> => {
    const answer = await handlers[method](registry[method].input.parse(input) as never)
    expect(registry[method].output.parse(answer)).toEqual(answer)
    return answer as never
  }
  return { store, ask }
}
const among = { scope: 'environment' as const, accounts: [], tags: [], offset: 0, limit: 10 }

it('a role differs where its privileges were read in two ways; those that were not read say nothing', async () => {
  const { ask } = world()
  const list = async (differing: boolean) => (await ask('roles.list', { ...among, search: '', kinds: [], differing })).rows.map(({ name, customers, variants, unread }) => [name, customers, variants, unread])
  expect(await list(false)).toEqual([['Audit', 1, 0, 1], ['Sales', 2, 2, 0], ['Support', 4, 1, 1]])
  expect(await list(true)).toEqual([['Sales', 2, 2, 0]])
  const { rows, columns } = await ask('roles.compare', { scope: 'environment', roles: { name: 'Support', accounts: [], tags: [] } })
  expect([columns.map(({ read }) => read), rows.map(({ values, same }) => [values, same])]).toEqual([[true, true, false, true], [[['read', 'read', null, 'read'], true]]])
})

it('a tag takes the customer of its own account, not that of another account with the same number', async () => {
  const { ask, store } = world()
  store.tags.change([{ accountId: TWO, customerId: customer(1) }], ['vip'], [])
  const { rows } = await ask('roles.list', { ...among, tags: ['vip'], search: '', kinds: [], differing: false })
  expect(rows.map(({ name, customers }) => [name, customers])).toEqual([['Support', 1]])
  expect((await ask('roles.holders', { ...among, tags: ['vip'], name: 'Support' })).rows.map(({ name }) => name)).toEqual(['Cy'])
})

it('holders are those of the role of the new kind, environment by environment', async () => {
  const { ask } = world()
  const { rows, matched } = await ask('roles.holders', { ...among, name: 'Support' })
  expect([matched, rows.map(({ accountId, name, environment }) => `${accountId} ${name} ${environment}`)]).toEqual([3, ['one Ann dev', 'one Ann prod', 'two Cy dev']])
})
