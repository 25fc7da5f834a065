import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AppError } from '../contract/errors'
import { openLibsql } from '../store/libsql-db'
import { newFolder } from '../store/store.fixture'
import { jobRig, type JobRig } from '../testing/job-rig'

const ALL = { accountId: null, customerId: null, offset: 0, limit: 50 }
/** What is asked of the ledger when the app starts and its views are opened. */
const LOOKS: readonly (readonly [string, object])[] = [
  ['internal.accounts.list', {}], ['settings.get', {}], ['accounts.options', { accountId: 'a1' }], ['intents.counts', {}], ['intents.pending', ALL], ['plan.compute', { refresh: false }], ['jobs.list', { offset: 0, limit: 50 }],
  ['journal.page', { jobId: null, ...ALL }], ['views.list', { grid: 'matrix' }], ['templates.list', {}], ['tags.list', { accounts: [] }],
]
const TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
/** A text with its last byte turned into one that begins no letter. */
const DAMAGED = (column: string): string => `CAST(substr(CAST(${column} AS BLOB), 1, length(CAST(${column} AS BLOB)) - 1) || x'ff' AS TEXT)`

const VIEW = {
  grid: 'matrix', layout: { columns: [], density: 'normal' },
  query: { scope: null, filter: { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }, grouping: 'flat', sort: { by: 'name', direction: 'asc' } },
}

/** A ledger with a job that is done, one that is paused, an edit, options, an invitation, and a view, a template and a tag. */
async function filled(): Promise<{ readonly folder: string; readonly done: string; readonly paused: string }> {
  const folder = newFolder()
  const rig = await jobRig({ folder })
  const options = (await rig.ask('accounts.options', { accountId: 'a1' })) as object
  await rig.ask('accounts.setOptions', { accountId: 'a1', options: { ...options, reserved: 0.3 }, mayExceed: false })
  await rig.ask('internal.settings.set', { theme: 'dark' })
  const invite = { kind: 'member.invite', accountId: 'a1', customerId: rig.id(0), target: { email: 'new@acme.example' }, base: null, wish: { name: 'New', roles: { dev: 'Member' }, groupIds: [] } }
  await rig.ask('intents.stage', { name: 'One', edits: [invite] })
  const one = { accountId: 'a1', customerId: rig.id(0) }
  const { id } = (await rig.ask('templates.save', { id: null, name: 'Support', roles: { dev: 'Member' } })) as { id: string }
  await rig.ask('templates.pin', { id, cells: [{ ...one, memberId: 1, environment: 'dev' }], pinned: true })
  await rig.ask('templates.apply', { id, people: [{ ...one, memberId: 1_000_000 }] })
  await rig.ask('tags.change', { customers: [one], add: ['vip'], remove: [] })
  await rig.ask('views.save', { id: null, name: 'All', content: VIEW })
  const { id: done } = await rig.done((await rig.apply()).id)
  await rig.stage([{ customer: 0, person: 1 }, { customer: 1, person: 1 }])
  const { id: paused } = await rig.apply()
  await rig.ask('jobs.pause', { jobId: paused })
  await rig.stage([{ customer: 0, person: 2 }, { customer: 1, person: 2 }])
  await rig.ask('intents.undo', {})
  await rig.stage([{ customer: 0, person: 3 }])
  await rig.ask('plan.compute', { refresh: false })
  await rig.end()
  return { folder, done, paused }
}
const textColumns = (folder: string): readonly (readonly [string, string])[] => {
  const db = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  const found = db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").flatMap(({ name }) =>
    db.all<{ name: string }>(`SELECT name FROM pragma_table_info('${name}') WHERE type = 'TEXT'`).map((column) => [name, column.name] as const))
  db.close()
  return found
}
async function looked(rig: JobRig, done: string, paused: string): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  for (const jobId of [done, paused]) for (const method of ['jobs.state', 'jobs.failures', 'jobs.steps']) answers.push(await rig.ask(method, method === 'jobs.steps' ? { jobId, states: [], offset: 0, limit: 50 } : { jobId }))
  for (const [method, input] of LOOKS) answers.push(await rig.ask(method, input))
  return answers
}
const INTERNAL = { code: 'INTERNAL' }

it('an altered byte in any text of the ledger ends nothing: every look at it is answered, and it is told which text it was', { timeout: 120_000 }, async () => {
  const { folder, done, paused } = await filled()
  const columns = textColumns(folder)
  expect(columns.length).toBeGreaterThan(40)
  const troubles: string[] = []
  for (const [at, [table, column]] of columns.entries()) {
    const copy = newFolder()
    cpSync(folder, copy, { recursive: true })
    const db = openLibsql(join(copy, 'ledger.db'), { durability: 'full' })
    db.script('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON')
    const triggers = db.all<{ name: string; sql: string }>(TRIGGERS)
    for (const { name } of triggers) db.script(`DROP TRIGGER ${name}`)
    const { changes } = db.run(`UPDATE ${table} SET ${column} = ${DAMAGED(column)} WHERE ${column} = (SELECT max(${column}) FROM ${table})`)
    for (const { sql } of triggers) db.script(sql)
    db.close()
    const rig = await jobRig({ folder: copy, start: 2 + at }).catch((error: unknown) => error)
    if (rig instanceof AppError) {
      // Of a column that takes certain words only.
      if (rig.json.code !== 'STORE_CORRUPT') troubles.push(`${table}.${column}: ${rig.json.code}`)
      continue
    }
    if (rig instanceof Error) throw rig
    const answers = await looked(rig as JobRig, done, paused)
    const bad = answers.flatMap((one, index) => (JSON.stringify(one).includes(INTERNAL.code) ? [index] : []))
    if (bad.length > 0) troubles.push(`${table}.${column} (${String(changes)}): ${bad.join(' ')} ${JSON.stringify(answers[bad[0] ?? 0]).slice(0, 200)}`)
    await (rig as JobRig).end()
    const after = openLibsql(join(copy, 'ledger.db'), { durability: 'full' })
    expect(after.all(TRIGGERS)).toEqual(triggers)
    after.close()
  }
  expect(troubles).toEqual([])
})
