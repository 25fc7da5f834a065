import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { registry, type Input, type MethodName, type Output } from '../contract'
import { EXPORT_COLUMNS } from '../contract/export-columns'
import type { JobId } from '../contract/jobs'
import type { MatrixFilter } from '../contract/matrix'
import { targetKey } from '../domain/intents/kinds'
import { brand, remove, role } from '../domain/testing/build'
import type { Store } from '../store'
import type { Step } from '../store/step-row'
import { addCustomers, customer, newFolder, ONE, person, storeWith, TWO } from '../store/store.fixture'
import { jobRig } from '../testing/job-rig'
import { VirtualClock } from '../testing/virtual-clock'
import type { FeatureDeps } from './deps'
import { fileInternals } from './files'
import { intentsHandlers } from './intents'
import { matrixHandlers } from './matrix'
import { matrixData } from './matrix-data'

const NOW = Date.UTC(2026, 10, 30)
const NO_FILTER: MatrixFilter = { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }
const ALL: Input<'matrix.counts'> = { scope: { kind: 'accounts', accounts: [] }, filter: NO_FILTER, grouping: 'flat', sort: { by: 'name', direction: 'asc' } }
const page = (more: Partial<Input<'matrix.page'>> = {}): Input<'matrix.page'> => ({ ...ALL, collapsed: [], offset: 0, limit: 200, ...more })
const roles = ['EnvironmentAdmin', 'Member', 'Support'].map((name) => ({ id: name, name, kind: 'system', membersCount: null, createdAt: null, updatedAt: null }))

type Methods = Extract<MethodName, `matrix.${string}` | 'intents.undo'>
interface World { readonly store: Store; readonly clock: VirtualClock; readonly files: ReturnType<typeof fileInternals>; readonly ask: <M extends Methods>(method: M, input: Input<M>) => Promise<Output<M>> }

/** The handlers on a store with two accounts in it, which is written to as reading would. */
function world(): World {
  const store = storeWith({ one: [1, 2, 3], two: [1] })
  for (const id of [ONE, TWO]) store.accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  for (const [account, id] of [[ONE, 1], [ONE, 2], [TWO, 1]] as const) {
    store.members.replaceMembers(account, customer(id), ['Ann', 'Bob', 'Cem', 'Dana'].map((name, i) => ({ ...person(i + 1, name, `${name}@acme.example`, { dev: 'Member', prod: i === 0 ? 'EnvironmentAdmin' : null }), createdAt: NOW })), 10)
    store.roles.replaceEnvironmentRoles(account, customer(id), roles as never, 10)
  }
  const clock = new VirtualClock(NOW)
  const deps = { store, matrix: matrixData(store, clock), jobs: { deps: { store, clock, random: Math.random, emit: () => undefined, author: 'tester' } } } as unknown as FeatureDeps
  const handlers = { ...matrixHandlers(deps), ...intentsHandlers(deps) }
  const files = fileInternals(deps)
  onTestFinished(() => {
    store.close()
  })
  return {
    store, clock, files,
    ask: async (method, input) => {
      const answer = await handlers[method](registry[method].input.parse(input) as never)
      // What comes out is what the contract says, nothing left out on the way.
      expect(registry[method].output.parse(answer)).toEqual(answer)
      return answer as never
    },
  }
}
const shown = ({ window }: Output<'matrix.page'>): readonly string[] => window.map((line) => (line.kind === 'row' ? line.row.key : `head ${line.key}`))

