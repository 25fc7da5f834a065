import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EnvironmentType } from '../../contract/access'
import type { MatrixFilter, MatrixSort } from '../../contract/matrix'
import { matrixCustomer, NO_FILTER, type GivenPerson } from '../testing/matrix'
import { arrange, Lines } from './arrange'
import { cellOf, type EditsByRow, type RowEdits } from './cell'
import { countRows } from './count'
import { rowKeyOf, type MatrixCustomer, type MatrixPerson } from './rows'
import { select } from './select'
import { orderFor, sortRows } from './sort'
import { MatrixTable } from './table'

const NOW = Date.UTC(2026, 10, 30)
const ENVS = ['dev', 'test', 'prod'] as const
const ROLES = ['EnvironmentAdmin', 'Member', 'Support', null] as const
const ALL = { kind: 'accounts' as const, accounts: [] }

const roles = fc.record({ dev: fc.constantFrom(...ROLES), test: fc.constantFrom(...ROLES), prod: fc.constantFrom(...ROLES) }, { requiredKeys: ['dev'] })
const people = fc.uniqueArray(fc.record({
  id: fc.integer({ min: 1, max: 9 }), name: fc.constantFrom('Ann', 'Bob', 'Cem', 'Dana'), email: fc.constantFrom('a@x.example', 'b@x.example', 'dana@y.example', 'Dana@y.example'), roles,
  kind: fc.constantFrom('team' as const, 'team' as const, 'manager' as const), lastActivityAt: fc.constantFrom(null, 1, NOW - 1, NOW), createdAt: fc.constantFrom(null, 1, NOW),
  groups: fc.constantFrom<MatrixPerson['groups']>(null, [], [{ id: 'g' as never, name: 'Night' }], [{ id: 'g' as never, name: 'Night' }, { id: 'h' as never, name: 'Day' }]),
}), { selector: ({ id }) => id, maxLength: 5 })
const customers = fc.uniqueArray(fc.record({ account: fc.constantFrom('north', 'south'), id: fc.integer({ min: 1, max: 4 }), name: fc.constantFrom('Acme', 'Bolt', 'Corp'), people }), { selector: ({ account, id }) => `${account}/${String(id)}`, maxLength: 6 })
const made = ({ account, id, name, people: some }: { account: string; id: number; name: string; people: readonly GivenPerson[] }): MatrixCustomer => matrixCustomer(account, id, some, { name })
const tableOf = (all: readonly MatrixCustomer[]): MatrixTable => {
  const table = new MatrixTable(new Set())
  table.replace(all, [])
  return table
}
const keys = (rows: readonly MatrixPerson[]): readonly string[] => rows.map(rowKeyOf)
const edit = (base: string | null, wish: string | null): NonNullable<RowEdits['cells']['dev']> => ({ base, wish, covers: [], jobId: null, error: null, outcome: null })

describe('the table', () => {
  it('is in order whatever comes and goes, and finds every row', () => {
    fc.assert(fc.property(fc.array(fc.record({ changed: customers, gone: fc.array(fc.record({ account: fc.constantFrom('north', 'south'), id: fc.integer({ min: 1, max: 4 }) }), { maxLength: 2 }) }), { maxLength: 4 }), (steps) => {
      const table = new MatrixTable(new Set())
      for (const order of ['name', 'lastActivity'] as const) table.order(order)
      const there = new Map<string, MatrixCustomer>()
      for (const { changed, gone } of steps) {
        const fresh = changed.map(made)
        const left = gone.map(({ account, id }) => ({ accountId: account as never, customerId: id as never })).filter(({ accountId, customerId }) => !fresh.some((one) => one.accountId === accountId && one.customerId === customerId))
        for (const { accountId, customerId } of left) there.delete(`${String(accountId)}/${String(customerId)}`)
        for (const one of fresh) there.set(`${one.accountId}/${String(one.customerId)}`, one)
        table.replace(fresh, left)
      }
      const rows = [...there.values()].flatMap((one) => one.people)
      const whole = tableOf([...there.values()].map((one) => ({ ...one })))
      for (const order of ['name', 'email', 'lastActivity'] as const) {
        expect(keys(table.order(order))).toEqual(keys(whole.order(order)))
        expect(new Set(keys(table.order(order)))).toEqual(new Set(keys(rows)))
      }
      for (const row of rows) expect(table.find(rowKeyOf(row))).toBe(row)
      for (const email of ['a@x.example', 'dana@y.example', 'z@z.example']) expect(new Set(table.membershipsOf(email))).toEqual(new Set(rows.filter(({ emailKey }) => emailKey === email)))
      expect(table.find('north/1/77')).toBeUndefined()
      expect(table.find('nobody/1/1')).toBeUndefined()
    }))
  })
})

