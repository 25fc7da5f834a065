import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SheetEdit } from '../../contract/sheet'
import { readIn, type RowEdits } from '../matrix/cell'
import type { MatrixCustomer } from '../matrix/rows'
import { MatrixTable } from '../matrix/table'
import { matrixCustomer, type GivenPerson } from '../testing/matrix'
import { act, type Act } from './act'
import { COLUMNS, guessMapping, harmless, parseCsv, unharmed } from './csv'
import type { Sheet } from './judge'
import { roleBook } from './role-book'

const NOW = Date.UTC(2026, 10, 30)
const ENVS = ['dev', 'test', 'prod'] as const
const NAMES = ['EnvironmentAdmin', 'Member', 'Support', '=Odd', "'=Odder"]
const NO = 'No access'

/** A sheet over customers; `books` are role names that differ from the usual ones, null: not read. */
function sheetOf(customers: readonly MatrixCustomer[], books: Readonly<Record<string, readonly string[] | null>> = {}, edits: ReadonlyMap<string, RowEdits> = new Map()): (edit: SheetEdit) => Act {
  const table = new MatrixTable(new Set())
  table.replace(customers, [])
  const sheet: Sheet = {
    find: (key) => table.find(key), membershipsOf: (email) => table.membershipsOf(email), edits, now: NOW,
    roles: ({ customerId }) => {
      const names = books[String(customerId)]
      return names === null ? null : roleBook(names ?? NAMES)
    },
  }
  return (edit) => act(sheet, (id) => ({ name: 'North & Co', customers: [...table.all()].filter(({ accountId }) => accountId === id) }), edit)
}
const wishes = ({ drafts }: Act): readonly string[] => drafts.map((one) => (one.kind === 'member.role' ? `${String(one.customerId)}/${String(one.target.memberId)} ${one.target.environment} ${String(one.base)}>${String(one.wish)}` : `${one.kind} ${String(one.customerId)}`))
const reasons = ({ preview }: Act): readonly unknown[] => preview.refused.map(({ row, environment, line, reason, roleName }) => [row, environment, line, reason, roleName].filter((part) => part !== null))
const full = (dev: string | null, test: string | null, prod: string | null): NonNullable<GivenPerson['roles']> => ({ dev, test, prod })
const key = (customer: number, member: number): string => `north/${String(customer)}/${String(member)}`
const one = (people: readonly GivenPerson[], more: Parameters<typeof matrixCustomer>[3] = {}): MatrixCustomer => matrixCustomer('north', 1, people, more)

describe('one role for a range', () => {
  it('edits cells that differ, leaves those that have it, and says what is refused and why', () => {
    const customers = [
      one([{ id: 1, roles: full('Member', null, null) }, { id: 2, kind: 'manager' }, { id: 3, roles: { dev: 'Member', prod: 'Member' } }, { id: 4, roles: full('Analyst', null, null), legacy: true }]),
      matrixCustomer('north', 2, [{ id: 1 }], { model: 'legacy' }), matrixCustomer('north', 3, [{ id: 1, roles: { dev: 'Support' } }], { environments: [] }), matrixCustomer('north', 4, [{ id: 1 }]), matrixCustomer('north', 5, [{ id: 1 }]),
    ]
    const rows = [key(1, 1), key(1, 2), key(1, 3), key(1, 4), key(2, 1), key(3, 1), key(4, 1), key(5, 1), key(1, 9)]
    const done = sheetOf(customers, { 4: null, 5: ['Other'] })({ kind: 'set', rows, environments: ['dev', 'test'], wish: 'Support' })
    expect(wishes(done)).toEqual(['1/1 dev Member>Support', '1/1 test null>Support', '1/3 dev Member>Support'])
    expect(reasons(done)).toEqual([
      ...ENVS.slice(0, 2).map((environment) => [key(1, 2), environment, 'manager', 'Support']), [key(1, 3), 'test', 'not-read', 'Support'],
      ...ENVS.slice(0, 2).map((environment) => [key(1, 4), environment, 'legacy-role', 'Support']), ...ENVS.slice(0, 2).map((environment) => [key(2, 1), environment, 'legacy', 'Support']),
      [key(3, 1), 'test', 'no-environment', 'Support'],
      ...ENVS.slice(0, 2).map((environment) => [key(4, 1), environment, 'roles-not-read', 'Support']), ...ENVS.slice(0, 2).map((environment) => [key(5, 1), environment, 'unknown-role', 'Support']),
      ...ENVS.slice(0, 2).map((environment) => [key(1, 9), environment, 'gone']),
    ])
    expect(done.preview).toMatchObject({ edits: 3, prod: 0, people: 2, customers: 1, same: 1, beyond: 0, refusedCount: 14, missing: [{ accountId: 'north', customerId: 5, customer: 'Customer 5', roleName: 'Support' }] })
    expect(done.drafts[0]).toEqual({ kind: 'member.role', accountId: 'north', customerId: 1, target: { memberId: 1, environment: 'dev' }, base: 'Member', wish: 'Support', seen: { test: null, prod: null } })
  })

  it('goes by what the cell shows: the wish of a staged edit, not what was read', () => {
    const staged = (wish: string | null): RowEdits => ({ leaving: false, cells: { dev: { base: 'Member', wish, covers: [], jobId: null, error: null, outcome: null } } })
    const run = sheetOf([one([{ id: 1 }, { id: 2 }, { id: 3 }])], {}, new Map([[key(1, 1), staged('Support')], [key(1, 2), staged(null)], [key(1, 3), { leaving: true, cells: {} }]]))
    expect(wishes(run({ kind: 'set', rows: [key(1, 1), key(1, 2)], environments: ['dev'], wish: 'Support' }))).toEqual(['1/2 dev Member>Support'])
    // Back to what was read is an edit too; the ledger knows that it sends nothing.
    expect(wishes(run({ kind: 'set', rows: [key(1, 1)], environments: ['dev'], wish: 'Member' }))).toEqual(['1/1 dev Member>Member'])
    expect(reasons(run({ kind: 'set', rows: [key(1, 3)], environments: ['dev'], wish: null }))).toEqual([[key(1, 3), 'dev', 'leaving']])
    expect(wishes(run({ kind: 'replace', rows: [key(1, 1), key(1, 2)], environments: [...ENVS], find: 'Support', wish: null }))).toEqual(['1/1 dev Member>null'])
  })
})