describe('pages', () => {
  it('are windows of lines, with what was read and how whole it is', async () => {
    const { ask, store } = world()
    store.readStates.failed(ONE, 'members', customer(3), { code: 'TIMEOUT', title: 'Too late.', hint: '', retryable: true }, 20)
    const first = await ask('matrix.page', page({ grouping: 'customer', offset: 4, limit: 3 }))
    expect(shown(first)).toEqual(['one/1/4', 'head two/1', 'two/1/1'])
    expect(first).toMatchObject({ lines: 15, matched: 12, total: 12, completeness: { total: 4, read: 3, failed: 1, failures: [{ customerId: 3, code: 'TIMEOUT' }] } })
    expect(first.window[1]).toMatchObject({ kind: 'customer', name: 'Customer 1', rows: 4, edits: 0, collapsed: false, readAt: 10, failure: null })
    expect(first.window[2]).toMatchObject({ row: { name: 'Ann', customer: 'Customer 1', accountId: 'two', environments: ['dev', 'prod'], findings: [], cells: { dev: { base: 'Member', type: 'environment', state: 'clean', lock: null, edit: null }, test: { state: 'locked', lock: 'no-environment' }, prod: { base: 'EnvironmentAdmin' } } } })
    expect(shown(await ask('matrix.page', page({ grouping: 'customer', collapsed: ['one/1', 'two/1'], limit: 4 })))).toEqual(['head one/1', 'head two/1', 'head one/2', 'one/2/1'])
    const two = { kind: 'customers' as const, customers: [{ accountId: TWO, customerId: customer(1) }, { accountId: ONE, customerId: customer(3) }] }
    expect(await ask('matrix.page', page({ scope: two, filter: { ...NO_FILTER, search: 'da' } }))).toMatchObject({ matched: 1, total: 4, completeness: { total: 2, read: 1, failed: 1, oldest: 10, newest: 10 } })
  })

  it('follow what is read while the engine runs: new, changed and gone', async () => {
    const { ask, store } = world()
    await ask('matrix.page', page())
    store.members.replaceMembers(ONE, customer(3), [person(9, 'Zoe', 'zoe@acme.example')], 20)
    store.members.saveMember(ONE, customer(1), person(1, 'Ann', 'ann@acme.example', { dev: 'Support' }), 20)
    addCustomers(store, ONE, [1, 3], 2)
    store.inCache(() => store.customers.removeOlder(ONE, 2, 20))
    const { window, matched, total } = await ask('matrix.page', page())
    expect([matched, total]).toEqual([9, 9])
    expect(window.map((line) => (line.kind === 'row' ? `${line.row.key} ${String(line.row.cells.dev.base)}` : ''))).toEqual([
      'one/1/1 Support', 'two/1/1 Member', 'one/1/2 Member', 'two/1/2 Member', 'one/1/3 Member', 'two/1/3 Member', 'one/1/4 Member', 'two/1/4 Member', 'one/3/9 Member',
    ])
  })

  it('follow what a migration finds out about a customer, of which nothing was read anew', async () => {
    const { ask, store } = world()
    store.members.replaceMembers(ONE, customer(3), [person(8, 'Yan', 'yan@acme.example', { dev: 'Helpdesk' }, 'privilege_group'), person(9, 'Zoe', 'zoe@acme.example')], 20)
    const locks = async () => (await ask('matrix.page', page({ scope: { kind: 'customers', customers: [{ accountId: ONE, customerId: customer(3) }] } }))).window.map((line) => (line.kind === 'row' ? line.row.cells.dev.lock : ''))
    expect(await locks()).toEqual(['legacy', 'legacy'])
    const look = { at: 30, error: null }
    store.roleMigration.saveLook(ONE, customer(3), { ...look, legacy: { kind: 'refused', code: 'NOT_FOUND' } })
    expect(await locks()).toEqual(['legacy-role', null])
    store.roleMigration.saveLook(ONE, customer(3), { ...look, legacy: { kind: 'listed', roles: [] } })
    expect(await locks()).toEqual(['legacy', 'legacy'])
  })

  it('see what only time makes of people, whether it is asked for or sorted by', async () => {
    const { ask, clock, store } = world()
    const day = 24 * 60 * 60_000
    store.members.saveMember(ONE, customer(1), { ...person(2, 'Bob', 'bob@acme.example'), createdAt: NOW - 10 * day }, 20)
    const asked = page({ filter: { ...NO_FILTER, findings: ['never-active'] } })
    const sorted = page({ sort: { by: 'findings', direction: 'desc' }, limit: 1 })
    expect([shown(await ask('matrix.page', asked)), shown(await ask('matrix.page', sorted))]).toEqual([[], ['one/1/1']])
    clock.jump(5 * day)
    expect([shown(await ask('matrix.page', asked)), shown(await ask('matrix.page', sorted))]).toEqual([['one/1/2'], ['one/1/2']])
  })

  it('have what changed before they were asked for, also while many customers are read for somebody else', async () => {
    const { ask, store } = world()
    addCustomers(store, ONE, Array.from({ length: 60 }, (_, i) => i + 1), 1)
    const earlier = ask('matrix.page', page())
    store.members.saveMember(ONE, customer(1), person(1, 'Ann', 'ann@acme.example', { dev: 'Support' }), 20)
    expect((await ask('matrix.page', page())).window[0]).toMatchObject({ row: { key: 'one/1/1', cells: { dev: { base: 'Support' } } } })
    await earlier
  })

  it('know the place and the keys of rows that are not in the window', async () => {
    const { ask } = world()
    const grouped = { ...ALL, grouping: 'customer' as const }
    expect(await ask('matrix.place', { ...grouped, collapsed: [], key: 'two/1/2' })).toEqual({ row: 5, line: 7 })
    expect(await ask('matrix.place', { ...ALL, collapsed: [], key: 'two/1/2' })).toEqual({ row: 4, line: 4 })
    expect(await ask('matrix.place', { ...grouped, collapsed: ['two/1'], key: 'two/1/2' })).toEqual({ row: 5, line: null })
    expect(await ask('matrix.place', { ...grouped, filter: { ...NO_FILTER, search: 'ann' }, collapsed: [], key: 'two/1/2' })).toEqual({ row: null, line: null })
    expect(await ask('matrix.keys', { ...grouped, offset: 3, limit: 3 })).toEqual({ keys: ['one/1/4', 'two/1/1', 'two/1/2'], matched: 12 })
  })
})

