import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatchId, Intent, IntentId } from '../contract/intents'
import type { JobId } from '../contract/jobs'
import { discard, EMPTY_STAGING, liveIntents, redo, restage, stage, undo, type Staging } from '../domain/staging/staging'
import { brand, role } from '../domain/testing/build'
import type { Db } from './db'
import { openLibsql } from './libsql-db'
import { migrate } from './migrate'
import { LEDGER_MIGRATIONS } from './migrations/ledger'
import { intentsRepo } from './repos/intents'
import { journalRepo, type JournalEntry } from './repos/journal'
import { customer, newFolder, ONE } from './store.fixture'

const edit = (seq: number, batchId: BatchId): Intent => ({ ...role(seq + 1, 'dev', null, 'Member'), id: brand<IntentId>(`i${String(seq)}`), seq, batchId })
const entry: JournalEntry = { at: 1, accountId: ONE, customerId: customer(7), jobId: brand<JobId>('j1'), event: 'sending', data: { call: 'member.update' } }
const all = { jobId: null, accountId: null, customerId: null } as const
/** A ledger with nothing in it, and its file. */
function newLedger(): { readonly db: Db; readonly file: string } {
  const file = join(newFolder(), 'ledger.db')
  const db = openLibsql(file, { durability: 'full' })
  migrate(db, file, LEDGER_MIGRATIONS, false)
  return { db, file }
}

describe('staged edits', () => {
  it('are, after any acts and reopened at the end, what the model of the domain says', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('stage' as const), count: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ kind: fc.constant('discard' as const), ids: fc.array(fc.nat(12), { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('restage' as const), ids: fc.array(fc.nat(12), { maxLength: 2 }) }),
      fc.record({ kind: fc.constant('take' as const) }), fc.record({ kind: fc.constant('undo' as const) }), fc.record({ kind: fc.constant('redo' as const) }),
    )
    fc.assert(fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
      const { db, file } = newLedger()
      const repo = intentsRepo(db)
      let model: Staging = EMPTY_STAGING
      let seq = 0
      acts.forEach((one, i) => {
        const batchId = brand<BatchId>(`b${String(i)}`)
        if (one.kind === 'undo' || one.kind === 'redo') {
          repo[one.kind]()
          model = one.kind === 'undo' ? undo(model) : redo(model)
          return
        }
        if (one.kind === 'take') {
          db.transaction(() => repo.takeAll(brand<JobId>('j1')))
          model = EMPTY_STAGING
          return
        }
        const adds = Array.from({ length: one.kind === 'stage' ? one.count : one.kind === 'restage' ? 1 : 0 }, () => edit(seq++, batchId))
        const ids = [...new Set('ids' in one ? one.ids : [])].map((n) => brand<IntentId>(`i${String(n)}`))
        repo.step(batchId, String(batchId), ids, () => adds)
        if (one.kind === 'stage') model = stage(model, batchId, adds)
        else if (one.kind === 'discard') model = discard(model, batchId, ids)
        else model = restage(model, batchId, ids, adds)
      })
      expect(repo.counts()).toEqual({ staged: liveIntents(model).length, undo: model.steps.at(-1)?.batchId ?? null, redo: model.undone[0]?.batchId ?? null })
      db.close()
      const again = openLibsql(file, { durability: 'full' })
      expect(intentsRepo(again).live()).toEqual(liveIntents(model))
      again.close()
    }), { numRuns: 30 })
  })

  it('never change: the file itself refuses', () => {
    const { db } = newLedger()
    intentsRepo(db).step(brand<BatchId>('b1'), 'One', [], () => [edit(0, brand<BatchId>('b1'))])
    expect(() => db.run("UPDATE intents SET data = '{}'")).toThrow('sealed')
  })
})

describe('the journal', () => {
  it('refuses changes and removals', () => {
    const { db } = newLedger()
    db.transaction(() => journalRepo(db).append(entry))
    expect(() => db.run("UPDATE journal SET data = '{}'")).toThrow('only grows')
    expect(() => db.run('DELETE FROM journal')).toThrow('only grows')
  })

  const tampers: readonly (readonly [string, string, number])[] = [
    ['a changed line', "UPDATE journal SET data = replace(data, '2', '3') WHERE n = 3", 3],
    ['another time', 'UPDATE journal SET at = at + 1 WHERE n = 2', 2],
    ['text that is no JSON', "UPDATE journal SET data = '{' WHERE n = 2", 2],
    ['bytes that are no text', "UPDATE journal SET data = CAST(x'7bff7d' AS TEXT) WHERE n = 4", 4],
    ['a hash that is no text', "UPDATE journal SET hash = CAST(x'ff' AS TEXT) WHERE n = 2", 2],
    ['an end that is no text', "UPDATE journal_end SET hash = CAST(x'ff' AS TEXT)", 6],
    ['a time out of all time', 'UPDATE journal SET at = 9000000000000000 WHERE n = 3', 3],
    ['a missing line', 'DELETE FROM journal WHERE n = 4', 4],
    ['a missing end', 'DELETE FROM journal WHERE n = 5', 5],
    ['all lines gone', 'DELETE FROM journal', 1],
  ]
  it.each(tampers)('sees %s', (_, sql, at) => {
    const { db } = newLedger()
    const journal = journalRepo(db)
    for (let i = 0; i < 5; i += 1) db.transaction(() => journal.append({ ...entry, at: i, data: { i } }))
    expect(journal.alteredAt()).toBeNull()
    db.script('DROP TRIGGER journal_append_only; DROP TRIGGER journal_kept')
    db.run(sql)
    expect(journal.alteredAt()).toBe(at)
    const { rows, matched } = journal.page({ ...all, offset: 0, limit: 9 }, 'newest')
    expect(rows).toHaveLength(matched)
    for (const row of rows) expect(new Date(row.at).getTime()).not.toBeNaN()
  })

  it('sees a line with a valid hash of its own that belongs to another journal', () => {
    const [mine, other] = [newLedger(), newLedger()]
    for (const { db } of [mine, other]) {
      for (let i = 1; i <= 3; i += 1) db.transaction(() => journalRepo(db).append({ ...entry, data: { i: db === mine.db ? i : -i } }))
    }
    const line = other.db.get<{ data: string; hash: string }>('SELECT data, hash FROM journal WHERE n = 2')
    if (line === undefined) throw new Error('the line is missing')
    mine.db.script('DROP TRIGGER journal_append_only')
    mine.db.run('UPDATE journal SET data = ?, hash = ? WHERE n = 2', [line.data, line.hash])
    expect(journalRepo(mine.db).alteredAt()).toBe(2)
  })

  it('gives its lines newest first, in windows, of one job', () => {
    const { db } = newLedger()
    const journal = journalRepo(db)
    for (let i = 0; i < 3; i += 1) db.transaction(() => journal.append({ ...entry, jobId: brand<JobId>(i === 1 ? 'j2' : 'j1') }))
    expect(journal.page({ ...all, offset: 1, limit: 1 }, 'newest')).toEqual({ rows: [{ ...entry, jobId: 'j2', n: 2 }], matched: 3 })
    expect(journal.page({ ...all, jobId: brand<JobId>('j1'), offset: 0, limit: 9 }, 'newest').rows.map(({ n }) => n)).toEqual([3, 1])
    expect(journal.page({ ...all, customerId: customer(7), offset: 0, limit: 2 }, 'oldest').rows.map(({ n }) => n)).toEqual([1, 2])
    expect(journal.page({ ...all, customerId: customer(8), offset: 0, limit: 2 }, 'oldest').matched).toBe(0)
  })
})
