import { join } from 'node:path'
import { expect, it } from 'vitest'
import { registry } from '../contract'
import type { BatchId, Intent, IntentId } from '../contract/intents'
import { brand, role } from '../domain/testing/build'
import { createEngine } from '../engine/engine'
import { openLibsql } from '../store/libsql-db'
import { newFolder, ONE, customer } from '../store/store.fixture'
import { journalRepo } from '../store/repos/journal'
import { VirtualClock } from '../testing/virtual-clock'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const noNetwork = { send: () => Promise.reject(new Error('nothing is to be sent')) }
/** An engine on a folder; `ask` sends what the schema of the contract lets through. */
function engineOn(dataDir: string) {
  const engine = createEngine({ dataDir, transport: noNetwork, clock: new VirtualClock(1), random: () => 0.5, log: silent, emit: () => undefined, quotaSpeed: 1 })
  const ask = async (method: keyof typeof registry, input: unknown): Promise<unknown> => {
    const reply = await engine.invoke(method, registry[method].input.parse(input))
    return reply.ok ? reply.value : reply.error.code
  }
  return { ask, stop: () => engine.stop() }
}
const edit = (seq: number, batchId: string): Intent => ({ ...role(seq + 1, 'prod', 'Member', null), id: brand<IntentId>(`i${String(seq)}`), seq, batchId: brand<BatchId>(batchId) })

it('keeps what was staged over a new start, with undo and redo', async () => {
  const folder = newFolder()
  const first = engineOn(folder)
  expect(await first.ask('intents.stage', { batchId: 'b1', intents: [edit(0, 'b1'), edit(1, 'b1')] })).toEqual({ staged: 2, canUndo: true, canRedo: false })
  await first.ask('intents.stage', { batchId: 'b2', intents: [edit(2, 'b2')] })
  expect(await first.ask('intents.undo', {})).toEqual({ staged: 2, canUndo: true, canRedo: true })
  await first.stop()
  const second = engineOn(folder)
  expect(await second.ask('intents.redo', {})).toEqual({ staged: 3, canUndo: true, canRedo: false })
  expect(await second.ask('intents.list', { offset: 1, limit: 1 })).toEqual({ intents: [edit(1, 'b1')], matched: 3 })
  expect(await second.ask('intents.restage', { batchId: 'b3', removes: ['i1'], intents: [edit(3, 'b3')] })).toMatchObject({ staged: 3 })
  expect(await second.ask('intents.discard', { batchId: 'b4', removes: null })).toMatchObject({ staged: 0, canUndo: true })
  expect(await second.ask('intents.undo', {})).toMatchObject({ staged: 3 })
  await second.stop()
})

it('refuses edits out of order or of another batch, and keeps nothing of them', async () => {
  const { ask, stop } = engineOn(newFolder())
  expect(await ask('intents.stage', { batchId: 'b1', intents: [edit(1, 'b1'), edit(0, 'b1')] })).toBe('BAD_INPUT')
  expect(await ask('intents.stage', { batchId: 'b1', intents: [edit(0, 'b1'), edit(1, 'b9')] })).toBe('BAD_INPUT')
  expect(await ask('intents.counts', {})).toEqual({ staged: 0, canUndo: false, canRedo: false })
  await ask('intents.stage', { batchId: 'b1', intents: [edit(0, 'b1')] })
  expect(await ask('intents.stage', { batchId: 'b2', intents: [edit(0, 'b2')] })).toBe('BAD_INPUT')
  expect(await ask('intents.nextSeq', {})).toEqual({ seq: 1 })
  await stop()
})

it('says at the next start where the journal was altered', async () => {
  const folder = newFolder()
  const first = engineOn(folder)
  expect(await first.ask('journal.page', { jobId: null, offset: 0, limit: 10 })).toEqual({ rows: [], matched: 0, alteredAt: null })
  await first.stop()
  const db = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  for (let i = 0; i < 3; i += 1) db.transaction(() => journalRepo(db).append({ at: i, accountId: ONE, customerId: customer(1), jobId: 'j', event: 'sending', data: { i } }))
  db.script("DROP TRIGGER journal_append_only; UPDATE journal SET data = '{\"i\":9}' WHERE n = 2")
  db.close()
  const second = engineOn(folder)
  expect(await second.ask('journal.page', { jobId: null, offset: 0, limit: 10 })).toMatchObject({ matched: 3, alteredAt: 2 })
  await second.stop()
})