it('findings follow the time and the domains of the person at this computer', async () => {
  const { ask, store, clock } = world()
  const found = async (): Promise<Record<string, number>> => Object.fromEntries((await ask('matrix.counts', ALL)).findings.map(({ value, count }) => [value, count]))
  const eve = person(9, 'Eve', 'eve@else.example', { dev: 'EnvironmentAdmin' })
  store.members.replaceMembers(ONE, customer(3), [eve, ...Array.from({ length: 6 }, (_, i) => person(i + 1, `P ${String(i)}`, `p${String(i)}@acme.example`))].map((one) => ({ ...one, createdAt: NOW })), 20)
  expect(await found()).toEqual({ 'outside-admin': 1 })
  store.settings.set({ ownEmails: ['me@else.example'] })
  expect(await found()).toEqual({})
  const never = async (): Promise<number> => (await ask('matrix.page', page({ filter: { ...NO_FILTER, findings: ['never-active'] } }))).matched
  expect(await never()).toBe(0)
  clock.jump(15 * 24 * 3_600_000)
  expect([await never(), await found()]).toEqual([19, { 'never-active': 19 }])
})

it('who has no address is nobody else', async () => {
  const { ask, store } = world()
  store.members.replaceMembers(ONE, customer(3), [person(8, 'Kim', ''), person(9, 'Lou', '')], 20)
  const { window } = await ask('matrix.page', page({ scope: { kind: 'customers', customers: [{ accountId: ONE, customerId: customer(3) }] }, grouping: 'person', collapsed: [] }))
  expect(window.flatMap((line) => (line.kind === 'person' ? [[line.name, line.email, line.rows]] : []))).toEqual([['Kim', '', 1], ['Lou', '', 1]])
})

