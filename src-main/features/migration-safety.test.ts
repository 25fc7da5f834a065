import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { CustomerId } from '../contract/ids'
import type { JobState } from '../contract/jobs'
import type { WaveId } from '../contract/migration'
import type { Db } from '../store/db'
import { openLibsql } from '../store/libsql-db'
import { migrationSeals } from '../store/repos/migration-seals'
import { migrationActs } from '../testing/migration-acts'
import { migrationRig, type MigrationRig } from '../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
afterEach(async () => {
  await rig.end()
})
/** A pilot that only waits to be migrated. */
async function readyPilot(): Promise<WaveId> {
  rig = await migrationRig({ customers: 4 })
  acts = migrationActs(rig)
  return acts.readyPilot()
}
const HOUR = 3600_000
/** Somebody who holds a system role in DEV, and whom the migration makes a manager. */
function analyst(): number {
  const found = acts.people(acts.at(0)).find(({ roles }) => roles.dev !== undefined && 'role_name' in roles.dev && roles.dev.role_name === 'Analyst')
  if (found === undefined) throw new Error('nobody to change')
  return found.id
}
/** Another administrator gives somebody more than the dry run said. */
const raise = (id: number): void => rig.other(acts.at(0), id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
/** Changes a file of the app while it is not running. */
const alter = (file: 'ledger.db' | 'cache.db', change: (db: Db) => void) => (folder: string) => {
  const db = openLibsql(join(folder, file), { durability: 'full' })
  change(db)
  db.close()
}

describe('which came first, dry run or migration', () => {
  it('is not told by a clock that was set back: a job under way is not forgotten, and what came out is held against the dry run', async () => {
    const pilot = await readyPilot()
    const person = analyst()
    rig.clock.jump(-HOUR)
    const job = await acts.start(pilot, [acts.at(0)])
    expect(await acts.laneOf(acts.at(0))).toBe('migrating')
    expect(await acts.refused(pilot, acts.at(0))).toMatchObject({ code: 'MIGRATION_GATE' })
    expect((await rig.jobDone(job)).counts).toMatchObject({ applied: 1 })
    expect(acts.sent()).toHaveLength(1)
    raise(person)
    rig.clock.jump(-HOUR)
    await acts.verify(pilot)
    expect(await acts.laneOf(acts.at(0))).toBe('differs')
  })

  it('a dry run after a migration that failed counts, though the clock was set back before it', async () => {
    const pilot = await readyPilot()
    const job = await acts.start(pilot, [acts.at(0)])
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { waveId: pilot }, note: null })
    expect((await rig.jobDone(job)).counts).toMatchObject({ failed: 1 })
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { waveId: pilot }, note: 'Seen again' })
    rig.clock.jump(-HOUR)
    await acts.tryWave(pilot)
    expect(await acts.laneOf(acts.at(0))).toBe('reviewed')
    expect((await acts.migrate(pilot, [acts.at(0)])).counts).toMatchObject({ applied: 1 })
  })

  it('is settled before anything is sent: a customer whose dry run is at work is not migrated by the one before', async () => {
    const pilot = await readyPilot()
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { waveId: pilot } })
    expect(await acts.refused(pilot, acts.at(0))).toMatchObject({ code: 'MIGRATION_GATE', details: { kind: 'dry-run', count: 1 } })
    expect(acts.sent()).toEqual([])
    // One that is stopped is waited for no more.
    await rig.ask('migration.stop', { accountId: rig.accountId })
    expect((await acts.migrate(pilot, [acts.at(0)])).counts).toMatchObject({ applied: 1 })
  })
})