describe('sorting and selecting', () => {
  const SORTS: readonly MatrixSort[] = ['customer', 'name', 'email', 'dev', 'test', 'prod', 'groups', 'lastActivity', 'findings', 'edits']
  const value: Record<MatrixSort, (row: MatrixPerson, edits: EditsByRow) => string | number | null> = {
    customer: ({ customer: { name, accountId, customerId } }) => `${name} ${accountId} ${String(customerId)}`, name: ({ name }) => name, email: ({ email }) => email.toLowerCase(),
    dev: (row) => held(row, 'dev'), test: (row) => held(row, 'test'), prod: (row) => held(row, 'prod'),
    groups: ({ groups }) => groups?.length ?? null, lastActivity: ({ lastActivityAt }) => lastActivityAt,
    findings: () => null, edits: (row, edits) => Object.keys(edits.get(rowKeyOf(row))?.cells ?? {}).length || null,
  }
  const held = (row: MatrixPerson, environment: EnvironmentType): string | null => row.roles.find((one) => one.environment === environment)?.roleName ?? null

  it('every sort in both directions is what a plain sort by value, name, customer and member gives; nothing comes last', () => {
    fc.assert(fc.property(customers, fc.constantFrom(...SORTS.filter((by) => by !== 'findings')), fc.constantFrom('asc' as const, 'desc' as const), (given, by, direction) => {
      const table = tableOf(given.map(made))
      const [first] = table.order('name')
      const edits: EditsByRow = new Map(first === undefined ? [] : [[rowKeyOf(first), { leaving: false, cells: { dev: edit(null, 'Member') } }]])
      const sorted = sortRows(table.order(orderFor(by)), { by, direction }, { edits, now: NOW })
      const rank = (row: MatrixPerson): string => `${row.name} ${row.customer.name} ${row.customer.accountId} ${String(row.customer.customerId)} ${String(row.memberId)}`
      const plain = [...table.all()].flatMap(({ people: some }) => some).sort((a, b) => {
        const [x, y] = [value[by](a, edits), value[by](b, edits)]
        if (x === y) return rank(a) < rank(b) ? -1 : 1
        if (x === null || y === null) return x === null ? 1 : -1
        return (x < y ? -1 : 1) * (direction === 'asc' ? 1 : -1)
      })
      expect(keys(sorted)).toEqual(keys(plain))
    }))
  })

  it('a filter lets through what a plain reading of it lets through', () => {
    const choice = fc.subarray([...ROLES])
    const filter = fc.record({
      search: fc.constantFrom('', 'an', 'DANA y.ex', 'acme b', 'zz'), roles: fc.record({ dev: choice, test: fc.constant([]), prod: choice }), groups: fc.subarray(['Day', 'Night', 'Noon']),
      states: fc.subarray(['pending', 'conflict', 'failed', 'locked'] as const), findings: fc.constant([]),
    })
    fc.assert(fc.property(customers, filter, fc.array(fc.record({ at: fc.nat(20), env: fc.constantFrom(...ENVS), base: fc.constantFrom(...ROLES), wish: fc.constantFrom(...ROLES), leaving: fc.boolean(), failed: fc.boolean() }), { maxLength: 4 }), fc.constantFrom(null, 'south'), (given, asked, acts, account) => {
      const rows = tableOf(given.map(made)).order('name')
      const edits = new Map<string, RowEdits>()
      for (const { at, env, base, wish, leaving, failed } of acts) {
        const row = rows[at % Math.max(1, rows.length)]
        if (row !== undefined) edits.set(rowKeyOf(row), { leaving, cells: { [env]: { ...edit(base, wish), outcome: failed ? 'failed' as const : null } } })
      }
      const plain = rows.filter((row) => {
        const mine = edits.get(rowKeyOf(row))
        const cells = ENVS.map((environment) => cellOf(row, environment, mine))
        const texts = [row.name, row.email, row.customer.name].map((text) => text.toLowerCase())
        return (account === null || row.customer.accountId === account)
          && asked.search.toLowerCase().split(' ').every((word) => texts.some((text) => text.includes(word)))
          && (['dev', 'prod'] as const).every((environment, i) => asked.roles[environment].length === 0 || [cells[i * 2]?.edit?.wish, row.roles.find((one) => one.environment === environment)?.roleName].some((role) => role !== undefined && asked.roles[environment].includes(role as never)))
          && (asked.groups.length === 0 || (row.groups ?? []).some(({ name }) => asked.groups.includes(name as never)))
          && (asked.states.length === 0 || cells.some(({ state, edit: one }) => one !== null && asked.states.includes(state as never)) || (asked.states.includes('locked') && cells.every(({ lock }) => lock !== null)))
      })
      const scope = account === null ? ALL : { kind: 'accounts' as const, accounts: [account as never] }
      expect(keys(select(rows, scope, asked as unknown as MatrixFilter, { edits, now: NOW }))).toEqual(keys(plain))
    }), { numRuns: 300 })
  })

  it('chosen customers are told apart by their account', () => {
    const rows = tableOf([matrixCustomer('north', 1, [{ id: 1 }]), matrixCustomer('south', 1, [{ id: 1 }]), matrixCustomer('south', 2, [{ id: 1 }])]).order('name')
    const scope = { kind: 'customers' as const, customers: [{ accountId: 'south' as never, customerId: 1 as never }] }
    expect(keys(select(rows, scope, NO_FILTER, { edits: new Map(), now: NOW }))).toEqual(['south/1/1'])
  })
})

