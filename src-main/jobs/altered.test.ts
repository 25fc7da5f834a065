import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Db } from '../store/db'
import { openLibsql } from '../store/libsql-db'
import { newFolder } from '../store/store.fixture'
import { jobRig, type JobRig } from '../testing/job-rig'

const open: JobRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.end()
})
async function rigOn(folder: string, start = 1): Promise<JobRig> {
  const made = await jobRig({ folder, start })
  open.push(made)
  // The first look makes everybody what the edits were made on.
  for (const customer of [0, 1]) for (const person of [0, 1]) made.cell(customer, person)
  return made
}
/** Changes the ledger behind the app's back. */
function alter(folder: string, change: (db: Db) => void): void {
  const db = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  for (const name of ['job_steps_sealed', 'intents_sealed', 'journal_append_only']) db.script(`DROP TRIGGER ${name}`)
  change(db)
  db.close()
}
const writes = (rig: JobRig) => rig.log().filter(({ method }) => method !== 'GET')
const ALL = { accountId: null, customerId: null, offset: 0, limit: 10 }

/** A paused job of one change in each of two customers, of which nothing was sent, after the ledger was changed. */
async function resumedAfter(change: (db: Db) => void): Promise<{ readonly rig: JobRig; readonly jobId: string; readonly resume: () => Promise<unknown> }> {
  const folder = newFolder()
  const first = await rigOn(folder)
  await first.stage([{ customer: 0, person: 0 }, { customer: 1, person: 0 }])
  const job = await first.apply()
  await first.ask('jobs.pause', { jobId: job.id })
  expect(writes(first)).toEqual([])
  await first.end()
  open.splice(0)
  alter(folder, change)
  const rig = await rigOn(folder, 2)
  return { rig, jobId: job.id, resume: () => rig.ask('jobs.resume', { jobId: job.id }).then(() => rig.done(job.id)) }
}

describe('a job whose ledger was altered between two starts', () => {
  it('goes on where nothing of it was', async () => {
    const { rig, resume } = await resumedAfter(() => undefined)
    expect(await resume()).toMatchObject({ counts: { applied: 2 } })
    expect(writes(rig)).toHaveLength(2)
  })

  it('sends nothing of a part whose wish is another one', async () => {
    const { rig, resume } = await resumedAfter((db) => db.run(`UPDATE job_steps SET intent = json_set(intent, '$.wish', 'EnvironmentAdmin') WHERE place = 0`))
    const before = rig.cell(0, 0)
    expect(before).not.toBe('EnvironmentAdmin')
    expect(await resume()).toMatchObject({ counts: { applied: 1, failed: 1 } })
    expect(rig.cell(0, 0)).toBe(before)
    expect(writes(rig)).toHaveLength(1)
  })

  it('sends nothing to a customer that a step was moved to, everywhere in its row', async () => {
    const { rig, resume } = await resumedAfter((db) => {
      const [from, to] = db.all<{ customer_id: number }>('SELECT customer_id FROM job_steps ORDER BY place').map((row) => String(row.customer_id))
      db.run(`UPDATE job_steps SET customer_id = CAST(? AS INTEGER), intent = json_set(intent, '$.customerId', CAST(? AS INTEGER)), key = replace(key, ?, ?) WHERE place = 0`, [to ?? '', to ?? '', from ?? '', to ?? ''])
    })
    expect(await resume()).toMatchObject({ counts: { applied: 0, failed: 2 } })
    expect(writes(rig)).toEqual([])
  })

  it('ends for a row that cannot be read, and goes on for the others', async () => {
    const { rig, jobId, resume } = await resumedAfter((db) => db.run(`UPDATE job_steps SET intent = '{' WHERE place = 0`))
    const steps = { jobId, states: [], offset: 0, limit: 10 }
    expect(await rig.ask('jobs.steps', steps)).toMatchObject({ matched: 1, steps: [{ place: 1, state: 'queued' }] })
    expect(await resume()).toMatchObject({ counts: { applied: 1, failed: 1 }, unreadable: 1 })
    expect(await rig.ask('jobs.steps', steps)).toMatchObject({ matched: 1, steps: [{ place: 1, state: 'applied' }] })
  })

  it('can be cancelled where a row cannot be read, and nothing of it is sent', async () => {
    const { rig, jobId } = await resumedAfter((db) => db.run(`UPDATE job_steps SET covers = 'x', outcome = '{' WHERE place = 0`))
    expect(await rig.ask('jobs.cancel', { jobId })).toMatchObject({ state: 'cancelled', counts: { cancelled: 1 } })
    await rig.wait(60_000)
    expect(writes(rig)).toEqual([])
  })

  it('sends nothing of a part in which one byte is no letter any more, and shows what is left of it', async () => {
    const { rig, jobId, resume } = await resumedAfter((db) => db.run(`UPDATE job_steps SET intent = CAST(replace(CAST(intent AS BLOB), CAST('Member' AS BLOB), CAST('Membe' AS BLOB) || x'ff') AS TEXT) WHERE place = 0`))
    expect(await resume()).toMatchObject({ counts: { applied: 1, failed: 1 }, unreadable: 0 })
    expect(await rig.ask('jobs.steps', { jobId, states: ['failed'], offset: 0, limit: 10 })).toMatchObject({ steps: [{ place: 0, intent: { wish: 'Membe\ufffd' } }] })
    expect(writes(rig)).toHaveLength(1)
  })

  it('sends nothing where the journal was made to fit', async () => {
    const { rig, resume } = await resumedAfter((db) => {
      db.run(`UPDATE job_steps SET intent = json_set(intent, '$.wish', 'EnvironmentAdmin')`)
      db.run(`UPDATE journal SET data = json_set(data, '$.sealed', 'x') WHERE event = 'started'`)
    })
    expect(await resume()).toMatchObject({ counts: { applied: 0, failed: 2 } })
    expect(writes(rig)).toEqual([])
  })
})

it('a job that runs is paused where the journal is not what was written', async () => {
  const folder = newFolder()
  const first = await rigOn(folder)
  await first.stage([{ customer: 0, person: 0 }, { customer: 1, person: 0 }])
  const job = await first.apply()
  await first.end()
  open.splice(0)
  alter(folder, (db) => db.run(`UPDATE journal SET at = at + 1 WHERE n = 1`))
  const rig = await rigOn(folder, 2)
  await rig.wait(60_000)
  expect(await rig.ask('jobs.state', { jobId: job.id })).toMatchObject({ state: 'paused' })
  expect(rig.log()).toEqual([])
})

it('a staged edit of two customers at once is for neither; all can be discarded', async () => {
  const folder = newFolder()
  const first = await rigOn(folder)
  await first.stage([{ customer: 0, person: 0 }])
  await first.end()
  open.splice(0)
  alter(folder, (db) => db.run(`UPDATE intents SET data = json_set(data, '$.customerId', 4)`))
  const rig = await rigOn(folder, 2)
  expect(await rig.ask('plan.compute', { refresh: false })).toMatchObject({ code: 'STORE_CORRUPT' })
  expect(await rig.ask('intents.pending', ALL)).toMatchObject({ code: 'STORE_CORRUPT' })
  expect(await rig.ask('intents.discard', { name: 'All', removes: null })).toMatchObject({ counts: { staged: 0 } })
  expect(await rig.ask('intents.pending', ALL)).toMatchObject({ matched: 0 })
})
