import { expect, it, onTestFinished } from 'vitest'
import type { Input } from '../contract'
import { registry } from '../contract'
import type { Intent } from '../contract/intents'
import type { JobId } from '../contract/jobs'
import { targetKey } from '../domain/intents/kinds'
import { brand, intent, role } from '../domain/testing/build'
import type { StepOutcome } from '../store/step-row'
import { customer, ONE, person, storeWith } from '../store/store.fixture'
import { driftHandlers } from './drift'

const HERE = { accountId: ONE, customerId: customer(1), at: 15 }
const JOB = brand<JobId>('j1')

/** A store with what a job of ours did since the beginning; the readings are the test's. */
function world(...done: readonly (readonly [intent: Intent, outcome?: StepOutcome])[]) {
  const store = storeWith({ one: [1] })
  onTestFinished(() => store.close())
  store.inLedger(() => {
    store.jobs.add(JOB, 'A job', done.length, 15)
    store.steps.add(done.map(([one, outcome = {}], place) => ({ jobId: JOB, place, accountId: ONE, customerId: one.customerId, key: targetKey(one), intent: one, covers: [one.id], planned: 'send', callKey: null, limitClass: null, state: 'applied', outcome, updatedAt: 20 })))
  })
  const handlers = driftHandlers({ store })
  const input: Input<'drift.list'> = { accountId: ONE, customerId: null, since: 10, offset: 0, limit: 50 }
  return { store, list: async () => (await handlers['drift.list'](registry['drift.list'].input.parse(input))).rows.map(({ memberId, environment, base, theirs }) => [memberId, environment, base, theirs]) }
}

it('whoever we let in is told as soon as they have another role than they were let in with', async () => {
  const { store, list } = world([intent('member.invite', { ...HERE, target: { email: 'n@acme.example' }, base: null, wish: { name: 'New', roles: { dev: 'Member' }, groupIds: [] } }), { created: brand(2) }])
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'a@acme.example', { dev: 'Member', prod: null })], 10)
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'a@acme.example', { dev: 'Member', prod: null }), person(2, 'New', 'n@acme.example', { dev: 'Member', prod: null })], 20)
  expect(await list()).toEqual([])
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'a@acme.example', { dev: 'Member', prod: null }), person(2, 'New', 'n@acme.example', { dev: 'Member', prod: 'EnvironmentAdmin' })], 30)
  expect(await list()).toEqual([[2, 'prod', null, 'EnvironmentAdmin']])
})

it('a cell that we set is told as soon as it is another one, and whoever we removed is not', async () => {
  const { store, list } = world([role(1, 'dev', 'Member', 'Support', HERE)], [intent('member.remove', { ...HERE, target: { memberId: brand(3) }, base: true, wish: false })])
  const ann = (dev: string) => person(1, 'Ann', 'a@acme.example', { dev })
  store.members.replaceMembers(ONE, customer(1), [ann('Member'), person(3, 'Cy', 'c@acme.example', { dev: 'Member' })], 10)
  store.members.replaceMembers(ONE, customer(1), [ann('Support')], 20)
  expect(await list()).toEqual([])
  store.members.replaceMembers(ONE, customer(1), [ann('EnvironmentAdmin')], 30)
  expect(await list()).toEqual([[1, 'dev', 'Member', 'EnvironmentAdmin']])
})
