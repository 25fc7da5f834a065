import { join } from 'node:path'
import { expect, it } from 'vitest'
import { registry } from '../contract'
import type { JobId } from '../contract/jobs'
import { brand } from '../domain/testing/build'
import { createEngine } from '../engine/engine'
import { openStore } from '../store'
import { openLibsql } from '../store/libsql-db'
import { journalRepo } from '../store/repos/journal'
import { customer, newFolder, ONE } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const noNetwork = { send: () => Promise.reject(new Error('nothing is to be sent')) }
/** A user-data folder with an account in it. */
function folderWithAccount(): string {
  const folder = newFolder()
  const store = openStore(folder, 1)
  store.accounts.save({ id: ONE, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  store.close()
  return folder
}
/** An engine on a folder; `ask` sends what the schema of the contract lets through. */
function engineOn(dataDir: string) {
  const engine = createEngine({ dataDir, transport: noNetwork, clock: new VirtualClock(1), random: Math.random, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 1 })
  const ask = async (method: keyof typeof registry, input: unknown): Promise<unknown> => {
    const reply = await engine.invoke(method, registry[method].input.parse(input))
    return reply.ok ? reply.value : reply.error.code
  }
  return { ask, stop: () => engine.stop() }
}
const edit = (member: number, wish: string | null = null) => ({ kind: 'member.role', accountId: ONE, customerId: customer(1), target: { memberId: member, environment: 'prod' }, base: 'Member', wish, seen: {} })
const window = { accountId: null, customerId: null, offset: 0, limit: 10 }

it('keeps what was staged over a new start, sealed, with undo and redo', async () => {
  const folder = folderWithAccount()
  const first = engineOn(folder)
  expect(await first.ask('intents.stage', { name: 'Two cells', edits: [edit(1), edit(2)] })).toMatchObject({ counts: { staged: 2, undo: 'Two cells', redo: null } })
  await first.ask('intents.stage', { name: 'One cell', edits: [edit(3)] })
  expect(await first.ask('intents.undo', {})).toEqual({ staged: 2, undo: 'Two cells', redo: 'One cell' })
  await first.stop()
  const second = engineOn(folder)
  expect(await second.ask('intents.redo', {})).toEqual({ staged: 3, undo: 'One cell', redo: null })
  expect(await second.ask('intents.list', { ...window, offset: 1, limit: 1 })).toMatchObject({ intents: [{ ...edit(2), seq: 1, author: 'tester', at: 1 }], matched: 3 })
  const { intents } = (await second.ask('intents.list', window)) as { intents: { id: string; batchId: string }[] }
  expect(new Set(intents.map(({ batchId }) => batchId)).size).toBe(2)
  expect(await second.ask('intents.restage', { name: 'Again', removes: [intents[0]?.id], edits: [edit(1, 'Support')] })).toMatchObject({ counts: { staged: 3 } })
  expect(await second.ask('intents.discard', { name: 'All', removes: null })).toMatchObject({ counts: { staged: 0, undo: 'All' } })
  expect(await second.ask('intents.undo', {})).toMatchObject({ staged: 3 })
  await second.stop()
})

it('tells one row for each target, and which of them end where they began', async () => {
  const { ask, stop } = engineOn(folderWithAccount())
  await ask('intents.stage', { name: 'There', edits: [edit(1, 'Support'), edit(2, 'Support')] })
  await ask('intents.stage', { name: 'And back', edits: [{ ...edit(1, 'Member'), base: 'Support' }, { ...edit(2, null), base: 'Support' }] })
  expect(await ask('intents.pending', window)).toMatchObject({ matched: 2, rows: [{ neutral: true, covers: { length: 2 } }, { neutral: false, intent: { base: 'Member', wish: null } }] })
  expect(await ask('intents.pending', { ...window, customerId: customer(2) })).toMatchObject({ matched: 0 })
  expect(await ask('intents.counts', {})).toEqual({ staged: 4, undo: 'And back', redo: null, accounts: [{ accountId: ONE, staged: 4 }] })
  await ask('intents.undo', {})
  expect(await ask('intents.pending', window)).toMatchObject({ matched: 2, rows: [{ neutral: false, covers: { length: 1 } }, { neutral: false, intent: { wish: 'Support' } }] })
  await ask('intents.redo', {})
  expect(await ask('intents.pending', window)).toMatchObject({ matched: 2, rows: [{ neutral: true }, { neutral: false }] })
  await stop()
})

it('says at the next start where the journal was altered', async () => {
  const folder = newFolder()
  const first = engineOn(folder)
  expect(await first.ask('journal.page', { ...window, jobId: null })).toEqual({ rows: [], matched: 0, alteredAt: null })
  await first.stop()
  const db = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  for (let i = 0; i < 3; i += 1) db.transaction(() => journalRepo(db).append({ at: i, accountId: ONE, customerId: customer(1), jobId: brand<JobId>('j'), event: 'sending', data: { i } }))
  db.script("DROP TRIGGER journal_append_only; UPDATE journal SET data = '{\"i\":9}' WHERE n = 2")
  db.close()
  const second = engineOn(folder)
  expect(await second.ask('journal.page', { ...window, jobId: null })).toMatchObject({ rows: [{ n: 3, job: null }, { n: 2, job: null }, { n: 1, job: null }], matched: 3, alteredAt: 2 })
  await second.stop()
})
