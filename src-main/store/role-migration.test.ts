import { expect, it, onTestFinished } from 'vitest'
import { brand } from '../domain/testing/build'
import type { DryRunRecord, VerifiedRecord } from '../domain/migration/records'
import { customer, ONE, storeWith, TWO } from './store.fixture'

const mark = { at: 1, by: 'tester', note: 'seen' }
const verified: VerifiedRecord = { at: 5, lost: false, projects: true, deviations: [], accepted: mark }
const record = (id: string): DryRunRecord => ({ id, at: 2, by: 'tester', state: 'done', people: 1, projects: 0, managers: 0, parts: [], error: null, bases: [], counts: { gains: 0, losses: 0, none: 1, keepsLegacy: 0 }, prodGains: [] })

function world() {
  const store = storeWith({ one: [1, 2], two: [1] })
  onTestFinished(() => store.close())
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  return store.roleMigration
}

it('what was verified or let be before a job says nothing once the customer is migrated again', () => {
  const kept = world()
  for (const [account, id] of [[ONE, 1], [ONE, 2], [TWO, 1]] as const) kept.saveVerified(account, customer(id), verified)
  kept.saveJob(ONE, customer(1), brand('j1'), 7)
  expect([kept.customer(ONE, customer(1)), kept.customer(ONE, customer(2)).verified, kept.customer(TWO, customer(1)).verified]).toMatchObject([{ verified: null, job: { id: 'j1', at: 7 } }, verified, verified])
})

it('a gain is acknowledged for one person in one dry run of one customer, and taken back for that alone', () => {
  const kept = world()
  for (const [account, id, run, member] of [[ONE, 1, 'r1', 1], [ONE, 1, 'r1', 2], [ONE, 2, 'r2', 1], [TWO, 1, 'r3', 1]] as const) kept.acknowledge(account, customer(id), run, [brand(member)], mark, 3)
  kept.acknowledge(ONE, customer(1), 'r1', [brand(1)], null, 4)
  expect([[...kept.acknowledged(ONE).keys()], [...kept.acknowledged(TWO).keys()]]).toEqual([['1|r1|2', '2|r2|1'], ['1|r3|1']])
})

it('the answers of a dry run go with the one that takes its place, and those of other customers stay', () => {
  const kept = world()
  const data = (name: string) => ({ snapshot: { members: [], legacyRoles: [], projects: [], folders: {}, system: {} }, answers: { system: null, custom: [] }, name }) as never
  for (const [account, id] of [[ONE, 1], [ONE, 2], [TWO, 1]] as const) kept.saveDryRun(account, customer(id), record('r1'), data(`${account} ${String(id)}`))
  kept.saveDryRun(ONE, customer(1), record('r2'), null)
  expect([kept.answers(ONE, customer(1)), kept.answers(ONE, customer(2)), kept.answers(TWO, customer(1))]).toMatchObject([null, { name: 'one 2' }, { name: 'two 1' }].map((one) => one as never))
  expect(kept.customer(ONE, customer(1)).dryRun?.id).toBe('r2')
})
