import { expect, it } from 'vitest'
import { ApiClient } from '../api/client'
import type { ApiResponse } from '../contract/engine-protocol'
import { environmentId } from '../contract/ids'
import { customer, details, ONE, storeWith } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { readGroups } from './read-groups'
import { readProjects } from './read-projects'

const HERE = customer(1)
const options = { priority: 'screen', signal: new AbortController().signal } as const
const environments = (['dev', 'test', 'prod'] as const).map((type, at) => ({ id: environmentId.parse(at + 1), type, externalId: null }))

/** A store with a customer of three environments, whose API answers the paths of `/api/managed_users/` with these bodies. */
function setUp(answers: Readonly<Record<string, unknown>>) {
  const store = storeWith({ one: [1] })
  store.customerDetails.saveCustomer(ONE, details(1, { environments }), 5)
  const clock = new VirtualClock(10)
  const asked: string[] = []
  const client = new ApiClient(ONE, {
    clock, random: () => 0.5, online: () => true,
    transport: {
      send: (_, { path }): Promise<ApiResponse> => {
        const below = path.replace('/api/managed_users/', '')
        asked.push(below)
        const body = answers[below]
        return Promise.resolve({ status: body === undefined ? 404 : 200, headers: {}, body: JSON.stringify(body ?? {}) })
      },
    },
  })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return { store, asked, clock, deps: { store, client, clock, log, emit: () => undefined } }
}

const ann = { id: 7, name: 'Ann', email: 'ann@x.example' }
const GROUPS = { data: [{ id: 'am-1', name: 'All collaborators', system: true }, { id: 'pf-1', name: 'Finance', system: false }, { id: 'pf-2', name: 'Sales', system: false }] }

it('members are asked for of every group but the built-in one, and the reading is whole when all of them are', async () => {
  const { store, asked, clock, deps } = setUp({ '1/user_groups': GROUPS, '1/user_groups/pf-1/members': { data: [ann] }, '1/user_groups/pf-2/members': { data: [] } })
  expect(await clock.run(readGroups(deps, HERE, options))).toBe(true)
  expect(asked).toEqual(['1/user_groups', '1/user_groups/pf-1/members', '1/user_groups/pf-2/members'])
  expect(store.groups.withMembers(ONE, HERE).map(({ id, members }) => [id, members.length])).toEqual([['am-1', 0], ['pf-1', 1], ['pf-2', 0]])
  expect(store.readStates.get(ONE, 'groupMembers', HERE)?.readAt).not.toBe(null)
})

it('the members of one group that were understood in part leave the reading open', async () => {
  const { store, clock, deps } = setUp({ '1/user_groups': GROUPS, '1/user_groups/pf-1/members': { data: [ann, { name: 'no id' }] }, '1/user_groups/pf-2/members': { data: [] } })
  expect(await clock.run(readGroups(deps, HERE, options))).toBe(false)
  expect(store.readStates.get(ONE, 'groupMembers', HERE)).toBe(null)
})

it.each([1, 2, 3])('projects of environment %i that were understood in part remove none of what was known', async (odd) => {
  const list = (id: number) => ({ result: [{ id: `p${String(id)}`, name: 'Shop' }] })
  const whole = Object.fromEntries([1, 2, 3].map((id) => [`${String(id)}/projects`, list(id)]))
  const first = setUp(whole)
  expect(await first.clock.run(readProjects(first.deps, HERE, options))).toBe(true)
  const { store, clock, deps } = setUp({ ...whole, [`${String(odd)}/projects`]: { result: [{ name: 'no id' }] } })
  store.projects.replaceProjects(ONE, HERE, first.store.projects.list(ONE, HERE), 8)
  expect(await clock.run(readProjects(deps, HERE, options))).toBe(false)
  expect(store.projects.list(ONE, HERE)).toEqual(first.store.projects.list(ONE, HERE))
})