describe('lines', () => {
  it('every window is a piece of all lines, and each row knows its line', () => {
    fc.assert(fc.property(customers, fc.constantFrom('customer' as const, 'person' as const, 'flat' as const), fc.constantFrom('asc' as const, 'desc' as const), fc.nat(30), fc.integer({ min: 1, max: 30 }), fc.func(fc.boolean()), (given, grouping, direction, offset, limit, closed) => {
      const sort = { by: 'customer' as const, direction }
      const arrangement = arrange(sortRows(tableOf(given.map(made)).order('name'), sort, { edits: new Map(), now: NOW }), { grouping, sort })
      const collapsed = (arrangement.groups ?? []).map(({ key }) => key).filter((key) => closed(key))
      const all = arrangement.groups === null ? arrangement.rows.map((row) => rowKeyOf(row))
        : arrangement.groups.flatMap(({ key, rows }) => [`head ${key}`, ...(collapsed.includes(key) ? [] : keys(rows))])
      const lines = new Lines(arrangement, collapsed)
      const shown = (window: ReturnType<Lines['window']>): readonly string[] => window.map((line) => ('row' in line ? rowKeyOf(line.row) : `head ${line.group.key}`))
      expect(lines.count).toBe(all.length)
      expect(shown(lines.window(offset, limit))).toEqual(all.slice(offset, offset + limit))
      arrangement.rows.forEach((row, i) => {
        const at = all.indexOf(rowKeyOf(row))
        expect(lines.lineOf(i)).toBe(at < 0 ? null : at)
      })
    }), { numRuns: 300 })
  })

  it('groups are whole: customers by name, people by address however it is spelt', () => {
    const rows = tableOf([matrixCustomer('north', 1, [{ id: 1, name: 'Dana', email: 'dana@y.example' }, { id: 2, name: 'Ann', email: 'b@x.example' }], { name: 'Bolt' }), matrixCustomer('north', 2, [{ id: 3, name: 'Dana', email: 'DANA@y.example' }], { name: 'Acme' })]).order('name')
    const by = (grouping: 'customer' | 'person') => arrange(rows, { grouping, sort: { by: 'name', direction: 'asc' } }).groups?.map(({ key, rows: some }) => [key, some.length])
    expect(by('customer')).toEqual([['north/2', 1], ['north/1', 2]])
    expect(by('person')).toEqual([['b@x.example', 1], ['dana@y.example', 2]])
  })
})

