import { expect, it } from 'vitest'
import { ApiClient } from '../api/client'
import { customer, ONE, storeWith } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { Agenda } from './agenda'
import { KINDS } from './kinds'
import { Scopes } from './scopes'

const MINUTE = 60_000

/** The agenda of members, connections, projects and details of five customers. */
function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const store = storeWith({ one: [1, 2, 3, 4, 5] })
  const client = new ApiClient(ONE, { transport: { send: () => Promise.reject(new Error('nothing is sent here')) }, clock, random: () => 0.5, online: () => true })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const agenda = new Agenda({ store, client, clock, log, emit: () => undefined }, KINDS.filter(({ bucket }) => bucket === 'members'), new Scopes(() => undefined))
  const next = (): string | null => {
    const item = agenda.next()
    return item === null ? null : `${item.kind.resource} ${String(item.customer)} ${item.priority}`
  }
  /** Takes everything that is due and notes it as read. */
  const readAll = (): string[] => {
    const taken: string[] = []
    for (let item = agenda.next(); item !== null; item = agenda.next()) {
      taken.push(`${item.kind.resource} ${String(item.customer)} ${item.priority}`)
      store.readStates.succeeded(ONE, item.kind.resource, item.customer, 0, clock.now())
      agenda.done(item)
    }
    return taken
  }
  return { agenda, next, readAll, pass: (ms: number) => clock.run(clock.sleep(ms)) }
}

it('takes the open customer first, then the rows on screen, then those that are asked for, then the others', () => {
  const { agenda, next } = setUp()
  agenda.want(customer(5))
  agenda.onScreen = [customer(4), customer(3)]
  agenda.focus = customer(2)
  expect(Array.from({ length: 12 }, next)).toEqual([
    'members 2 screen', 'connections 2 screen', 'projects 2 screen', 'details 2 screen',
    'members 4 screen', 'members 3 screen', 'connections 4 screen', 'connections 3 screen',
    'members 5 screen', 'connections 5 screen', 'projects 5 screen', 'details 5 screen',
  ])
  expect([next(), next(), next(), next(), next(), next()]).toEqual(['members 1 background', 'connections 1 background', 'projects 1 background', 'projects 3 background', 'projects 4 background', null])
})

it('reads the open customer again after ten minutes, the others when they are old, and all when that is asked for', async () => {
  const { agenda, readAll, pass } = setUp()
  expect(readAll()).toHaveLength(15)
  agenda.focus = customer(2)
  expect(readAll()).toEqual(['details 2 screen'])
  await pass(9 * MINUTE)
  expect(readAll()).toEqual([])
  await pass(2 * MINUTE)
  expect(readAll()).toEqual(['members 2 screen', 'connections 2 screen', 'projects 2 screen', 'details 2 screen'])
  agenda.focus = null
  await pass(50 * MINUTE)
  expect(readAll()).toEqual(['members 1 background', 'members 3 background', 'members 4 background', 'members 5 background'])
  await pass(1)
  agenda.want('all')
  expect(readAll()).toHaveLength(15)
  expect(readAll()).toEqual([])
})