describe('acts', () => {
  it('are previewed without a trace, staged as one step, shown in the cells, and undone', async () => {
    const { ask } = world()
    const edit = { kind: 'set' as const, rows: ['one/1/1', 'one/1/2', 'two/1/2'], environments: ['prod' as const], wish: 'Support' }
    const preview = await ask('matrix.preview', { edit })
    expect(preview).toMatchObject({ edits: 3, prod: 3, people: 3, customers: 2, refusedCount: 0 })
    expect((await ask('matrix.counts', ALL)).edits).toBe(0)
    expect(await ask('matrix.stage', { name: 'Three cells', edit })).toMatchObject({ counts: { staged: 3, undo: 'Three cells' }, done: preview })
    const pending = page({ filter: { ...NO_FILTER, states: ['pending'] } })
    const rows = await ask('matrix.page', pending)
    expect(shown(rows)).toEqual(['one/1/1', 'one/1/2', 'two/1/2'])
    expect(rows.window[0]).toMatchObject({ row: { cells: { prod: { base: 'EnvironmentAdmin', state: 'pending', edit: { base: 'EnvironmentAdmin', wish: 'Support', jobId: null, covers: { length: 1 } } } } } })
    expect(await ask('matrix.counts', ALL)).toMatchObject({ edits: 3, environments: { prod: { read: 12, withRole: 5, roles: [{ roleName: null, count: 7 }, { roleName: 'Support', count: 3 }, { roleName: 'EnvironmentAdmin', count: 2 }] } } })
    expect((await ask('matrix.page', page({ grouping: 'customer' }))).window[0]).toMatchObject({ kind: 'customer', key: 'one/1', rows: 4, edits: 2 })
    expect((await ask('matrix.page', page({ grouping: 'person' }))).window[0]).toMatchObject({ kind: 'person', name: 'Ann', email: 'Ann@acme.example', rows: 3, edits: 1 })
    await ask('intents.undo', {})
    expect((await ask('matrix.page', pending)).matched).toBe(0)
    expect(await ask('matrix.stage', { name: 'Nothing', edit: { ...edit, rows: ['one/1/1'], wish: 'EnvironmentAdmin' } })).toMatchObject({ batchId: null, done: { same: 1 } })
  })

  it.each([
    ['the state of an edit', { filter: { ...NO_FILTER, states: ['pending' as const] } }, ['one/1/2']],
    ['a role that is wished', { filter: { ...NO_FILTER, roles: { dev: [], test: [], prod: ['Support'] } } }, ['one/1/2']],
    ['how many edits there are', { sort: { by: 'edits' as const, direction: 'desc' as const }, limit: 1 }, ['one/1/2']],
  ])('are seen by a view that was there before and asks for %s', async (_, asked, expected) => {
    const { ask } = world()
    const before = shown(await ask('matrix.page', page(asked)))
    expect(before).not.toEqual(expected)
    await ask('matrix.stage', { name: 'One', edit: { kind: 'set', rows: ['one/1/2'], environments: ['prod'], wish: 'Support' } })
    expect(shown(await ask('matrix.page', page(asked)))).toEqual(expected)
    await ask('intents.undo', {})
    expect(shown(await ask('matrix.page', page(asked)))).toEqual(before)
  })

  it('what somebody else changed under a staged edit is a conflict, somebody who leaves is locked', async () => {
    const { ask, store } = world()
    await ask('matrix.stage', { name: 'One', edit: { kind: 'set', rows: ['one/1/2'], environments: ['prod'], wish: 'Support' } })
    store.members.saveMember(ONE, customer(1), { ...person(2, 'Bob', 'bob@acme.example', { dev: 'Member', prod: 'Member' }), createdAt: NOW }, 20)
    const conflicts = await ask('matrix.page', page({ filter: { ...NO_FILTER, states: ['conflict'] } }))
    expect(conflicts.window).toMatchObject([{ row: { key: 'one/1/2', cells: { prod: { base: 'Member', state: 'conflict', edit: { base: null, wish: 'Support' } } } } }])
    store.members.saveMember(ONE, customer(1), { ...person(3, 'Cem', 'cem@acme.example'), createdAt: 1 }, 20)
    expect(await ask('matrix.stage', { name: 'Leaves', edit: { kind: 'fix', rows: ['one/1/3'], finding: 'never-active' } })).toMatchObject({ done: { edits: 1 } })
    expect((await ask('matrix.page', page({ filter: { ...NO_FILTER, states: ['locked'] } }))).window).toMatchObject([{ row: { key: 'one/1/3', leaving: true, findings: ['never-active'], cells: { dev: { state: 'locked', lock: 'leaving' } } } }])
  })

  it('a copied range is what the cells show and goes back in without a change', async () => {
    const { ask } = world()
    const range = { rows: ['one/1/1', 'one/1/2', 'one/9/9'], environments: ['dev' as const, 'test' as const, 'prod' as const] }
    const copied = await ask('matrix.cells', { ...range, noAccess: 'No access' })
    expect(copied).toEqual({ values: [['Member', undefined, 'EnvironmentAdmin'], ['Member', undefined, null], [undefined, undefined, undefined]], text: 'Member\t?\tEnvironmentAdmin\nMember\t?\tNo access\n?\t?\t?' })
    const paste = { kind: 'paste' as const, rows: range.rows.slice(0, 2), environments: range.environments, selectedRows: 1, selectedEnvironments: 1, text: copied.text.split('\n').slice(0, 2).join('\n'), noAccess: 'No access' }
    expect(await ask('matrix.preview', { edit: paste })).toMatchObject({ edits: 0, same: 4, beyond: 5, refused: [{ reason: 'no-environment' }, { reason: 'no-environment' }] })
  })

  it('a range has at most 20,000 cells', async () => {
    const { ask } = world()
    const range = { rows: Array.from({ length: 10_001 }, (_, i) => `one/1/${String(i)}`), environments: ['dev' as const, 'prod' as const] }
    const refused = { json: { code: 'BAD_INPUT', title: '20,002 cells are chosen, and one act takes at most 20,000.' } }
    await expect(ask('matrix.stage', { name: 'x', edit: { kind: 'set', ...range, wish: null } })).rejects.toMatchObject(refused)
    await expect(ask('matrix.cells', { ...range, noAccess: 'No access' })).rejects.toMatchObject(refused)
    expect((await ask('matrix.preview', { edit: { kind: 'set', ...range, rows: range.rows.slice(1), wish: null } })).range.rows).toBe(10_000)
    const column = range.rows.map(() => 'Member').join('\n')
    expect((await ask('matrix.preview', { edit: { kind: 'paste', ...range, selectedRows: 1, selectedEnvironments: 1, text: column, noAccess: 'No access' } })).range).toEqual({ rows: 10_001, environments: ['dev'] })
  })

  it('a selection is counted as it is shown, with the customers it is in', async () => {
    const { ask } = world()
    const rows = ['one/1/1', 'one/1/2', 'two/1/2', 'one/9/9']
    await ask('matrix.stage', { name: 'One', edit: { kind: 'set', rows: ['one/1/2'], environments: ['prod'], wish: 'Support' } })
    expect(await ask('matrix.sums', { rows })).toMatchObject({
      rows: 3, people: 2, customers: 2, edits: 1, gone: 1, where: [{ accountId: ONE, customerId: 1, customer: 'Customer 1', rows: 2 }, { accountId: TWO, customerId: 1, rows: 1 }],
      environments: { dev: { read: 3, withRole: 3, roles: [{ roleName: 'Member', count: 3 }] }, prod: { read: 3, withRole: 2 } },
    })
  })

  it('roles of a customer that were not read are not taken for none', async () => {
    const { ask, store } = world()
    store.members.replaceMembers(ONE, customer(3), [person(9, 'Zoe', 'zoe@acme.example')], 20)
    const edit = { kind: 'set' as const, rows: ['one/3/9'], environments: ['dev' as const], wish: 'Support' }
    expect((await ask('matrix.preview', { edit })).refused).toMatchObject([{ reason: 'roles-not-read' }])
    store.roles.replaceEnvironmentRoles(ONE, customer(3), [], 30)
    expect((await ask('matrix.preview', { edit })).refused).toMatchObject([{ reason: 'unknown-role' }])
  })

  it('a table is looked at before it is imported, for customers of its account only', async () => {
    const { ask } = world()
    const text = 'customer id,e-mail,PROD\r\n1,bob@acme.example,support\r\n2,nobody@acme.example,Support\r\n'
    const { mapping, ...table } = await ask('matrix.table', { text })
    expect(table).toEqual({ header: ['customer id', 'e-mail', 'PROD'], lines: 2, sample: [['1', 'bob@acme.example', 'support'], ['2', 'nobody@acme.example', 'Support']] })
    if (mapping === null) throw new Error('no mapping')
    await ask('matrix.stage', { name: 'Table', edit: { kind: 'import', accountId: TWO, text, mapping, noAccess: 'No access' } })
    expect(shown(await ask('matrix.page', page({ filter: { ...NO_FILTER, states: ['pending'] } })))).toEqual(['two/1/2'])
  })
})

