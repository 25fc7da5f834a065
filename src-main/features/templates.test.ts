import { expect, it, onTestFinished } from 'vitest'
import { registry, type Input, type MethodName, type Output } from '../contract'
import type { MatrixFilter } from '../contract/matrix'
import { brand } from '../domain/testing/build'
import type { Store } from '../store'
import { customer, details, ONE, person, storeWith, TWO } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { compareHandlers } from './compare'
import { customersHandlers } from './customers'
import type { FeatureDeps } from './deps'
import { intentsHandlers } from './intents'
import { matrixHandlers } from './matrix'
import { matrixData } from './matrix-data'
import { tagsHandlers } from './tags'
import { templatesHandlers } from './templates'

type Methods = Extract<MethodName, `templates.${string}` | `tags.${string}` | `intents.${string}` | `matrix.${string}` | 'customers.page' | 'advice.cheaper' | 'customers.compare'>
interface World { readonly store: Store; readonly ask: <M extends Methods>(method: M, input: Input<M>) => Promise<Output<M>> }
const roles = ['EnvironmentAdmin', 'Member', 'Support'].map((name) => ({ id: name, name, kind: name === 'Support' ? 'custom' : 'system', membersCount: null, createdAt: null, updatedAt: null }))

/** The handlers on a store with two accounts, and forty people in two customers of the first, who are all members. */
function world(): World {
  const store = storeWith({ one: [1, 2, 3], two: [1] })
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  for (const [account, id] of [[ONE, 1], [ONE, 2], [TWO, 1]] as const) {
    store.members.replaceMembers(account, customer(id), Array.from({ length: 20 }, (_, i) => person(i + 1, `Person ${String(i + 1)}`, `p${String(i + 1)}@acme.example`, { dev: 'Member', prod: i === 0 ? 'Support' : null })), 10)
    store.roles.replaceEnvironmentRoles(account, customer(id), roles as never, 10)
  }
  const options = { perMinute: {}, reserved: 0, speed: 1, shareMembersAndCustomers: true }
  const clock = new VirtualClock(5)
  const deps = { store, emit: () => undefined, matrix: matrixData(store, clock), jobs: { deps: { store, clock, random: Math.random, emit: () => undefined, author: 'tester', client: () => ({ options }) } } } as unknown as FeatureDeps
  const handlers = { ...templatesHandlers(deps), ...tagsHandlers(deps), ...intentsHandlers(deps), ...matrixHandlers(deps), ...customersHandlers(deps), ...compareHandlers(deps) }
  onTestFinished(() => store.close())
  return {
    store,
    ask: async (method, input) => {
      const answer = await handlers[method](registry[method].input.parse(input) as never)
      // What comes out is what the contract says, nothing left out on the way.
      expect(registry[method].output.parse(answer)).toEqual(answer)
      return answer as never
    },
  }
}
const forty = [1, 2].flatMap((id) => Array.from({ length: 20 }, (_, i) => ({ accountId: ONE, customerId: customer(id), memberId: brand<Input<'templates.apply'>['people'][number]['memberId']>(i + 1) })))
const everything = { accountId: null, customerId: null, offset: 0, limit: 200 }