it('fill takes the first row down and the first column right', () => {
  const run = sheetOf([one([{ id: 1, roles: full('Support', 'Member', null) }, { id: 2, roles: full('Member', 'Member', 'Member') }, { id: 3, roles: { dev: null } }])])
  expect(wishes(run({ kind: 'fill', direction: 'down', rows: [key(1, 1), key(1, 2)], environments: ['dev', 'prod'] }))).toEqual(['1/2 dev Member>Support', '1/2 prod Member>null'])
  expect(wishes(run({ kind: 'fill', direction: 'right', rows: [key(1, 1), key(1, 2)], environments: ['dev', 'test'] }))).toEqual(['1/1 test Member>Support'])
  expect(reasons(run({ kind: 'fill', direction: 'down', rows: [key(1, 3), key(1, 2)], environments: ['prod'] }))).toEqual([[key(1, 2), 'prod', 'nothing-to-take']])
})

describe('paste', () => {
  const people = [1, 2, 3, 4, 5, 6].map((id): GivenPerson => ({ id, roles: full(null, null, null) }))
  const run = sheetOf([one(people)])
  const rows = people.map(({ id }) => key(1, id))
  const paste = (text: string, selectedRows: number, selectedEnvironments: number, environments: readonly ('dev' | 'test' | 'prod')[] = ENVS): Act =>
    run({ kind: 'paste', rows, environments: [...environments], selectedRows, selectedEnvironments, text, noAccess: NO })

  it('one cell fills the range, a block repeats in a multiple of it, anything else goes in once', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), (height, width, selectedRows, selectedEnvironments) => {
      const name = (i: number, j: number): string => NAMES[(i * width + j) % 3] ?? ''
      const text = Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => name(i, j)).join('\t')).join('\n')
      const [down, across] = [selectedRows % height === 0 ? selectedRows : height, selectedEnvironments % width === 0 ? selectedEnvironments : width]
      const expected = Array.from({ length: down }, (_, i) => Array.from({ length: across }, (_, j) => `1/${String(i + 1)} ${String(ENVS[j])} null>${name(i % height, j % width)}`)).flat()
      const outside = Array.from({ length: down }, (_, i) => Array.from({ length: across }, (_, j) => i >= selectedRows || j >= selectedEnvironments)).flat().filter(Boolean).length
      const done = paste(text, selectedRows, selectedEnvironments)
      expect(wishes(done)).toEqual(expected)
      expect(done.preview).toMatchObject({ beyond: outside, range: { rows: down, environments: ENVS.slice(0, across) }, refusedCount: 0 })
    }), { numRuns: 300 })
  })

  it('finds roles as a person writes them, and says where the sheet ends', () => {
    const done = paste('support\tNO ACCESS\n\tMembers\r\n', 1, 1)
    expect(wishes(done)).toEqual(['1/1 dev null>Support'])
    expect(done.preview.same).toBe(2)
    expect(reasons(done)).toEqual([[key(1, 2), 'test', 'unknown-role', 'Members']])
    const off = paste('Member\tMember\tMember', 1, 1, ['test', 'prod'])
    expect([wishes(off).length, off.preview.refusedCount, reasons(off)]).toEqual([2, 1, [['no-cell']]])
    expect(paste(Array.from({ length: 8 }, () => 'Member').join('\n'), 1, 1).preview).toMatchObject({ edits: 6, refusedCount: 2, beyond: 7 })
  })

  it('takes a text of more lines than there can be cells, and says how many found none', () => {
    expect(paste('\n'.repeat(300_000), 1, 1).preview).toMatchObject({ edits: 0, same: 6, refusedCount: 299_994 })
  })

  it('does not guess between roles that differ in case alone', () => {
    const odd = sheetOf([one(people)], { 1: ['Support', 'SUPPORT'] })
    const edit = (text: string): SheetEdit => ({ kind: 'paste', rows, environments: ['dev'], selectedRows: 1, selectedEnvironments: 1, text, noAccess: NO })
    expect(reasons(odd(edit('support')))).toEqual([[key(1, 1), 'dev', 'unknown-role', 'support']])
    expect(wishes(odd(edit('SUPPORT')))).toEqual(['1/1 dev null>SUPPORT'])
  })
})