describe('files', () => {
  it('have the columns and rows that were asked for, as the cells show them, and change nothing when they are imported', async () => {
    const { ask, store, files } = world()
    store.members.saveMember(ONE, customer(1), { ...person(2, '=1+1', 'bob@acme.example', { dev: 'Member', prod: null }), createdAt: NOW, groups: [{ id: brand('g1'), name: 'Night' }] }, 20)
    await ask('matrix.stage', { name: 'One', edit: { kind: 'set', rows: ['one/1/2'], environments: ['prod'], wish: 'Support' } })
    const path = join(newFolder(), 'matrix.csv')
    const columns = ['customerId', 'person', 'email', 'prod'] as const
    const content = { kind: 'matrix' as const, view: { ...ALL, scope: { kind: 'accounts' as const, accounts: [ONE] }, filter: { ...NO_FILTER, search: 'Customer 1' } }, columns, noAccess: 'No access' }
    expect(await files['internal.files.write']({ path, content })).toEqual({ rows: 4 })
    const { text } = files['internal.files.readTable']({ path })
    expect(text.split('\r\n')).toEqual(['customer id,person,e-mail,PROD', "1,'=1+1,bob@acme.example,Support", '1,Ann,Ann@acme.example,EnvironmentAdmin', '1,Cem,Cem@acme.example,No access', '1,Dana,Dana@acme.example,No access', ''])
    const { mapping } = await ask('matrix.table', { text })
    if (mapping === null) throw new Error('no mapping')
    expect(await ask('matrix.preview', { edit: { kind: 'import', accountId: ONE, text, mapping, noAccess: 'No access' } })).toMatchObject({ edits: 0, same: 4, refusedCount: 0 })
    await files['internal.files.write']({ path, content: { ...content, view: ALL, columns: EXPORT_COLUMNS } })
    const lines = readFileSync(path, 'utf8').split('\r\n')
    expect(lines[0]).toBe('account,customer id,external id,customer,person,e-mail,DEV,TEST,PROD,kept changes,groups,last activity,findings')
    expect(lines[1]).toBe("one,1,,Customer 1,'=1+1,bob@acme.example,Member,,Support,PROD was No access,Night,,")
    expect(lines).toHaveLength(14)
  })

  it('are called by account and completeness, without what no file may be called', () => {
    const { store, files } = world()
    const name = (scope: Input<'matrix.counts'>['scope']): string => files['internal.files.matrixName']({ scope }).name
    expect(name({ kind: 'accounts', accounts: [] })).toBe('Rolodesk matrix, 2 accounts, 3 of 4 customers read')
    store.tags.change([{ accountId: ONE, customerId: customer(3) }], ['vip'], [])
    expect(name({ kind: 'accounts', accounts: [], tags: ['vip'] })).toBe('Rolodesk matrix, one, 0 of 1 customers read')
    store.accounts.save({ ...store.accounts.list().find(({ id }) => id === TWO)!, name: '../a:b\n"c"' })
    expect(name({ kind: 'customers', customers: [{ accountId: TWO, customerId: customer(1) }] })).toBe('Rolodesk matrix, .. a b c, 1 of 1 customers read')
  })

  it('that are too large to be a table are not read', () => {
    const { files } = world()
    const path = join(newFolder(), 'large.csv')
    writeFileSync(path, 'x'.repeat(16_000_001))
    expect(() => files['internal.files.readTable']({ path })).toThrow('FILE_FAILED')
  })
})

