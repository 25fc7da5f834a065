import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { CustomerId } from '../contract/ids'
import type { WaveId } from '../contract/migration'
import type { Db } from '../store/db'
import { openLibsql } from '../store/libsql-db'
import { migrationActs } from '../testing/migration-acts'
import { migrationRig, type MigrationRig } from '../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
afterEach(async () => {
  await rig.end()
})
/** A pilot that only waits to be migrated, in which somebody has a gain in PROD that was acknowledged. */
async function readyPilot(): Promise<WaveId> {
  rig = await migrationRig({ customers: 4, people: 14 })
  acts = migrationActs(rig)
  const pilot = await acts.readyPilot()
  expect((await acts.account()).waves[0]?.review.acknowledged).toBeGreaterThan(0)
  return pilot
}
const rowOf = async (id: CustomerId) => (await acts.board()).rows.find(({ customerId }) => customerId === id)
/** Changes the ledger while the app is not running. */
const altered = (change: (db: Db) => void) => rig.restart((folder) => {
  const db = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  change(db)
  db.close()
})
/** The root of the first customer was confirmed and taken back, another's still is confirmed: how to confirm it, and what was kept of both. */
async function takenBack(): Promise<{ confirm: (note: string | null) => Promise<unknown>; own: string; other: string }> {
  const pilot = await readyPilot()
  const confirm = (note: string | null) => rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { waveId: pilot }, note })
  await confirm('Own')
  let own = ''
  let other = ''
  await altered((db) => {
    const root = (id: CustomerId) => db.get<{ root: string }>('SELECT root FROM migration_customers WHERE customer_id = ?', [id])?.root ?? ''
    own = root(acts.at(0))
    other = root(acts.at(1))
  })
  await confirm(null)
  expect([own, other]).toEqual([expect.stringContaining('Own'), expect.stringContaining('Seen')])
  return { confirm, own, other }
}

describe('a proof', () => {
  it.each([
    ['a verdict that was altered', (db: Db) => db.run(`UPDATE migration_accounts SET proof = json_set(proof, '$.verdict', 'proven')`)],
    ['one that was made up', (db: Db) => {
      const proof = db.get<{ proof: string }>('SELECT proof FROM migration_accounts')?.proof ?? ''
      db.run('DELETE FROM migration_accounts')
      db.run('INSERT INTO migration_accounts (account_id, proof) VALUES (?, ?)', [rig.accountId, JSON.stringify({ ...(JSON.parse(proof) as object), verdict: 'proven', error: null })])
    }],
  ])('%s is none, is told, and can be made anew', async (_, forge) => {
    rig = await migrationRig({ customers: 3 })
    acts = migrationActs(rig)
    await acts.check()
    rig.set({ root_folder_not_empty: true })
    await acts.prove(acts.at(0))
    expect((await acts.account()).lock).toBe('unproven')
    await altered(forge)
    expect(await acts.account()).toMatchObject({ lock: 'altered', proof: null })
    expect(await rig.refusal('migration.dryRun', { accountId: rig.accountId, of: { customers: [acts.at(1)] } })).toEqual({ code: 'MIGRATION_LOCKED', details: { lock: 'altered' } })
    rig.set({ root_folder_not_empty: false })
    await acts.prove(acts.at(0))
    expect((await acts.account()).lock).toBeNull()
  })

  it('that was kept for one account is none for another', async () => {
    await readyPilot()
    await altered((db) => {
      db.run(`INSERT INTO accounts (id, kind, name, data_center, base_url, colour, shape, created_at, token_place) SELECT 'a2', kind, name || ' 2', data_center, base_url, colour, shape, created_at, token_place FROM accounts`)
      db.run(`INSERT INTO migration_accounts (account_id, custom_roles, proof) SELECT 'a2', 1, proof FROM migration_accounts`)
    })
    expect(await rig.ask('migration.account', { accountId: 'a2' as never })).toMatchObject({ lock: 'altered', proof: null, customRoles: false })
    expect((await acts.account()).lock).toBeNull()
  })
})

