import { expect, it, onTestFinished } from 'vitest'
import { registry, type Input, type Output } from '../contract'
import type { IntentDraft } from '../contract/intents'
import { stageBatch } from '../jobs/seal'
import type { Store } from '../store'
import { customer, ONE, person, storeWith, TWO } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { compareHandlers } from './compare'
import type { FeatureDeps } from './deps'
import { matrixData } from './matrix-data'

type Methods = 'people.compare' | 'advice.cheaper'

function asking(store: Store) {
  onTestFinished(() => store.close())
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  const clock = new VirtualClock(5)
  const deps = { store, clock, random: Math.random, emit: () => undefined, author: 'tester', client: () => ({ options: { perMinute: {}, reserved: 0, speed: 1, shareMembersAndCustomers: true } }) } as unknown as FeatureDeps['jobs']['deps']
  const handlers = compareHandlers({ store, matrix: matrixData(store, clock), jobs: { deps } } as unknown as FeatureDeps)
  const ask = async <M extends Methods>(method: M, input: Input<M>): Promise<Output<M>> => {
    const answer = await handlers[method](registry[method].input.parse(input) as never)
    expect(registry[method].output.parse(answer)).toEqual(answer)
    return answer as never
  }
  return { ask, stage: (edits: readonly IntentDraft[]) => stageBatch(deps, 'Edits', [], edits) }
}

it('of two people it is told who each of them is in a customer, what differs or what is alike, over more customers than are read at a time', async () => {
  const ids = Array.from({ length: 502 }, (_, i) => i + 1)
  const store = storeWith({ one: ids })
  const { ask } = asking(store)
  for (const id of ids) {
    const bo = id === 1 ? [person(20, 'Bo', 'bo@acme.example', { dev: 'Member', prod: 'Support' })] : []
    store.members.replaceMembers(ONE, customer(id), [person(10, 'Ann', 'ann@acme.example', { dev: 'Member', prod: null }), ...bo], 10)
  }
  const two = { a: 'ann@acme.example', b: 'Bo@acme.example', offset: 0, limit: 2 }
  const { rows, matched, same } = await ask('people.compare', { ...two, alike: false })
  // In the first customer one cell; in all others that Ann is there, and her role in DEV.
  expect([matched, same]).toEqual([1 + 2 * 501, 2])
  expect(rows).toMatchObject([{ customerId: 1, memberA: 10, memberB: 20, part: 'access', environment: 'prod', a: null, b: 'Support' }, { memberA: 10, memberB: null, part: 'member', b: null }])
  const alike = await ask('people.compare', { ...two, alike: true })
  expect([alike.matched, alike.same, alike.rows.map(({ part, a, b }) => [part, a, b])]).toEqual([2, 2, [['member', 'team', 'team'], ['access', 'Member', 'Member']]])
})

it('a cheaper way takes the place of its own changes alone: those of its account, environment and roles', async () => {
  const store = storeWith({ one: [1, 2], two: [1] })
  const { ask, stage } = asking(store)
  const roles = ['Member', 'Support', 'Sales'].map((name) => ({ id: `r-${name}`, name, kind: 'custom', membersCount: null, createdAt: null, updatedAt: null }))
  const people = Array.from({ length: 30 }, (_, i) => person(i + 1, `P ${String(i)}`, `p${String(i)}@acme.example`, { dev: 'Support', prod: 'Support' }))
  for (const [account, id] of [[ONE, 1], [ONE, 2], [TWO, 1]] as const) {
    store.members.replaceMembers(account, customer(id), people, 10)
    store.roles.replaceEnvironmentRoles(account, customer(id), roles as never, 10)
  }
  const edits = (accountId: typeof ONE, id: number, environment: 'dev' | 'prod', wish: string, which = people): IntentDraft[] =>
    which.map((one) => ({ kind: 'member.role', accountId, customerId: customer(id), target: { memberId: one.id, environment }, base: 'Support', wish, seen: {} }))
  const told = async () => (await ask('advice.cheaper', { edit: null, least: 10 })).paths.map(({ accountId, environment, wish, people: n, covers, roles: of, like }) => [accountId, environment, wish, n, covers.length, of.map(({ customerId, id }) => [customerId, id]), like?.customerId, like?.id]).sort()
  stage([...edits(ONE, 1, 'prod', 'Member', people.slice(0, 20)), ...edits(ONE, 1, 'prod', 'Sales', people.slice(20)), ...edits(ONE, 2, 'dev', 'Member'), ...edits(TWO, 1, 'prod', 'Member')])
  expect(await told()).toEqual([
    ['one', 'dev', 'Member', 30, 30, [[2, 'r-Support']], 2, 'r-Member'], ['one', 'prod', 'Member', 20, 20, [[1, 'r-Support']], 1, 'r-Member'], ['one', 'prod', 'Sales', 10, 10, [[1, 'r-Support']], 1, 'r-Sales'],
    ['two', 'prod', 'Member', 30, 30, [[1, 'r-Support']], 1, 'r-Member'],
  ])
  // Of a change that an act adds to, what is staged alone is replaced.
  const { paths } = await ask('advice.cheaper', { edit: { kind: 'set', rows: [`${ONE}/2/1`, `${ONE}/2/2`], environments: ['prod'], wish: 'Member' }, least: 10 })
  expect(paths.filter(({ accountId, environment, wish }) => accountId === ONE && environment === 'prod' && wish === 'Member')).toMatchObject([{ people: 22, customers: 2, covers: { length: 20 } }])
})