it('a template that is applied to forty people is what is staged, but for the exceptions that are pinned (row 15)', async () => {
  const { ask } = world()
  const { id } = await ask('templates.save', { id: null, name: 'Support', roles: { dev: 'Member', test: 'Support', prod: 'Support' } })
  const cell = (one: number, memberId: number) => ({ ...forty[0], customerId: customer(one), memberId, environment: 'prod' }) as Input<'templates.pin'>['cells'][number]
  await ask('templates.pin', { id, cells: [cell(1, 3), cell(2, 7), cell(2, 8)], pinned: true })
  expect(await ask('templates.pin', { id, cells: [cell(2, 8)], pinned: false })).toEqual({ exceptions: 2 })
  const preview = await ask('templates.preview', { id, people: forty })
  // TEST is not there: nobody can have a role in it. DEV is as it should be. Person 1 has the role in PROD already.
  expect(preview).toMatchObject({ edits: 36, prod: 36, already: 42, pinned: 2, refused: 40, more: 0, customers: 2, where: [{ customerId: 1, customer: 'Customer 1' }, { customerId: 2 }] })
  const cells = preview.people.flatMap(({ customerId, memberId, cells: of }) => of.map((one) => ({ customerId, memberId, ...one })))
  expect(cells.filter(({ pinned }) => pinned).map(({ customerId, memberId, environment }) => [customerId, memberId, environment])).toEqual([[1, 3, 'prod'], [2, 7, 'prod']])
  expect(cells.filter(({ refused }) => refused !== null).map(({ refused, environment }) => `${environment} ${String(refused)}`)).toEqual(Array.from({ length: 40 }, () => 'test no-environment'))
  const { batchId, counts, done } = await ask('templates.apply', { id, people: forty })
  expect([batchId === null, counts.staged, done]).toEqual([false, 36, preview])
  const { rows } = await ask('intents.pending', everything)
  const wished = new Set(rows.map(({ intent }) => (intent.kind === 'member.role' ? `${String(intent.customerId)}/${String(intent.target.memberId)} ${intent.target.environment} ${String(intent.base)} ${String(intent.wish)}` : intent.kind)))
  const expected = forty.filter(({ customerId, memberId }) => memberId !== brand(1) && !(customerId === customer(1) && memberId === brand(3)) && !(customerId === customer(2) && memberId === brand(7)))
  expect([...wished].sort()).toEqual(expected.map(({ customerId, memberId }) => `${String(customerId)}/${String(memberId)} prod null Support`).sort())
  expect(await ask('intents.undo', {})).toMatchObject({ staged: 0, redo: 'Support' })
})

it('a template is applied on top of what is staged: it takes another wish back, and stages nothing twice', async () => {
  const { ask } = world()
  const { id } = await ask('templates.save', { id: null, name: 'Support', roles: { prod: 'Support' } })
  const [first, second, third, fourth] = forty as [typeof forty[number], typeof forty[number], typeof forty[number], typeof forty[number]]
  const prod = ({ memberId, ...at }: typeof first, base: string | null, wish: string) => ({ kind: 'member.role' as const, ...at, target: { memberId, environment: 'prod' as const }, base, wish, seen: {} })
  // The first has the role and is to lose it, the second and the fourth are to get it, the third is to go.
  await ask('intents.stage', { name: 'Four', edits: [prod(first, 'Support', 'Member'), prod(second, null, 'Support'), prod(fourth, null, 'Support'), { kind: 'member.remove', accountId: third.accountId, customerId: third.customerId, target: { memberId: third.memberId }, base: true, wish: false }] })
  const { done } = await ask('templates.apply', { id, people: [first, second, third, fourth] })
  expect(done).toMatchObject({ edits: 1, already: 2, refused: 1, people: [{ memberId: 1 }, { memberId: 3, cells: [{ refused: 'leaving' }] }] })
  const { rows } = await ask('intents.pending', everything)
  expect(rows.map(({ intent: { kind, target }, neutral }) => [kind, 'memberId' in target ? target.memberId : null, neutral]).sort()).toEqual([['member.remove', 3, false], ['member.role', 1, true], ['member.role', 2, false], ['member.role', 4, false]])
  expect(await ask('templates.check', { id, show: 'drifted', offset: 0, limit: 10 })).toMatchObject({ matched: 2, people: 4, drifted: 2, unable: 1 })
  expect((await ask('templates.check', { id, show: 'unable', offset: 0, limit: 10 })).rows).toMatchObject([{ memberId: 3, cells: [{ refused: 'leaving' }] }])
})

it('a template gives a role that is staged to be made, and roles to all but who keeps a legacy one in a customer that is migrated', async () => {
  const { ask, store } = world()
  const { id } = await ask('templates.save', { id: null, name: 'Night', roles: { prod: 'Night shift' } })
  const two = [forty[1]!, forty[2]!]
  const refused = async () => (await ask('templates.preview', { id, people: two })).people.flatMap(({ cells }) => cells.map((one) => one.refused))
  expect(await refused()).toEqual(['unknown-role', 'unknown-role'])
  await ask('intents.stage', { name: 'New', edits: [{ kind: 'role.create', accountId: ONE, customerId: customer(1), target: { scope: 'environment', name: 'Night shift' }, base: null, wish: { config: { team: {} } } }] })
  expect(await refused()).toEqual([null, null])
  store.members.saveMember(ONE, customer(1), { ...person(3, 'Person 3', 'p3@acme.example'), roles: [{ environment: 'dev', roleName: 'Partner helpdesk', roleType: 'privilege_group' }] }, 20)
  expect(await refused()).toEqual(['legacy', 'legacy'])
  store.roleMigration.saveLook(ONE, customer(1), { at: 20, error: null, legacy: { kind: 'refused', code: 'FORBIDDEN' } })
  expect(await refused()).toEqual([null, 'legacy-role'])
})