it('like another: by name, with what is chosen where a customer lacks the role', () => {
  const customers = [one([{ id: 1, roles: full('Support', 'Member', null) }]), matrixCustomer('north', 2, [{ id: 1, roles: full(null, null, 'Member') }]), matrixCustomer('north', 3, [{ id: 1, roles: full(null, null, null) }])]
  const run = sheetOf(customers, { 3: ['Member'] })
  const edit = { kind: 'like' as const, from: key(1, 1), rows: [key(1, 1), key(2, 1), key(3, 1)], environments: [...ENVS] }
  const plain = run({ ...edit, instead: [] })
  expect(wishes(plain)).toEqual(['2/1 dev null>Support', '2/1 test null>Member', '2/1 prod Member>null', '3/1 test null>Member'])
  expect(plain.preview.same).toBe(1)
  expect(plain.preview.missing).toEqual([{ accountId: 'north', customerId: 3, customer: 'Customer 3', roleName: 'Support' }])
  expect(wishes(run({ ...edit, instead: [{ roleName: 'Support', wish: 'Member' }] }))).toContain('3/1 dev null>Member')
  expect(wishes(run({ ...edit, instead: [{ roleName: 'Support', wish: 'Member' }] }))).toContain('2/1 dev null>Support')
  expect(run({ ...edit, instead: [{ roleName: 'Support', wish: null }] }).preview).toMatchObject({ missing: [], refusedCount: 0 })
})

it('fixes what was found, and only where it is found', () => {
  const run = sheetOf([one([{ id: 1, roles: full(null, null, 'EnvironmentAdmin') }, { id: 2, createdAt: 1 }, { id: 3, kind: 'manager' }])], {}, new Map([[key(1, 3), { leaving: true, cells: {} }]]))
  expect(wishes(run({ kind: 'fix', finding: 'prod-admin-without-dev', rows: [key(1, 1), key(1, 2)] }))).toEqual(['1/1 prod EnvironmentAdmin>null'])
  const left = run({ kind: 'fix', finding: 'never-active', rows: [key(1, 1), key(1, 2), key(1, 9)] })
  expect(left.drafts).toEqual([{ kind: 'member.remove', accountId: 'north', customerId: 1, target: { memberId: 2 }, base: true, wish: false }])
  expect(reasons(left)).toEqual([[key(1, 1), 'no-fix'], [key(1, 9), 'gone']])
  const again = sheetOf([one([{ id: 2, createdAt: 1 }])], {}, new Map([[key(1, 2), { leaving: true, cells: {} }]]))
  expect(again({ kind: 'fix', finding: 'never-active', rows: [key(1, 2)] }).preview).toMatchObject({ edits: 0, same: 1 })
})

