import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import type { SyncState } from '../contract/methods/customers'
import { VirtualClock } from '../testing/virtual-clock'
import { virtualWorld } from '../testing/virtual-world'
import { createEngine } from './engine'

const id = accountId.parse('one')
const record: AccountRecord = { id, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
/** The share of the quota that is left to the partner's own automations by default. */
const RESERVED = 0.2

it('reads 500 customers whole within 1.05 of what the quota needs, without a refusal, usable from the first page', { timeout: 180_000 }, async () => {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const { world, transport } = virtualWorld(clock, { seed: 500, accounts: 1, customers: [500], people: 50, legacy: 0 }, 300, () => 'a1')
  const engine = createEngine({ dataDir: mkdtempSync(join(tmpdir(), 'rolodesk-first-')), transport, clock, random: () => 0.5, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 1 })
  const value = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await engine.invoke(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value as T
  }
  const started = clock.now()
  await value('internal.accounts.save', record)
  await value('internal.sync.start', { accountId: id })
  const until = (done: (state: SyncState) => boolean): Promise<number> =>
    clock.run((async () => {
      while (!done(await value<SyncState>('sync.state', { accountId: id }))) await clock.sleep(2000)
      return clock.now() - started
    })())

  const firstRows = await until(({ listed }) => listed > 0)
  const whole = await until(({ read }) => read === 500)
  // Five pages of the list and one request for the members of each customer, in one bucket of 60 per minute.
  const least = ((500 + 5) / (60 * (1 - RESERVED))) * 60_000
  expect(firstRows).toBeLessThanOrEqual(2000)
  expect(whole / least).toBeLessThanOrEqual(1.05)
  expect(world.log.filter(({ throttled }) => throttled)).toEqual([])
  // Roles of all customers came in meanwhile, from buckets of their own.
  for (const resource of ['environmentRoles', 'projectRoles', 'groupMembers'] as const) {
    expect(await value('reading.completeness', { resource, accounts: [id], customers: null })).toMatchObject({ total: 500, read: 500, failed: 0 })
  }
  await engine.stop()
})