describe('what is kept of a customer', () => {
  it.each<[string, (db: Db) => void, string, object]>([
    ['a confirmation that is altered', (db) => db.run(`UPDATE migration_customers SET root = json_set(root, '$.by', 'somebody else') WHERE customer_id = ?`, [acts.at(0)]), 'preparation', { kind: 'preflight' }],
    ['a dry run with fewer to acknowledge', (db) => db.run(`UPDATE migration_customers SET dry_run = json_set(dry_run, '$.prodGains', json('[]')) WHERE customer_id = ?`, [acts.at(0)]), 'ready', { kind: 'dry-run' }],
    ['answers that are altered', (db) => db.run(`UPDATE migration_answers SET data = replace(data, 'Manager', 'Admin') WHERE customer_id = ?`, [acts.at(0)]), 'ready', { kind: 'dry-run' }],
    ['answers that are gone', (db) => db.run('DELETE FROM migration_answers WHERE customer_id = ?', [acts.at(0)]), 'ready', { kind: 'dry-run' }],
    ['an acknowledgement by somebody else', (db) => db.run(`UPDATE migration_acknowledged SET mark = json_set(mark, '$.by', 'somebody else') WHERE customer_id = ?`, [acts.at(0)]), 'dry-run', { kind: 'acknowledge' }],
    ['all of the journal lines that seal it made up', (db) => {
      db.script('DROP TRIGGER journal_append_only')
      db.run(`UPDATE journal SET data = json_set(data, '$.sealed', 'x') WHERE event = 'kept'`)
    }, 'preparation', {}],
  ])('%s is not believed: nothing is sent, nothing is lost', async (_, forge, lane, gate) => {
    const pilot = await readyPilot()
    await rig.ask('migration.note', { accountId: rig.accountId, customerId: acts.at(0), note: 'Mine' })
    await altered(forge)
    const refusal = await acts.refused(pilot, acts.at(0))
    const row = await rowOf(acts.at(0))
    expect([row?.lane, row?.note?.note]).toEqual([lane, 'Mine'])
    expect(row?.findings).toContainEqual(expect.objectContaining({ kind: 'altered', level: 'look' }))
    expect(refusal.details ?? {}).toMatchObject(gate)
    expect(acts.sent()).toEqual([])
  })

  it('a confirmation that was taken back is none again by what another customer has, or by what it was itself', async () => {
    const { confirm, own, other } = await takenBack()
    for (const root of [own, other]) {
      await altered((db) => db.run('UPDATE migration_customers SET root = ? WHERE customer_id = ?', [root, acts.at(0)]))
      expect((await rowOf(acts.at(0)))?.lane).toBe('preparation')
    }
    await confirm('Seen again')
    expect(await rowOf(acts.at(0))).toMatchObject({ lane: 'reviewed', findings: expect.not.arrayContaining([expect.objectContaining({ kind: 'altered' })]) as unknown })
  })

  it.each([['cannot be read any more', () => `'{}'`], ['is that of the confirmation again', () => `(SELECT data FROM journal WHERE n = (SELECT max(n) - 1 FROM journal WHERE event = 'kept'))`]])('nor does it come back when the line that took it back %s', async (_, data) => {
    const { own } = await takenBack()
    await altered((db) => {
      db.script('DROP TRIGGER journal_append_only')
      db.run(`UPDATE journal SET data = ${data()} WHERE n = (SELECT max(n) FROM journal WHERE event = 'kept')`)
      db.run('UPDATE migration_customers SET root = ? WHERE customer_id = ?', [own, acts.at(0)])
    })
    expect((await rowOf(acts.at(0)))?.lane).toBe('preparation')
    expect((await acts.account()).lock).toBe('altered')
  })

  it('what was altered is forgotten by the next acknowledgement, and does not become part of it', async () => {
    const pilot = await readyPilot()
    const { rows } = await rig.ask('migration.review', { accountId: rig.accountId, of: { waveId: pilot }, show: 'prod', search: '', offset: 0, limit: 50 })
    const act = (keys: readonly string[], on: boolean) => rig.ask('migration.acknowledge', { accountId: rig.accountId, of: { waveId: pilot }, what: { keys: [...keys], on }, note: '' })
    expect(rows.length).toBeGreaterThan(1)
    await act(rows.map(({ key }) => key), false)
    await altered((db) => {
      for (const { key, memberId } of rows) db.run(`INSERT INTO migration_acknowledged (account_id, customer_id, run_id, member_id, mark) VALUES (?, ?, ?, ?, '{"at":1,"by":"x","note":""}')`, [rig.accountId, acts.at(0), key.split('|')[0] ?? '', memberId])
    })
    expect(await act([rows[0]?.key ?? ''], true)).toMatchObject({ acknowledged: 1, toAcknowledge: rows.length })
  })
})