it('those for whom a template holds are held against it, also when it or they change', async () => {
  const { ask, store } = world()
  const { id } = await ask('templates.save', { id: null, name: 'Quiet', roles: { dev: 'Member', prod: null } })
  await ask('templates.apply', { id, people: forty })
  const check = (show: 'drifted' | 'pinned' | 'all', limit = 10) => ask('templates.check', { id, show, offset: 0, limit })
  const named = async (show: 'drifted' | 'pinned' | 'all') => (await check(show)).rows.map(({ customerId, memberId }) => [customerId, memberId])
  expect(await check('drifted')).toMatchObject({ matched: 2, people: 40, drifted: 2, pinned: 0, gone: 0, rows: [{ memberId: 1, cells: [{ environment: 'dev', is: 'Member', should: 'Member' }, { environment: 'prod', is: 'Support', shown: null, should: null, pinned: false, refused: null }] }, {}] })
  expect(await check('all', 200)).toMatchObject({ matched: 40 })
  store.members.replaceMembers(ONE, customer(2), [person(1, 'Person 1', 'p1@acme.example', { dev: 'Support', prod: null })], 11)
  const after = await check('drifted')
  expect(after).toMatchObject({ matched: 2, people: 21, drifted: 2, gone: 19 })
  expect(after.rows.map(({ customerId, cells }) => [customerId, ...cells.filter(({ is, should }) => is !== should).map(({ environment, is }) => `${environment} ${String(is)}`)])).toEqual([[1, 'prod Support'], [2, 'dev Support']])
  // Who is excused no longer drifts, also when another cell of theirs is not pinned.
  await ask('templates.pin', { id, cells: [{ ...forty[0]!, environment: 'prod' }], pinned: true })
  expect([await named('drifted'), await named('pinned')]).toEqual([[[2, 1]], [[1, 1]]])
  // Who is gone, or is told so, is no longer among those for whom it holds; the exception goes with the person.
  expect(await ask('templates.release', { id, people: null })).toEqual({ released: 19 })
  expect(await check('all')).toMatchObject({ people: 21, gone: 0 })
  expect(await ask('templates.release', { id, people: [forty[0]!] })).toEqual({ released: 1 })
  expect(await check('pinned')).toMatchObject({ people: 20, drifted: 1, pinned: 0 })
  expect((await ask('templates.list', {})).templates).toMatchObject([{ id, name: 'Quiet', people: 20, exceptions: 0 }])
  await expect(ask('templates.save', { id: null, name: 'Quiet', roles: {} })).rejects.toMatchObject({ json: { code: 'BAD_INPUT', details: { name: 'Another template is named Quiet.' } } })
  await ask('templates.remove', { id })
  await expect(check('all')).rejects.toMatchObject({ json: { code: 'NOT_FOUND' } })
})

