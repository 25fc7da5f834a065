import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { newFolder } from '../store/store.fixture'
import { jobRig, type JobRig } from '../testing/job-rig'
import { csvParts, jsonParts } from './table-file'

const open: JobRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.end()
})
async function rig(options: Parameters<typeof jobRig>[0] = {}): Promise<JobRig> {
  const made = await jobRig(options)
  open.push(made)
  return made
}

describe('tables', () => {
  const rows = [['=1+1', 'say "no"'], ['a,b', 'two\nlines']]
  const table = { header: ['x', 'y'], page: (offset: number) => (offset === 0 ? rows : []) }
  it('are CSV that no spreadsheet takes for formulas, or JSON with the values as they are', () => {
    expect([...csvParts(table)].join('')).toBe('x,y\r\n\'=1+1,"say ""no"""\r\n"a,b",two[U+000A]lines\r\n')
    expect(JSON.parse([...jsonParts(table)].join(''))).toEqual([{ x: '=1+1', y: 'say "no"' }, { x: 'a,b', y: 'two\nlines' }])
    expect(JSON.parse([...jsonParts({ header: ['x'], page: () => [] })].join(''))).toEqual([])
  })
  it('are CSV that is no formula with another separator either, in full width or behind what is not seen', () => {
    const cells = ['x;=1+1', 'x;"=1+1"', '\uff1d1+1', ' =1+1', '\u200b=1+1', 'x\n=1+1', 'x\t-1', '@a', '-2', 'a=b', 'Anna \u202etxt.exe']
    const text = [...csvParts({ header: ['x'], page: () => cells.map((cell) => [cell]) })].join('').split('\r\n').slice(1, -1)
    expect(text).toEqual([
      "x;'=1+1", `"x;'""=1+1"""`, "'\uff1d1+1", '[U+0020]=1+1', '[U+200B]=1+1', 'x[U+000A]=1+1', 'x[U+0009]-1', "'@a", "'-2", 'a=b', 'Anna [U+202E]txt.exe',
    ])
  })
  it('are written page by page to their end', () => {
    const all = Array.from({ length: 2500 }, (_, i) => [String(i)])
    const long = { header: ['n'], page: (offset: number, limit: number) => all.slice(offset, offset + limit) }
    expect((JSON.parse([...jsonParts(long)].join('')) as unknown[]).length).toBe(2500)
    expect([...csvParts(long)].join('').split('\r\n').length).toBe(2502)
  })
})