describe('what later waves wait for', () => {
  /** A pilot that came out otherwise than its dry run said, and a second wave that waits for it. */
  async function differing(): Promise<WaveId> {
    const pilot = await readyPilot()
    const second = await acts.wave('Second', [acts.at(1)])
    await acts.tryWave(second)
    await acts.migrate(pilot, [acts.at(0)])
    const member = acts.people(acts.at(0)).find(({ roles }) => roles.dev?.role_type === 'environment')
    rig.other(acts.at(0), member?.id ?? 0, [{ environment_type: 'dev', name: 'No access', role_type: 'environment' }])
    await acts.verify(pilot)
    expect([await acts.laneOf(acts.at(0)), (await acts.refused(second, acts.at(1))).details]).toMatchObject(['differs', { kind: 'earlier', count: 1 }])
    return second
  }

  it.each<[string, (db: Db) => void, string]>([
    ['a verification without what it found', (db) => db.run(`UPDATE migration_customers SET verified = json_set(verified, '$.deviations', json('[]')) WHERE customer_id = ?`, [acts.at(0)]), 'migrated'],
    ['an acceptance that nobody gave', (db) => db.run(`UPDATE migration_customers SET verified = json_set(verified, '$.accepted', json('{"at":1,"by":"x","note":"fine"}')) WHERE customer_id = ?`, [acts.at(0)]), 'migrated'],
    ['a wave out of which a customer was taken', (db) => db.run('DELETE FROM migration_wave_customers WHERE customer_id = ?', [acts.at(0)]), 'differs'],
    ['waves in another order', (db) => db.run('UPDATE migration_waves SET place = 1 - place'), 'differs'],
    ['a first wave that is gone', (db) => db.run("DELETE FROM migration_waves WHERE name = 'Pilot'"), 'differs'],
  ])('is not got past by %s', async (_, forge, lane) => {
    const second = await differing()
    await altered((db) => {
      db.script('PRAGMA foreign_keys = ON')
      forge(db)
    })
    expect([await acts.laneOf(acts.at(0)), (await acts.refused(second, acts.at(1))).details]).toMatchObject([lane, { kind: 'earlier', count: 1 }])
    expect((await rowOf(acts.at(0)))?.findings.map(({ kind }) => kind)).toEqual(lane === 'migrated' ? ['altered'] : [])
    expect((await acts.account()).waves.map(({ name, customers }) => [name, customers])).toEqual([['Pilot', 1], ['Second', 1]])
    expect(acts.sent()).toHaveLength(1)
  })

  it('a customer whose job was taken out of its row still has been begun, and is verified against its dry run', async () => {
    await differing()
    const [pilot] = (await acts.account()).waves
    await altered((db) => db.run('UPDATE migration_customers SET job_id = NULL, job_at = NULL'))
    expect(await rig.refusal('migration.saveWave', { accountId: rig.accountId, id: pilot?.id ?? null, name: 'Pilot', customers: [acts.at(2)] })).toMatchObject({ code: 'BAD_INPUT' })
    await acts.verify(pilot?.id as WaveId)
    expect(await acts.laneOf(acts.at(0))).toBe('differs')
  })
})