it('what a job has not done is seen in the cells, until it is done or somebody edits them anew', async () => {
  const rig = await jobRig()
  onTestFinished(() => rig.end())
  const ask = async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> => (await rig.ask(method, input)) as Output<M>
  const states = async (): Promise<readonly string[]> => (await ask('matrix.page', page({ filter: { ...NO_FILTER, states: ['pending', 'conflict', 'failed'] } }))).window.map((line) => (line.kind === 'row' ? `${line.row.cells.prod.state} ${line.row.cells.prod.edit?.jobId === null ? 'staged' : 'job'}` : ''))
  await rig.stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }, { customer: 0, person: 2 }])
  const { planId } = await rig.plan()
  expect(await states()).toEqual(['pending staged', 'pending staged', 'pending staged'])
  const mend = rig.fail(0, 1)
  rig.other(0, 2, 'EnvironmentManager')
  const job = await ask('jobs.start', { planId, typedCount: null, name: 'A job' })
  expect(await states()).toEqual(['pending job', 'pending job', 'pending job'])
  await rig.done(job.id)
  expect([...(await states())].sort()).toEqual(['conflict job', 'failed job'])
  mend()
  await ask('jobs.retryFailed', { jobId: job.id } as never)
  await rig.done(job.id)
  expect(await states()).toEqual(['conflict job'])
})