describe('tables', () => {
  const HEAD = Object.values(COLUMNS)
  const mapping = guessMapping(HEAD)
  const load = (lines: readonly (readonly string[])[], run: (edit: SheetEdit) => Act): Act => {
    if (mapping === null) throw new Error('no mapping')
    const text = [HEAD, ...lines].map((cells) => cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n')
    return run({ kind: 'import', accountId: 'north' as never, text, mapping, noAccess: NO })
  }

  it('what was exported changes nothing, whatever the names are', () => {
    const role = fc.constantFrom(...NAMES, null)
    const person = fc.record({ id: fc.integer({ min: 1, max: 5 }), name: fc.constantFrom('=1+1', 'Ann "A"', 'b,c\nd'), roles: fc.record({ dev: role, test: role, prod: role }, { requiredKeys: ['dev'] }), kind: fc.constantFrom('team' as const, 'manager' as const) })
    fc.assert(fc.property(fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 5 }), people: fc.uniqueArray(person, { selector: ({ id }) => id, maxLength: 4 }), model: fc.constantFrom('migrated' as const, 'legacy' as const) }), { selector: ({ id }) => id, maxLength: 4 }), (given) => {
      const customers = given.map(({ id, people, model }) => matrixCustomer('north', id, people, { model, name: '-same name' }))
      const lines = customers.flatMap((one) => one.people.map((row) => ['North & Co', String(one.customerId), '', one.name, row.email, ...ENVS.map((environment) => {
        const held = readIn(row, environment)
        return held === undefined ? '' : (held ?? NO)
      })]))
      expect(load(lines, sheetOf(customers)).preview).toMatchObject({ edits: 0, refusedCount: 0 })
    }))
  })

  it('lines with a mistake stage nothing, and are told by line and cause', () => {
    const customers = [one([{ id: 1, email: 'Ann@x.example', roles: full(null, null, null) }, { id: 2, email: 'bob@x.example', roles: full(null, null, null) }, { id: 3, email: 'eve@x.example' }, { id: 4, email: 'EVE@x.example' }], { externalId: 'A-1', name: 'Acme' }),
      matrixCustomer('north', 2, [{ id: 1, email: 'ann@x.example' }], { name: 'Bolt' }), matrixCustomer('north', 3, [], { name: 'bolt' }), matrixCustomer('south', 9, [{ id: 1, email: 'ann@x.example' }], { name: 'South' })]
    const done = load([
      ['', '1', '', '', 'ann@x.example', 'Member', '', 'support'], ['', '', 'A-1', '', 'bob@x.example', 'Member', 'Nonsense', ''], ['', '', '', '', '', '', '', ''], ['', '', '', 'ACME', 'zoe@x.example', 'Member', '', ''],
      ['', '', '', 'Bolt', 'ann@x.example', 'Member', '', ''], ['', '9', '', 'South', 'ann@x.example', 'Member', '', ''], ['', '1', '', '', 'ann@x.example', 'Member', '', ''], ['', '1', '', '', 'eve@x.example', 'Member', '', ''], ['', '1', '', '', 'bob@x.example', 'Member'], ['', '1', '', '', '', 'Member', '', ''], ['South', '1', '', '', 'bob@x.example', 'Member', '', ''], [' north & CO ', '1', '', '', 'bob@x.example', '', '', ''],
    ], sheetOf(customers))
    expect(wishes(done)).toEqual(['1/1 dev null>Member', '1/1 prod null>Support'])
    expect(reasons(done)).toEqual([
      [key(1, 2), 'test', 3, 'unknown-role', 'Nonsense'], [5, 'no-person'], [6, 'several-customers'], [7, 'no-customer'], [8, 'twice'], [9, 'several-people'], [10, 'columns'], [11, 'no-person'], [12, 'other-account'], [13, 'twice'],
    ])
  })

  it('are read with the separators that spreadsheets write', () => {
    expect(parseCsv('\ufeffE-mail;PROD\r\n"a;b";"two\nlines"\r\n\r\nc;d')).toEqual({ header: ['E-mail', 'PROD'], rows: [{ line: 2, cells: ['a;b', 'two\nlines'] }, { line: 4, cells: ['c', 'd'] }] })
    expect(parseCsv('"a,b,c";d\n1;2').rows).toEqual([{ line: 2, cells: ['1', '2'] }])
    expect(parseCsv('')).toEqual({ header: [], rows: [] })
    expect(guessMapping(['Prod', 'E-Mail', 'Customer ID'])).toEqual({ account: null, customerId: 2, externalId: null, customer: null, email: 1, dev: null, test: null, prod: 0 })
    expect(guessMapping(['Name', 'PROD'])).toBeNull()
  })

  it('a harmless text is given back as it was', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("'", '=', '\uff1d', ';', '+', '-', '@', '\t', '\u200b', 'a', ' '), maxLength: 5 }), (text) => {
      expect(unharmed(harmless(text))).toBe(text)
      expect(harmless(text)).not.toMatch(/(^|;)[\s"]*[=+\-@\t\r\n\uff1d]/)
    }))
  })
})