describe('files', () => {
  it('hold the evidence of a job and its journal', async () => {
    const { stage, apply, done, ask } = await rig()
    await stage([{ customer: 0, person: 0 }])
    const job = await apply()
    await done(job.id)
    const folder = newFolder()
    const [evidence, journal] = [join(folder, 'e.json'), join(folder, 'j.csv')]
    expect(await ask('internal.files.write', { path: evidence, content: { kind: 'evidence', jobId: job.id } })).toEqual({ rows: 1 })
    expect(JSON.parse(readFileSync(evidence, 'utf8'))).toMatchObject([{ wish: 'Member', 'read back': 'Member', outcome: 'applied', author: 'tester' }])
    expect(await ask('internal.files.write', { path: journal, content: { kind: 'journal', filter: { jobId: job.id, accountId: null, customerId: null } } })).toEqual({ rows: 4 })
    expect(readFileSync(journal, 'utf8')).toMatch(/^n,at,account/)
    // A table whose reading breaks off, where a file of that name lies already.
    expect(await ask('internal.files.write', { path: journal, content: { kind: 'journal', filter: { jobId: job.id, accountId: null, customerId: new Date(0) } } })).toMatchObject({ code: 'INTERNAL' })
    expect(readFileSync(journal, 'utf8')).toMatch(/^n,at,account/)
    expect(readdirSync(folder).sort()).toEqual(['e.json', 'j.csv'])
    expect(await ask('internal.files.write', { path: join(folder, 'absent', 'x.csv'), content: { kind: 'evidence', jobId: job.id } })).toMatchObject({ code: 'FILE_FAILED', details: { cause: 'ENOENT' } })
  })

  it('bring changes back that were saved, to the account of the same workspace only', async () => {
    const { stage, apply, ask, refuse, wait } = await rig({ accounts: 2 })
    await stage([{ account: 1, customer: 0, person: 0 }, { account: 1, customer: 0, person: 1 }])
    refuse(1)
    await apply()
    await wait(60_000)
    await stage([{ account: 1, customer: 1, person: 0 }])
    const path = join(newFolder(), 'changes.json')
    const accounts = (await ask('internal.accounts.list', {})) as readonly { id: string; name: string }[]
    const second = { ...accounts.find(({ id }) => id === 'a2'), workspace: { id: '7', name: 'Seven', teamName: null, environment: null } }
    await ask('internal.accounts.save', second)
    expect(await ask('internal.files.write', { path, content: { kind: 'changes', accountId: 'a2' } })).toEqual({ rows: 3 })
    await ask('internal.accounts.remove', { accountId: 'a2', fingerprint: null })
    await ask('internal.accounts.save', { ...second, id: 'other', workspace: { ...second.workspace, id: '8' } })
    expect(await ask('internal.files.readChanges', { path, batchName: 'From a file' })).toMatchObject({ code: 'FILE_FAILED', title: `These changes belong to ${second.name ?? ''}, which is not here.` })
    await ask('internal.accounts.save', { ...second, id: 'again' })
    expect(await ask('internal.files.readChanges', { path, batchName: 'From a file' })).toEqual({ staged: 3, left: null })
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 3, undo: 'From a file', accounts: [{ accountId: 'again', staged: 3 }] })
  })

  it('of changes that somebody has put together stage nothing', async () => {
    const { stage, ask } = await rig()
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    const path = join(newFolder(), 'changes.json')
    const [account] = (await ask('internal.accounts.list', {})) as readonly [{ id: string; name: string }]
    await ask('internal.accounts.save', { ...account, workspace: { id: '7', name: 'Seven', teamName: null, environment: null } })
    await ask('internal.files.write', { path, content: { kind: 'changes', accountId: account.id } })
    await ask('intents.discard', { name: 'All', removes: null })
    const file = JSON.parse(readFileSync(path, 'utf8')) as { account: object; edits: [Record<string, unknown>, Record<string, unknown>] }
    const [first, second] = file.edits
    const opened = (content: object): Promise<unknown> => {
      writeFileSync(path, JSON.stringify(content))
      return ask('internal.files.readChanges', { path, batchName: 'x' })
    }
    const invite = (name: string): object => ({ kind: 'member.invite', accountId: account.id, customerId: first['customerId'], target: { email: 'n@acme.example' }, base: null, wish: { name, roles: { dev: 'Member' }, groupIds: [] } })
    const hostile = [
      [first, { ...second, accountId: 'another' }], [invite('Anna \u202etxt')], [invite('Anna\nBert')], [{ ...first, customerId: '../7' }], [{ ...first, target: { memberId: 1e21, environment: 'prod' } }],
      [JSON.parse('{"__proto__":{"kind":"member.role"}}') as object], Array.from({ length: 100_001 }, () => first),
    ]
    for (const edits of hostile) expect(await opened({ ...file, edits })).toMatchObject({ code: 'FILE_FAILED' })
    const { title } = (await opened({ ...file, account: { ...file.account, name: `A\n${'b'.repeat(10_000)}`, workspaceId: '8' } })) as { title: string }
    expect(title.length).toBeLessThan(150)
    expect(title).not.toContain('\n')
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 0 })
    expect(await opened({ ...file, edits: [{ ...first, id: 'forged', author: 'forged', seq: 9, at: 1 }, second, invite('Anna')] })).toEqual({ staged: 3, left: null })
    expect(await ask('intents.list', { accountId: null, customerId: null, offset: 0, limit: 1 })).toMatchObject({ intents: [{ author: 'tester', target: first['target'] }] })
  })

  it('leave out what cannot be undone: a file types no names', async () => {
    const { stage, ask } = await rig()
    await stage([{ customer: 0, person: 0 }])
    const path = join(newFolder(), 'changes.json')
    const [account] = (await ask('internal.accounts.list', {})) as readonly [{ id: string }]
    await ask('internal.accounts.save', { ...account, workspace: { id: '7', name: 'Seven', teamName: null, environment: null } })
    await ask('internal.files.write', { path, content: { kind: 'changes', accountId: account.id } })
    await ask('intents.discard', { name: 'All', removes: null })
    const counts = await ask('intents.counts', {})
    const file = JSON.parse(readFileSync(path, 'utf8')) as { edits: [{ readonly customerId: number }] }
    const [edit] = file.edits
    const at = { accountId: account.id, customerId: edit.customerId, target: { name: 'Its own name' } }
    const permanent = [{ kind: 'customer.delete', ...at, base: true, wish: false }, { kind: 'customer.provision', ...at, base: false, wish: true }]
    const opened = (edits: readonly object[]): Promise<unknown> => {
      writeFileSync(path, JSON.stringify({ ...file, edits }))
      return ask('internal.files.readChanges', { path, batchName: 'x' })
    }
    expect(await opened(permanent)).toMatchObject({ staged: 0, left: { title: '2 changes of this file were left out.' } })
    // Not even a step of undo that does nothing.
    expect(await ask('intents.counts', {})).toEqual(counts)
    expect(await opened([...permanent, edit])).toMatchObject({ staged: 1, left: { title: '2 changes of this file were left out.' } })
    expect(await ask('intents.list', { accountId: null, customerId: null, offset: 0, limit: 5 })).toMatchObject({ matched: 1, intents: [{ kind: 'member.role' }] })
  })

  it('that have no end are not read', async () => {
    const { ask } = await rig()
    const path = join(newFolder(), 'pipe.json')
    execFileSync('mkfifo', [path])
    for (const one of [path, '/dev/zero']) expect(await ask('internal.files.readChanges', { path: one, batchName: 'x' })).toMatchObject({ code: 'FILE_FAILED' })
  })

  it('that are none of changes stage nothing', async () => {
    const { ask } = await rig()
    const path = join(newFolder(), 'other.json')
    for (const text of ['', 'null', '['.repeat(1_000_000), '{"format":"rolodesk-changes","version":2}', '{"format":"rolodesk-changes","version":1,"account":{"name":"x","kind":"sandbox","baseUrl":"","workspaceId":null},"edits":[{"kind":"member.role"}]}']) {
      writeFileSync(path, text)
      expect(await ask('internal.files.readChanges', { path, batchName: 'x' })).toMatchObject({ code: 'FILE_FAILED' })
    }
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 0 })
  })
})