it('only the last step of a cell counts, whatever became of earlier ones, and a decided conflict is none', async () => {
  const { ask, store } = world()
  const intent = { ...role(2, 'prod', null, 'Support'), accountId: ONE, customerId: customer(1) }
  const begin = (job: string, state: Step['state'], what = intent): Step => {
    store.inLedger(() => {
      store.jobs.add(brand<JobId>(job), job, 1, NOW)
      store.steps.add([{ jobId: brand<JobId>(job), place: 0, accountId: ONE, customerId: customer(1), key: targetKey(what), intent: what, covers: [what.id], planned: 'send', callKey: null, limitClass: null, state, outcome: {}, updatedAt: NOW }])
    })
    return store.steps.page(brand<JobId>(job), [], 0, 1).rows[0] as Step
  }
  const prod = async (): Promise<unknown> => {
    const { window } = await ask('matrix.page', page({ filter: { ...NO_FILTER, search: 'bob' }, scope: { kind: 'customers', customers: [{ accountId: ONE, customerId: customer(1) }] } }))
    return window[0]?.kind === 'row' ? [window[0].row.cells.prod.state, window[0].row.cells.prod.edit?.jobId ?? null] : null
  }
  const first = begin('j1', 'queued')
  expect(await prod()).toEqual(['pending', 'j1'])
  store.steps.change(first, { state: 'failed', outcome: { error: { code: 'SERVER_ERROR', title: 'No.', hint: '', retryable: true } } }, NOW)
  expect(await prod()).toEqual(['failed', 'j1'])
  const second = begin('j2', 'queued')
  expect(await prod()).toEqual(['pending', 'j2'])
  const conflict = store.steps.change(second, { state: 'conflict' }, NOW)
  expect(await prod()).toEqual(['conflict', 'j2'])
  store.steps.change(conflict, { resolved: 'theirs' }, NOW)
  expect(await prod()).toEqual(['clean', null])
  // What is staged afterwards hides what a job could not do.
  const { jobId } = begin('j3', 'queued')
  expect(await prod()).toEqual(['pending', 'j3'])
  store.steps.distrust({ jobId, accountId: ONE, customerId: customer(1) }, { code: 'STORE_CORRUPT', title: 'Altered.', hint: '', retryable: false }, NOW)
  expect(await prod()).toEqual(['failed', 'j3'])
  // What somebody has done by hand is no failure any more.
  const bob = { ...person(2, 'Bob', 'Bob@acme.example', { dev: 'Member', prod: null }), createdAt: NOW }
  store.members.saveMember(ONE, customer(1), { ...bob, roles: person(2, 'Bob', '', { dev: 'Member', prod: 'Support' }).roles }, 20)
  expect(await prod()).toEqual(['clean', null])
  store.members.saveMember(ONE, customer(1), bob, 21)
  await ask('matrix.stage', { name: 'Again', edit: { kind: 'set', rows: ['one/1/2'], environments: ['prod'], wish: 'Member' } })
  expect(await prod()).toEqual(['pending', null])
  const { entries } = await ask('matrix.history', { key: 'one/1/2' })
  expect(entries.map(({ job, state, environment, base, wish }) => [job, state, environment, base, wish])).toEqual([['j3', 'failed', 'prod', null, 'Support'], ['j2', 'conflict', 'prod', null, 'Support'], ['j1', 'failed', 'prod', null, 'Support']])
  expect(await ask('matrix.history', { key: 'two/1/2' })).toEqual({ entries: [] })
  const leaving = async (): Promise<unknown> => (await ask('matrix.page', page({ filter: { ...NO_FILTER, search: 'cem' } }))).window.flatMap((line) => (line.kind === 'row' && line.row.leaving ? [line.row.key] : []))
  const removal = begin('j4', 'queued', { ...remove(3), accountId: ONE, customerId: customer(1) } as never)
  expect(await leaving()).toEqual(['one/1/3'])
  store.steps.change(removal, { state: 'failed' }, NOW)
  expect(await leaving()).toEqual([])
  expect((await ask('matrix.history', { key: 'one/1/3' })).entries).toMatchObject([{ job: 'j4', state: 'failed', environment: null, base: null, wish: null }])
})