describe('cells', () => {
  const row = (given: Partial<GivenPerson>, more = {}): MatrixPerson => matrixCustomer('north', 1, [{ id: 1, ...given }], more).people[0] as MatrixPerson
  const cells = (one: NonNullable<RowEdits['cells']['dev']>): RowEdits => ({ leaving: false, cells: { dev: one } })
  it.each([
    ['clean', row({}), undefined],
    ['pending', row({}), cells(edit('Member', 'Support'))],
    ['pending', row({}), cells(edit('Support', 'Member'))],
    ['conflict', row({}), cells(edit('Support', 'EnvironmentAdmin'))],
    ['failed', row({}), cells({ ...edit('Member', 'Support'), outcome: 'failed' as const })],
    ['conflict', row({}), cells({ ...edit('Member', 'Support'), outcome: 'conflict' as const })],
    ['locked', row({ kind: 'manager' }), undefined],
    ['locked', row({}, { model: 'legacy' }), undefined],
    ['locked', row({}), { leaving: true, cells: {} }],
    ['unknown', row({ roles: { prod: null } }), undefined],
    ['unknown', row({}, { model: 'unknown' }), undefined],
  ])('%s', (state, person, edits) => {
    expect(cellOf(person, 'dev', edits).state).toBe(state)
  })

  it('what could not be applied is no kept change', () => {
    const table = tableOf([matrixCustomer('north', 1, [{ id: 1, roles: { dev: 'Member', test: 'Member', prod: 'Member' } }])])
    const edits: EditsByRow = new Map([['north/1/1', { leaving: false, cells: { dev: edit('Member', null), test: { ...edit('Member', null), outcome: 'failed' as const }, prod: { ...edit('Builder', null), outcome: 'conflict' as const } } }]])
    expect(countRows(table.order('name'), { edits, now: NOW }).edits).toBe(2)
  })

  it('counts by what cells show, and by person, customer, group and finding', () => {
    const table = tableOf([matrixCustomer('north', 1, [{ id: 1, email: 'a@x.example', roles: { dev: 'Member', test: null }, groups: [{ id: 'g' as never, name: 'Night' }] }, { id: 2, roles: { dev: 'Member', test: 'Support' }, lastActivityAt: 1 }]), matrixCustomer('north', 2, [{ id: 3, email: 'A@x.example', roles: { dev: null, prod: 'Member' } }])])
    const edits: EditsByRow = new Map([['north/1/1', { leaving: false, cells: { dev: edit('Member', 'Support'), prod: edit(null, 'Member') } }]])
    expect(countRows(table.order('name'), { edits, now: NOW })).toEqual({
      rows: 3, people: 2, customers: 2, edits: 2, groups: [{ value: 'Night', count: 1 }], findings: [{ value: 'inactive', count: 1 }],
      environments: {
        dev: { read: 3, withRole: 2, roles: [{ roleName: 'Member', count: 1 }, { roleName: 'Support', count: 1 }, { roleName: null, count: 1 }] },
        test: { read: 2, withRole: 1, roles: [{ roleName: 'Support', count: 1 }, { roleName: null, count: 1 }] },
        prod: { read: 2, withRole: 2, roles: [{ roleName: 'Member', count: 2 }] },
      },
    })
  })
})
