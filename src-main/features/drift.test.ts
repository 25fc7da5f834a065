import { expect, it, onTestFinished } from 'vitest'
import type { Input } from '../contract'
import { registry } from '../contract'
import { brand } from '../domain/testing/build'
import type { Step } from '../store/step-row'
import { customer, ONE, person, storeWith } from '../store/store.fixture'
import type { FeatureDeps } from './deps'
import { driftHandlers } from './drift'

/** What our jobs applied since the beginning, and what two readings saw. */
function world(done: readonly Partial<Step>[]) {
  const store = storeWith({ one: [1] })
  onTestFinished(() => store.close())
  const handlers = driftHandlers({ store: { ...store, steps: { ...store.steps, appliedSince: () => done } } } as unknown as FeatureDeps)
  const input: Input<'drift.list'> = { accountId: ONE, customerId: null, since: 10, offset: 0, limit: 50 }
  return { store, list: async () => (await handlers['drift.list'](registry['drift.list'].input.parse(input))).rows.map(({ memberId, environment, base, theirs }) => [memberId, environment, base, theirs]) }
}
const step = (kind: string, target: object, wish: unknown, outcome: Step['outcome'] = {}): Partial<Step> => ({ customerId: customer(1), updatedAt: 20, outcome, intent: { kind, customerId: customer(1), at: 15, target, wish } as never })

it('whoever we let in is told as soon as they have another role than they were let in with', async () => {
  const { store, list } = world([step('member.invite', { email: 'n@acme.example' }, { name: 'New', roles: { dev: 'Member' }, groupIds: [] }, { created: brand(2) })])
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'a@acme.example', { dev: 'Member', prod: null })], 10)
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'a@acme.example', { dev: 'Member', prod: null }), person(2, 'New', 'n@acme.example', { dev: 'Member', prod: null })], 20)
  expect(await list()).toEqual([])
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'a@acme.example', { dev: 'Member', prod: null }), person(2, 'New', 'n@acme.example', { dev: 'Member', prod: 'EnvironmentAdmin' })], 30)
  expect(await list()).toEqual([[2, 'prod', null, 'EnvironmentAdmin']])
})

it('a cell that we set is told as soon as it is another one, and whoever we removed is not', async () => {
  const { store, list } = world([step('member.role', { memberId: 1, environment: 'dev' }, 'Support'), step('member.remove', { memberId: 3 }, false)])
  const ann = (dev: string) => person(1, 'Ann', 'a@acme.example', { dev })
  store.members.replaceMembers(ONE, customer(1), [ann('Member'), person(3, 'Cy', 'c@acme.example', { dev: 'Member' })], 10)
  store.members.replaceMembers(ONE, customer(1), [ann('Support')], 20)
  expect(await list()).toEqual([])
  store.members.replaceMembers(ONE, customer(1), [ann('EnvironmentAdmin')], 30)
  expect(await list()).toEqual([[1, 'dev', 'Member', 'EnvironmentAdmin']])
})