describe('what closes between the start and the request', () => {
  /** A job that was started and stands still before its first request. */
  const startedAndPaused = async (waveId: WaveId, id: CustomerId): Promise<JobState> => {
    const job = await acts.start(waveId, [id])
    await rig.ask('jobs.pause', { jobId: job.id })
    return job
  }
  const goOn = async (job: JobState) => {
    await rig.ask('jobs.resume', { jobId: job.id })
    const { counts } = await rig.jobDone(job)
    const { steps } = await rig.ask('jobs.steps', { jobId: job.id, states: [], offset: 0, limit: 5 })
    return [counts.applied, counts.failed, steps.map(({ reason }) => reason)]
  }

  it('a customer of an earlier wave that is no longer verified', async () => {
    const pilot = await readyPilot()
    const person = analyst()
    await acts.migrate(pilot, [acts.at(0)])
    await acts.verify(pilot)
    const second = await acts.wave('Second', [acts.at(1)])
    await acts.tryWave(second)
    const job = await startedAndPaused(second, acts.at(1))
    raise(person)
    await acts.verify(pilot)
    expect(await goOn(job)).toEqual([0, 1, [{ kind: 'migration-gate', gate: 'earlier', count: 1 }]])
    expect(acts.sent()).toHaveLength(1)
  })

  it('by a dry run that was altered in the ledger', async () => {
    const pilot = await readyPilot()
    const job = await startedAndPaused(pilot, acts.at(0))
    await rig.restart(alter('ledger.db', (db) => db.run("UPDATE migration_customers SET dry_run = json_set(dry_run, '$.state', 'failed')", [])))
    expect(await goOn(job)).toEqual([0, 1, [{ kind: 'not-read', what: 'legacy-roles' }]])
    expect(acts.sent()).toEqual([])
  })
})

it('what was accepted of a migration that failed says nothing of the one that is tried again', async () => {
  const pilot = await readyPilot()
  rig.intercept(({ path }, answer) => (path.includes('roles_migration') ? Promise.resolve({ status: 400, headers: {}, body: '{"errors":[{"code":"bad_request","title":"no"}]}' }) : answer()))
  const job = await acts.migrate(pilot, [acts.at(0)])
  await acts.verify(pilot)
  await rig.ask('migration.accept', { accountId: rig.accountId, customerId: acts.at(0), note: 'Nothing happened' })
  expect(await acts.laneOf(acts.at(0))).toBe('failed')
  rig.intercept(null)
  await rig.jobDone(await rig.ask('jobs.retryFailed', { jobId: job.id }))
  expect([acts.sent().length, await acts.laneOf(acts.at(0))]).toEqual([1, 'migrated'])
  expect((await rig.ask('migration.differences', { accountId: rig.accountId, of: { waveId: pilot }, offset: 0, limit: 5 })).verified).toBe(0)
  expect(await rig.refusal('migration.accept', { accountId: rig.accountId, customerId: acts.at(0), note: 'Still' })).toMatchObject({ code: 'BAD_INPUT' })
  await acts.verify(pilot)
  expect(await acts.laneOf(acts.at(0))).toBe('verified')
})

it('custom roles are not migrated once another proof stands that did not try their call', async () => {
  rig = await migrationRig({ customers: 8, people: 10, seed: 7 })
  acts = migrationActs(rig)
  await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
  await acts.check()
  const customOf = (id: CustomerId) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never).legacyRoles.filter(({ inherited }) => !inherited)
  const [pilot, proven] = rig.customers.filter((id) => customOf(id).length > 0 && acts.converts(id))
  const plain = rig.customers.find((id) => customOf(id).length === 0 && acts.converts(id))
  if (pilot === undefined || proven === undefined || plain === undefined) throw new Error('the world has other roles')
  await acts.prove(proven)
  await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { customers: [...rig.customers] }, note: 'Seen' })
  const waveId = await acts.wave('Pilot', [pilot])
  await acts.tryWave(waveId)
  await acts.prove(plain)
  expect((await acts.account()).proof).toMatchObject({ verdict: 'proven', customRole: false })
  await acts.migrate(waveId, [pilot])
  expect(acts.sent().filter(({ path }) => path.endsWith('custom_role'))).toEqual([])
})

