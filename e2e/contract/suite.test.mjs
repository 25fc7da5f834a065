import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseArguments } from '../../src-main/emulator/arguments'
import { startEmulator } from '../../src-main/emulator/server'
import { emulatorClient, politeClient } from './client.mjs'
import { controlPlane } from './control.mjs'
import { EMULATOR_OPTIONS } from './emulator-options.mjs'
import { danger, needsEmulator, readAreas } from './format.mjs'
import { judge } from './judge.mjs'
import { mutants } from './mutants.mjs'
import { resultLine, table, tally } from './report.mjs'
import { runSuite } from './runner.mjs'

const MINUTES = 60_000
const areas = readAreas()
let emulator
let account
beforeAll(async () => {
  emulator = await startEmulator(parseArguments(EMULATOR_OPTIONS))
  account = emulator.accounts[0]
})
afterAll(() => emulator.close())

const controlJson = async (path, method = 'GET') => (await fetch(`${emulator.control}${path}`, { method })).json()

describe('the suite against an emulator', () => {
  let results
  beforeAll(async () => {
    results = await runSuite(areas, { client: emulatorClient(account.baseUrl, account.token), control: controlPlane(account.baseUrl), start: { ownToken: account.token } })
  }, 5 * MINUTES)

  it('passes whole, with nothing skipped', () => {
    expect(results.map(resultLine).filter((line) => line !== null)).toEqual([])
    expect(tally(results)).toEqual({ passed: areas.flatMap(({ cases }) => cases).length, failed: 0, skipped: 0 })
  })

  it('fails when any single expectation of a passed case is flipped', { timeout: 5 * MINUTES }, () => {
    const passed = results.filter(({ outcome }) => outcome === 'passed')
    const flipped = passed.flatMap(({ area, case: one, recording }) => [...mutants(one, recording)].map((mutant) => ({ area, mutant, recording })))
    const survivors = flipped.filter(({ mutant, recording }) => judge(mutant, recording).problems.length === 0)
    expect(survivors.map(({ area, mutant: { name, expect: expected, after } }) => `${area}: ${name}: ${JSON.stringify({ expected, after })}`)).toEqual([])
    expect(flipped.length).toBeGreaterThan(5 * areas.flatMap(({ cases }) => cases).length)
  })
})

describe('the suite against a real account', () => {
  it('sends nothing that could change something, in a steady pace, and only about customers that it found', { timeout: MINUTES }, async () => {
    await controlJson('/reset', 'POST')
    const before = await controlJson(`/state?account=${account.id}`)
    await controlJson('/log', 'DELETE')
    const waits = []
    const pace = (ms) => {
      waits.push(ms)
      return fetch(`${emulator.control}/clock`, { method: 'POST', body: JSON.stringify({ advanceMs: ms }), headers: { 'content-type': 'application/json' } })
    }
    const results = await runSuite(areas, { client: politeClient(account.baseUrl, account.token, pace), control: null })
    const log = await controlJson('/log')
    expect(await controlJson(`/state?account=${account.id}`)).toEqual(before)
    expect(tally(results)).toEqual({ passed: areas.flatMap(({ cases }) => cases).filter((one) => !needsEmulator(one)).length, failed: 0, skipped: areas.flatMap(({ cases }) => cases).filter(needsEmulator).length })
    expect(log.filter(({ method, path }) => method !== 'GET' && !path.includes('/statistics/')).every(({ method, path, query, body }) => method === 'POST' && path.includes('/roles_migration/') && query.includes('dry_run=true') && body.dry_run === true)).toBe(true)
    expect(waits).toHaveLength(log.length)
    expect(Math.min(...waits)).toBeGreaterThan(1000)
    expect(log.filter(({ throttled }) => throttled)).toEqual([])
  })

  it('reports an assumption that turns out wrong, and does not fail', async () => {
    const one = { name: 'an assumption', source: 'contract 1.2', kind: 'read', request: { method: 'GET', path: '/api/users/me' }, expect: { status: 418, body: '$object' } }
    const run = (given) => runSuite([{ area: 'planted', cases: [given] }], { client: emulatorClient(account.baseUrl, account.token), control: null })
    const [assumed] = await run({ ...one, assumed: true })
    expect(resultLine(assumed)).toBe('differs planted: an assumption (contract 1.2, assumed) - status: expected 418, was 200')
    expect(tally([assumed])).toEqual({ passed: 0, failed: 0, skipped: 1 })
    const [stated] = await run(one)
    expect(resultLine(stated)).toBe('FAILED  planted: an assumption (contract 1.2) - status: expected 418, was 200')
    expect(table([stated]).split('\n').at(-1)).toMatch(/^all +0 +1 +0 +0$/)
  })

  it.each([
    ['a read that posts', 'read', { method: 'POST', path: '/api/managed_users' }],
    ['a dry run that only the body says', 'dry-run', { method: 'POST', path: '/api/managed_users/{{c}}/roles_migration/system_roles', body: { dry_run: true } }],
    ['a dry run that only the query says', 'dry-run', { method: 'POST', path: '/api/managed_users/{{c}}/roles_migration/system_roles', query: { dry_run: true } }],
    ['a dry run of something else', 'dry-run', { method: 'POST', path: '/api/managed_users/{{c}}/environments', query: { dry_run: true }, body: { dry_run: true } }],
    ['a dry run in the admin workspace', 'dry-run', { method: 'POST', path: '/api/roles_migration/custom_role', query: { dry_run: true }, body: { dry_run: true } }],
    ['a customer by number', 'read', { method: 'GET', path: '/api/managed_users/209' }],
  ])('refuses %s as a case for it', (_, kind, request) => {
    expect(danger({ kind, request })).toEqual(expect.any(String))
  })
})
