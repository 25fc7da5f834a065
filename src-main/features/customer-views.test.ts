import { expect, it, onTestFinished } from 'vitest'
import { registry, type Input, type MethodName, type Output } from '../contract'
import type { AccountId } from '../contract/ids'
import type { AppEvent } from '../contract/events'
import type { JobId } from '../contract/jobs'
import { targetKey } from '../domain/intents/kinds'
import { brand, intent } from '../domain/testing/build'
import { customer, details, ONE, person, storeWith, TWO } from '../store/store.fixture'
import type { Step } from '../store/step-row'
import { customersHandlers } from './customers'
import type { FeatureDeps } from './deps'
import { managersHandlers } from './managers'
import { peopleHandlers } from './people'
import { reviewsHandlers } from './reviews'
import { tagsHandlers } from './tags'

type Methods = Extract<MethodName, `tags.${string}` | 'customers.page' | 'customers.settings' | 'people.page' | 'people.count' | 'managers.list' | 'reviews.open'>
const NO_FILTER = { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }

function world() {
  const store = storeWith({ one: [1, 2, 3], two: [1] })
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  const events: AppEvent[] = []
  const deps = { store, emit: (event: AppEvent) => void events.push(event), jobs: { deps: { clock: { now: () => 60 } } } } as unknown as FeatureDeps
  const handlers = { ...customersHandlers(deps), ...tagsHandlers(deps), ...peopleHandlers(deps), ...managersHandlers(deps), ...reviewsHandlers(deps) }
  onTestFinished(() => store.close())
  return {
    store, events,
    ask: async <M extends Methods>(method: M, input: Input<M>): Promise<Output<M>> => {
      const answer = await handlers[method](registry[method].input.parse(input) as never)
      expect(registry[method].output.parse(answer)).toEqual(answer)
      return answer as never
    },
  }
}

it('customers come with their tags, and people are filtered by the tags of their customers', async () => {
  const { ask, store, events } = world()
  for (const [account, id, name] of [[ONE, 1, 'Ann'], [ONE, 2, 'Ben'], [ONE, 3, 'Cid'], [TWO, 1, 'Dot']] as const) {
    store.members.replaceMembers(account, customer(id), [person(id, name, `${name}@acme.example`, { dev: 'Member' }), person(9, 'Eve', 'eve@acme.example', { prod: 'Admin' })], 10)
  }
  await ask('tags.change', { customers: [{ accountId: ONE, customerId: customer(1) }, { accountId: ONE, customerId: customer(2) }], add: ['vip'], remove: [] })
  await ask('tags.change', { customers: [{ accountId: TWO, customerId: customer(1) }, { accountId: ONE, customerId: customer(2) }], add: ['north'], remove: [] })
  expect(events).toEqual([{ type: 'tags' }, { type: 'tags' }])
  // What changes nothing is told nobody.
  await ask('tags.change', { customers: [{ accountId: ONE, customerId: customer(1) }], add: ['vip'], remove: ['gone'] })
  expect(events).toHaveLength(2)
  const { rows } = await ask('customers.page', { accountId: ONE, filter: NO_FILTER, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 10 })
  expect(rows.map(({ id, tags }) => [id, tags])).toEqual([[1, ['vip']], [2, ['north', 'vip']], [3, []]])

  const query = (tags: string[], accounts: AccountId[] = [], search = '') => ({ accounts, search, environment: null, roles: [], tags, sort: { by: 'name' as const, direction: 'asc' as const }, offset: 0, limit: 10 })
  const names = async (...asked: Parameters<typeof query>) => (await ask('people.page', query(...asked))).rows.map(({ name }) => name)
  expect(await names([])).toEqual(['Ann', 'Ben', 'Cid', 'Dot', 'Eve'])
  expect(await names(['vip'])).toEqual(['Ann', 'Ben', 'Eve'])
  expect(await names(['north'])).toEqual(['Ben', 'Dot', 'Eve'])
  expect(await names(['north'], [TWO])).toEqual(['Dot', 'Eve'])
  expect(await names(['vip', 'north'], [], 'e')).toEqual(['Eve'])
  expect(await names(['nobody'])).toEqual([])
  expect(await ask('people.count', query(['vip']))).toEqual({ matched: 3 })
})

it('settings of several customers are those that were read, in the order that is asked for; the gone are left out', async () => {
  const { ask, store } = world()
  for (const id of [1, 2]) store.customerDetails.saveCustomer(ONE, details(id, { planId: `plan_${String(id)}` }), 10)
  const { customers } = await ask('customers.settings', { accountId: ONE, ids: [customer(2), customer(99), customer(1)] })
  expect(customers.map(({ id, planId }) => [id, planId])).toEqual([[2, 'plan_2'], [1, 'plan_1']])
})

it('customer managers are listed with the names of the customers that they reach', async () => {
  const { ask, store } = world()
  expect(await ask('managers.list', { accountId: ONE })).toEqual({ managers: [], customers: [], read: null })
  const managers = [{ id: '7', user: { id: 70, name: 'Ann', email: 'ann@partner.example' }, role: { id: '5', name: 'Admin', system: true }, workspaces: 'all' }, { id: '8', user: { id: 80, name: 'Ben', email: 'ben@partner.example' }, role: { id: '6', name: 'Support', system: false }, workspaces: [2, 3] }]
  store.accountLists.replaceManagers(ONE, managers as never, 50)
  const listed = await ask('managers.list', { accountId: ONE })
  expect(listed.managers.map(({ user, workspaces }) => [user.name, workspaces])).toEqual([['Ann', 'all'], ['Ben', [2, 3]]])
  expect(listed.customers.map(({ id }) => id)).toEqual([2, 3])
  expect(listed.read).toMatchObject({ readAt: 50 })
  expect((await ask('managers.list', { accountId: TWO })).managers).toEqual([])
})

it('a review is asked for while its customer is in the list', async () => {
  const { ask, store } = world()
  const jobId = brand<JobId>('j1')
  const steps = [1, 99].map((id, place): Step => {
    const one = intent('customer.provision', { accountId: ONE, customerId: customer(id), target: { name: 'Acme' }, base: false, wish: true })
    return { jobId, place, accountId: ONE, customerId: one.customerId, key: targetKey(one), intent: one, covers: [one.id], planned: 'send', callKey: null, limitClass: null, state: 'unknown', outcome: {}, updatedAt: 10 } as never
  })
  store.inLedger(() => {
    store.jobs.add(jobId, 'A job', 2, 10)
    store.steps.add(steps)
    for (const step of store.steps.page(jobId, [], 0, 2).rows) store.steps.change(step, { state: 'applied' }, 50)
  })
  expect(await ask('reviews.open', {})).toEqual({ reviews: [{ accountId: ONE, customerId: 1, customer: 'Customer 1', at: 50 }] })
})