describe('what lies in the files of the app', () => {
  it('customers of an earlier wave that are not in a list that was only begun keep the next wave closed, and stay in theirs', async () => {
    const pilot = await readyPilot()
    const person = analyst()
    await acts.migrate(pilot, [acts.at(0)])
    raise(person)
    await acts.verify(pilot)
    const second = await acts.wave('Second', [acts.at(1)])
    await acts.tryWave(second)
    expect(await acts.refused(second, acts.at(1))).toMatchObject({ details: { kind: 'earlier', count: 1 } })
    await rig.restart(alter('cache.db', (db) => {
      db.script('PRAGMA foreign_keys = OFF')
      db.run('DELETE FROM customers WHERE id = ?', [acts.at(0)])
    }))
    expect(await acts.refused(second, acts.at(1))).toMatchObject({ details: { kind: 'earlier', count: 1 } })
    expect((await acts.account()).waves[1]?.gates).toMatchObject([{ kind: 'earlier', count: 1 }])
    expect(await rig.refusal('migration.saveWave', { accountId: rig.accountId, id: pilot, name: 'Pilot', customers: [acts.at(2)] })).toMatchObject({ code: 'BAD_INPUT' })
    expect(acts.sent()).toHaveLength(1)
  })

  it.each([
    ['answers of another dry run', "UPDATE migration_answers SET run_id = 'another' WHERE customer_id = ?"],
    ['a dry run that says something else', "UPDATE migration_customers SET dry_run = json_set(dry_run, '$.people', 0) WHERE customer_id = ?"],
  ])('%s are not taken for those that were migrated by: a person has to judge what nothing can be held against', async (_, forge) => {
    rig = await migrationRig({ customers: 12, people: 3 })
    acts = migrationActs(rig)
    await acts.prepare()
    // Nobody keeps a legacy role there, so that nothing else differs.
    const pure = (id: CustomerId) => acts.people(id).every(({ roles }) => Object.values(roles).every((one) => 'role_name' in one && ['Admin', 'Analyst', 'Operator'].includes(one.role_name)))
    const [id, other] = [...rig.customers.filter((one) => pure(one) && acts.converts(one)), ...rig.customers.filter((one) => !pure(one))]
    if (id === undefined || other === undefined || !pure(id)) throw new Error('everywhere somebody keeps a legacy role')
    const pilot = await acts.wave('Pilot', [id])
    await acts.tryWave(pilot)
    await acts.migrate(pilot, [id])
    await rig.restart(alter('ledger.db', (db) => db.run(forge, [id])))
    await acts.verify(pilot)
    const customer = () => rig.ask('migration.customer', { accountId: rig.accountId, customerId: id })
    expect(await customer()).toMatchObject({ row: { lane: 'differs' }, verified: { lost: true, differences: 0 } })
    const second = await acts.wave('Second', [other])
    await acts.tryWave(second)
    expect(await acts.refused(second, other)).toMatchObject({ details: { kind: 'earlier', count: 1 } })
    await rig.ask('migration.accept', { accountId: rig.accountId, customerId: id, note: 'Looked at everybody in Workato' })
    expect(await customer()).toMatchObject({ row: { lane: 'verified', findings: [] }, verified: { lost: true, accepted: { note: 'Looked at everybody in Workato' } } })
  })

  it.each([
    ['another customer', (draft: object, other: CustomerId) => ({ ...draft, customerId: other })],
    ['an act that its verification cannot have found', (draft: { readonly customerId: number }) => ({ kind: 'customer.delete', accountId: rig.accountId, customerId: draft.customerId, target: { name: rig.name(acts.at(0)) }, base: true, wish: false })],
    ['a migration', (draft: { readonly customerId: number }) => ({ kind: 'migrate.system', accountId: rig.accountId, customerId: draft.customerId, target: { name: 'x', legacy: [] }, base: 'x', wish: 'migrated' })],
  ])('an edit of a difference that was altered to be one of %s is not staged', async (_, forge) => {
    const pilot = await readyPilot()
    const person = analyst()
    await acts.migrate(pilot, [acts.at(0)])
    raise(person)
    await acts.verify(pilot)
    await rig.restart(alter('ledger.db', (db) => {
      const kept = JSON.parse(db.get<{ verified: string }>('SELECT verified FROM migration_customers WHERE customer_id = ?', [acts.at(0)])?.verified ?? '') as { deviations: { draft: { readonly customerId: number } }[] }
      for (const one of kept.deviations) Object.assign(one, { draft: forge(one.draft, acts.at(1)) })
      db.run('UPDATE migration_customers SET verified = ? WHERE customer_id = ?', [JSON.stringify(kept), acts.at(0)])
      // The seal has no key: whoever can write to the file can make one that fits.
      migrationSeals(db).put(rig.accountId, acts.at(0), 'verified', JSON.stringify(kept), 1)
    }))
    expect((await rig.ask('migration.differences', { accountId: rig.accountId, of: { waveId: pilot }, offset: 0, limit: 10 })).rows).toMatchObject([{ fix: 'none' }])
    expect((await rig.ask('migration.stageFixes', { accountId: rig.accountId, of: { waveId: pilot }, keys: null, name: 'Fix' })).staged).toBe(0)
  })
})
