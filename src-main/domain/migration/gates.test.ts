import { expect, it } from 'vitest'
import type { MigrationLane } from '../../contract/migration'
import { brand } from '../testing/build'
import { gatesOf, stepOf, type WaveCustomer } from './gates'
import { isMigrated, laneOf, type Standing } from './lane'

const one = (lane: MigrationLane, more: Partial<WaveCustomer> = {}): WaveCustomer => ({ customerId: brand(1), customer: 'C', lane, stale: false, toAcknowledge: 0, acknowledged: 0, ...more })
const kinds = (mine: readonly WaveCustomer[], earlier: readonly WaveCustomer[] = []) => gatesOf(mine, earlier, null).map((gate) => `${gate.kind} ${'count' in gate ? String(gate.count) : ''}`)
const listed: Standing = { model: 'legacy', legacy: { kind: 'listed', roles: 1 }, blocking: 0, dryRun: null, job: null, verified: null }

it('a wave waits for every customer of the waves before it that is not verified, also one that differs or has failed', () => {
  expect(kinds([], (['verified', 'differs', 'failed', 'migrated', 'migrating', 'reviewed', 'unknown'] as const).map((lane) => one(lane)))).toEqual(['earlier 6'])
  expect(kinds([one('reviewed')], [one('verified')])).toEqual([])
})

it('what is prepared, tried, old or not acknowledged is each counted at the customers that wait for it', () => {
  expect(kinds([one('preparation'), one('not-checked'), one('ready'), one('ready', { stale: true }), one('dry-run', { toAcknowledge: 5, acknowledged: 2 }), one('reviewed', { toAcknowledge: 9, acknowledged: 9 }), one('failed', { toAcknowledge: 4 }), one('verified')]))
    .toEqual(['preflight 2', 'dry-run 1', 'stale 1', 'acknowledge 3'])
})

it('the step of a wave is the first that is not done for all of its customers', () => {
  const lanes: readonly MigrationLane[] = ['verified', 'differs', 'failed', 'dry-run', 'ready', 'preparation']
  expect(lanes.map((_, i) => stepOf(lanes.slice(0, i + 1).map((lane) => ({ lane }))))).toEqual(['report', 'verify', 'migrate', 'review', 'dry-run', 'preflight'])
})

it('a customer is in the lane that the newest of what is known says', () => {
  const lanes = ([
    {}, { legacy: null }, { legacy: null, model: 'unknown' }, { blocking: 1 }, { dryRun: { parts: 1, toAcknowledge: 2, acknowledged: 1 } }, { dryRun: { parts: 1, toAcknowledge: 2, acknowledged: 2 } },
    { job: { open: 1, failed: 1, done: 1 } }, { job: { open: 0, failed: 1, done: 1 } }, { job: { open: 0, failed: 0, done: 1 } }, { job: { open: 0, failed: 0, done: 1 }, verified: { differences: 1 } },
    { legacy: { kind: 'refused' } }, { legacy: { kind: 'refused' }, verified: { differences: 1 } }, { legacy: { kind: 'refused' }, verified: { differences: 0 }, job: { open: 0, failed: 1, done: 0 } },
  ] as const satisfies readonly Partial<Standing>[]).map((more) => laneOf({ ...listed, ...more }))
  expect(lanes).toEqual(['ready', 'not-checked', 'unknown', 'preparation', 'dry-run', 'reviewed', 'migrating', 'failed', 'migrated', 'differs', 'migrated', 'differs', 'verified'])
  // Its built-in roles are migrated, and its custom ones are not to be.
  const nothing = { dryRun: { parts: 0, toAcknowledge: 0, acknowledged: 0 } }
  expect([laneOf({ ...listed, ...nothing }), laneOf({ ...listed, ...nothing, verified: { differences: 1 } }), laneOf({ ...listed, ...nothing, verified: { differences: 0 } })]).toEqual(['migrated', 'differs', 'verified'])
  // Legacy roles that nobody holds any more are still to be migrated.
  expect([isMigrated({ model: 'migrated', legacy: { kind: 'listed', roles: 1 } }), isMigrated({ model: 'migrated', legacy: { kind: 'listed', roles: 0 } }), isMigrated({ model: 'migrated', legacy: null }), isMigrated({ model: 'legacy', legacy: null })]).toEqual([false, true, true, false])
})