it('people with the same number in two accounts are two, with their own customer, exceptions and edits', async () => {
  const { ask, store } = world()
  const { id } = await ask('templates.save', { id: null, name: 'Support', roles: { dev: 'Support', prod: 'Support' } })
  const mine = forty[1]!
  const theirs = { ...mine, accountId: TWO }
  store.inCache(() => store.customers.upsert(TWO, [{ id: customer(1), name: 'Other', externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev', 'prod'] }], 2, 2))
  await ask('templates.pin', { id, cells: [{ ...mine, environment: 'prod' }], pinned: true })
  const cell = (environment: 'dev' | 'prod', base: string | null) => ({ kind: 'member.role' as const, accountId: mine.accountId, customerId: mine.customerId, target: { memberId: mine.memberId, environment }, base, wish: 'Support', seen: {} })
  // Of two wishes both count, in either order with a removal.
  await ask('intents.stage', { name: 'Both', edits: [cell('dev', 'Member'), cell('prod', null)] })
  const both = await ask('templates.preview', { id, people: [mine, theirs] })
  expect(both).toMatchObject({ edits: 2, already: 2, pinned: 0, customers: 2, where: [{ customer: 'Customer 1' }, { customer: 'Other' }] })
  expect(both.people).toMatchObject([{ accountId: TWO, customer: 'Other', cells: [{ environment: 'dev', pinned: false }, { environment: 'prod', pinned: false }] }])
  const third = { ...mine, memberId: brand<typeof mine.memberId>(3) }
  await ask('intents.stage', { name: 'Away', edits: [{ kind: 'member.remove', accountId: ONE, customerId: mine.customerId, target: { memberId: third.memberId }, base: true, wish: false }] })
  await ask('intents.stage', { name: 'Again', edits: [{ ...cell('dev', 'Member'), target: { memberId: third.memberId, environment: 'dev' }, wish: 'EnvironmentAdmin' }] })
  expect((await ask('templates.preview', { id, people: [third] })).people).toMatchObject([{ cells: [{ environment: 'dev', refused: 'leaving' }, { environment: 'prod', refused: 'leaving' }] }])
})

it('a template is saved again under its own name; of more people than are told only those that differ are counted', async () => {
  const { ask, store } = world()
  const { id } = await ask('templates.save', { id: null, name: 'Quiet', roles: { dev: 'Member' } })
  expect(await ask('templates.save', { id, name: 'Quiet', roles: { dev: 'Support' } })).toMatchObject({ id, roles: { dev: 'Support' } })
  store.members.replaceMembers(ONE, customer(1), Array.from({ length: 230 }, (_, i) => person(i + 1, `P ${String(i)}`, `r${String(i)}@acme.example`, { dev: i < 20 ? 'Support' : 'Member' })), 11)
  const preview = await ask('templates.preview', { id, people: Array.from({ length: 230 }, (_, i) => ({ ...forty[0]!, memberId: brand(i + 1) })) })
  expect([preview.people.length, preview.more, preview.edits, preview.already]).toEqual([200, 10, 210, 20])
})

it('tags are kept over a reading, filter customers and the matrix, and go with their account', async () => {
  const { ask, store } = world()
  const [first, second, other] = [{ accountId: ONE, customerId: customer(1) }, { accountId: ONE, customerId: customer(2) }, { accountId: TWO, customerId: customer(1) }] as const
  expect(await ask('tags.change', { customers: [first, second], add: ['vip', 'north'], remove: [] })).toEqual({ changed: 4 })
  expect(await ask('tags.change', { customers: [first, other], add: ['vip'], remove: ['north'] })).toEqual({ changed: 2 })
  expect(await ask('tags.list', { accounts: [] })).toEqual({ tags: [{ tag: 'north', customers: 1 }, { tag: 'vip', customers: 3 }] })
  expect(await ask('tags.list', { accounts: [TWO] })).toEqual({ tags: [{ tag: 'vip', customers: 1 }] })
  expect(await ask('tags.of', { customers: [first, { accountId: ONE, customerId: customer(3) }] })).toEqual({ customers: [{ ...first, tags: ['vip'] }] })
  const page = async (tags: readonly string[]): Promise<readonly number[]> => (await ask('customers.page', {
    accountId: ONE, filter: { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null, tags: [...tags] }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10,
  })).rows.map((row) => row.id)
  expect([await page([]), await page(['north']), await page(['north', 'vip']), await page(['nobody'])]).toEqual([[1, 2, 3], [2], [1, 2], []])
  const filter: MatrixFilter = { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }
  const rows = async (tags: string[]) => (await ask('matrix.page', { scope: { kind: 'accounts', accounts: [], tags }, filter, grouping: 'flat', sort: { by: 'name', direction: 'asc' }, collapsed: [], offset: 0, limit: 200 })).matched
  const counted = async () => (await ask('matrix.counts', { scope: { kind: 'accounts', accounts: [], tags: ['vip'] }, filter, grouping: 'flat', sort: { by: 'name', direction: 'asc' } })).rows
  expect([await rows(['north']), await rows(['vip']), await rows(['nobody'])]).toEqual([20, 60, 0])
  expect(await counted()).toBe(60)
  store.accounts.remove(TWO)
  expect([await counted(), await rows(['vip'])]).toEqual([40, 40])
  // One that is not in the list keeps its tag and is not counted.
  await ask('tags.change', { customers: [{ accountId: ONE, customerId: customer(99) }], add: ['old', 'vip'], remove: [] })
  expect(await ask('tags.list', { accounts: [] })).toEqual({ tags: [{ tag: 'north', customers: 1 }, { tag: 'old', customers: 0 }, { tag: 'vip', customers: 2 }] })
})

it('advice tells of staged changes that would be faster as one of the role (row 55)', async () => {
  const { ask, store } = world()
  const ids = Array.from({ length: 25 }, (_, i) => i + 100)
  store.inCache(() => store.customers.upsert(ONE, ids.map((id) => ({ id: customer(id), name: `C ${String(id)}`, externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev', 'prod'] })), 1, 1))
  const people = Array.from({ length: 20 }, (_, i) => person(i + 1, `P ${String(i)}`, `q${String(i)}@acme.example`, { prod: 'Support' }))
  for (const id of ids) {
    store.members.replaceMembers(ONE, customer(id), people, 10)
    store.roles.replaceEnvironmentRoles(ONE, customer(id), roles as never, 10)
  }
  const edits = ids.flatMap((id) => people.map((one) => ({ kind: 'member.role' as const, accountId: ONE, customerId: customer(id), target: { memberId: one.id, environment: 'prod' as const }, base: 'Support', wish: 'Member', seen: {} })))
  await ask('intents.stage', { name: 'Five hundred', edits })
  expect(await ask('advice.cheaper', { edit: null, least: 50 })).toMatchObject({ paths: [{
    accountId: ONE, environment: 'prod', base: 'Support', wish: 'Member', people: 500, customers: 25, assignmentsMs: 500_000, definitionMs: 2500, inheritableMs: 100, others: 0, editable: true, inherited: false,
    roles: ids.map((id) => ({ accountId: ONE, customerId: id, id: 'Support', customer: `C ${String(id)}` })), like: { accountId: ONE, customerId: 100, id: 'Member' }, covers: { length: 500 },
  }] })
  // The same of an act on the matrix, before anything is kept.
  await ask('intents.undo', {})
  expect(await ask('advice.cheaper', { edit: null, least: 50 })).toEqual({ paths: [] })
  const rows = ids.flatMap((id) => people.map((one) => `${ONE}/${String(id)}/${String(one.id)}`))
  expect(await ask('advice.cheaper', { edit: { kind: 'set', rows, environments: ['prod'], wish: 'Member' }, least: 500 })).toMatchObject({ paths: [{ people: 500, customers: 25, assignmentsMs: 500_000, definitionMs: 2500, inheritableMs: 100, covers: [] }] })
  expect(await ask('advice.cheaper', { edit: { kind: 'set', rows, environments: ['prod'], wish: 'Member' }, least: 501 })).toEqual({ paths: [] })
})

it('customers are compared by what they are called, and what was not read of one is said and not compared (row 16)', async () => {
  const { ask, store } = world()
  const [a, b] = [{ accountId: ONE, customerId: customer(1) }, { accountId: TWO, customerId: customer(1) }]
  store.customerDetails.saveCustomer(ONE, details(1, { planId: 'oem_plan', timeZone: 'Kolkata', whitelistedApps: ['jira', 'salesforce'] }), 20)
  store.customerDetails.saveCustomer(TWO, details(1, { planId: 'free', timeZone: 'Kolkata', whitelistedApps: ['salesforce', 'jira'] }), 20)
  store.members.replaceMembers(TWO, customer(1), [person(70, 'Person 1', 'P1@acme.example', { dev: 'Member', prod: 'EnvironmentAdmin' })], 21)
  // Of one only: nothing may be concluded for the other.
  store.groups.replaceGroups(ONE, customer(1), [{ id: brand('pf-1'), name: 'Finance', description: null, membersCount: 0, system: false, createdAt: null, updatedAt: null }], 20)
  const { rows, unread, same } = await ask('customers.compare', { a, b, parts: [], alike: false, offset: 0, limit: 200 })
  expect(unread).toEqual(['role', 'group', 'groupMember', 'project', 'grant'])
  expect(rows.filter(({ part }) => part === 'group')).toEqual([])
  expect(rows.filter(({ part }) => part === 'setting')).toEqual([{ part: 'setting', environment: null, what: 'planId', a: 'oem_plan', b: 'free' }])
  expect(rows.filter(({ what }) => what === 'p1@acme.example')).toEqual([{ part: 'access', environment: 'prod', what: 'p1@acme.example', a: 'Support', b: 'EnvironmentAdmin' }])
  expect(rows.filter(({ part }) => part === 'person')).toHaveLength(19)
  const alike = await ask('customers.compare', { a, b, parts: [], alike: true, offset: 0, limit: 200 })
  expect([alike.matched, alike.same]).toEqual([same, same])
  expect(alike.rows).toContainEqual({ part: 'setting', environment: null, what: 'timeZone', a: 'Kolkata', b: 'Kolkata' })
  expect(alike.rows.every((row) => row.a === row.b)).toBe(true)
})
