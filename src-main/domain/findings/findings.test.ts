import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FindingKind } from '../../contract/matrix'
import { ENVIRONMENTS } from '../facts'
import { rowKeyOf, type MatrixCustomer, type MatrixPerson } from '../matrix/rows'
import { MatrixTable } from '../matrix/table'
import { matrixCustomer, type GivenPerson } from '../testing/matrix'
import { bitsOf, FINDING_BIT, kindsOf } from './bits'
import { findingBits, remedyOf } from './findings'

const NOW = Date.UTC(2026, 10, 30)
const DAYS = 24 * 60 * 60_000
const ADMIN = 'EnvironmentAdmin'

/** What is found of the rows of some customers, by key. */
function found(customers: readonly MatrixCustomer[], own: readonly string[] = []): Record<string, readonly FindingKind[]> {
  const table = new MatrixTable(new Set(own))
  table.replace(customers, [])
  return Object.fromEntries(table.order('name').map((row) => [rowKeyOf(row), kindsOf(findingBits(row, NOW))] as const).filter(([, kinds]) => kinds.length > 0))
}
const one = (people: readonly GivenPerson[], more: Parameters<typeof matrixCustomer>[3] = {}): MatrixCustomer[] => [matrixCustomer('north', 1, people, more)]

describe('of one customer', () => {
  it('finds an administrator of PROD without a role in DEV, in the spelling of the screen too', () => {
    const roles = { dev: null, prod: 'Environment admin' }
    expect(found(one([{ id: 1, roles }, { id: 2, roles: { dev: 'Member', prod: ADMIN } }, { id: 3, roles: { dev: null, prod: 'Member' } }, { id: 4, roles: { prod: ADMIN } }, { id: 5, roles, kind: 'manager' }]))).toEqual({ 'north/1/1': ['prod-admin-without-dev'] })
    // Without provisioning there is only DEV.
    expect(found(one([{ id: 1, roles }], { environments: [] }))).toEqual({})
  })

  it('finds administrators from elsewhere: not of the partner, not of its managers, not of a domain that many have', () => {
    const admin = (id: number, email: string): GivenPerson => ({ id, email, roles: { dev: ADMIN } })
    const people = [1, 2, 3, 4, 5, 6].map((id): GivenPerson => ({ id, email: `p${String(id)}@acme.example` }))
    expect(found(one([
      ...people, admin(11, 'a@elsewhere.example'), admin(12, 'b@partner.example'), admin(13, 'c@managers.example'), { id: 14, kind: 'manager', email: 'm@managers.example', roles: { dev: ADMIN } },
      admin(15, ''), admin(16, 'odd@'), { id: 17, email: 'd@elsewhere.example' }, admin(18, 'e@ACME.example'),
    ]), ['partner.example'])).toEqual({ 'north/1/11': ['outside-admin'] })
    // Two of eight belong: a second domain of the house.
    expect(found(one([...people, admin(11, 'a@acme.other'), { id: 12, email: 'b@acme.other' }]))).toEqual({})
  })

  it('finds the same person twice and keeps the one who was there last', () => {
    expect(found(one([
      { id: 1, name: 'Dana Fox', email: 'dana@acme.example', lastActivityAt: NOW - 5 }, { id: 2, name: 'D.', email: 'Dana+old@acme.example', lastActivityAt: NOW - 1 },
      { id: 3, name: 'Fox, Dána', email: 'dfox@acme.example', lastActivityAt: NOW - 9 }, { id: 4, name: 'Dana', email: 'x@acme.example' }, { id: 5, name: 'Dana', email: 'y@acme.example' },
      { id: 6, name: 'Dana Fox', email: 'm@acme.example', kind: 'manager' },
    ]))).toEqual({ 'north/1/1': ['duplicate'], 'north/1/3': ['duplicate'] })
  })
})

it('time finds who was never there and who was not for ninety days', () => {
  const people: GivenPerson[] = [
    { id: 1, createdAt: NOW - 15 * DAYS }, { id: 2, createdAt: NOW - 14 * DAYS }, { id: 3, createdAt: null }, { id: 4, createdAt: 1, lastActivityAt: NOW - 90 * DAYS }, { id: 5, createdAt: 1, lastActivityAt: NOW - 90 * DAYS - 1 },
    { id: 6, createdAt: 1, kind: 'manager' },
  ]
  expect(found(one(people))).toEqual({ 'north/1/1': ['never-active'], 'north/1/5': ['inactive'] })
})

describe('over customers', () => {
  const cell = fc.constantFrom<string | null | undefined>('Member', 'Support', null, undefined)
  const roles = fc.record({ dev: cell, prod: cell }).map((given) => Object.fromEntries(Object.entries(given).filter(([, role]) => role !== undefined)) as NonNullable<GivenPerson['roles']>)

  it('finds a role that is not the one of most of the person\'s other customers, whatever order they are read in', () => {
    fc.assert(fc.property(fc.array(fc.record({ roles, email: fc.constantFrom('dana@x.example', 'kim@x.example'), kind: fc.constantFrom('team' as const, 'manager' as const) }), { maxLength: 7 }), fc.nat(6), (given, late) => {
      const customers = given.map(({ roles: own, email, kind }, i) => matrixCustomer('north', i + 1, [{ id: 1, email, kind, roles: own }]))
      const table = new MatrixTable(new Set())
      table.replace(customers.filter((_, i) => i !== late), [])
      table.replace(customers.filter((_, i) => i === late), [])
      const rows = customers.flatMap(({ people }) => people)
      const usual = (row: MatrixPerson, environment: string): string | null | undefined => {
        const others = rows.filter((other) => other !== row && other.emailKey === row.emailKey && other.kind === 'team').flatMap((other) => other.roles.filter((role) => role.environment === environment).map(({ roleName }) => roleName))
        return ['Member', 'Support', null].find((role) => others.filter((other) => other === role).length >= 2 && others.filter((other) => other === role).length * 2 > others.length)
      }
      for (const row of rows) {
        const differs = row.kind === 'team' && ENVIRONMENTS.some((environment) => {
          const own = row.roles.find((role) => role.environment === environment)
          const expected = usual(row, environment)
          return own !== undefined && expected !== undefined && own.roleName !== expected
        })
        expect([rowKeyOf(row), (row.flags & FINDING_BIT.differs) !== 0]).toEqual([rowKeyOf(row), differs])
      }
    }), { numRuns: 300 })
  })

  it('is found no more when the others are gone', () => {
    const table = new MatrixTable(new Set())
    const dana = (id: number, role: string): MatrixCustomer => matrixCustomer('north', id, [{ id: 1, email: 'dana@x.example', roles: { dev: role } }])
    table.replace([dana(1, 'Member'), dana(2, 'Member'), dana(3, 'Support')], [])
    expect(table.find('north/3/1')?.flags).toBe(FINDING_BIT.differs)
    table.replace([], [{ accountId: 'north' as never, customerId: 1 as never }])
    expect(table.find('north/3/1')?.flags).toBe(0)
  })
})

it('remedies take access away or make it as it usually is', () => {
  const admins = one([{ id: 1, roles: { dev: ADMIN, test: 'Support', prod: ADMIN } }])[0]?.people[0] as MatrixPerson
  const remedy = (kind: FindingKind, names: readonly string[] = []): unknown => remedyOf(kind, admins, names, [admins])
  expect(remedy('prod-admin-without-dev')).toEqual({ kind: 'roles', roles: { prod: null } })
  expect(remedy('outside-admin', [ADMIN, 'member'])).toEqual({ kind: 'roles', roles: { dev: 'member', prod: 'member' } })
  expect(remedy('outside-admin', [ADMIN])).toEqual({ kind: 'roles', roles: { dev: null, prod: null } })
  expect((['duplicate', 'never-active', 'inactive'] as const).map((kind) => remedy(kind))).toEqual([{ kind: 'remove' }, { kind: 'remove' }, { kind: 'remove' }])
  const [dana] = matrixCustomer('north', 3, [{ id: 1, email: 'dana@x.example', roles: { dev: 'Support', prod: 'Member' } }]).people
  const others = [1, 2].flatMap((id) => matrixCustomer('north', id, [{ id: 1, email: 'dana@x.example', roles: { dev: 'Member', prod: 'Member' } }]).people)
  expect(remedyOf('differs', dana as MatrixPerson, [], [...others, dana as MatrixPerson])).toEqual({ kind: 'roles', roles: { dev: 'Member' } })
  expect(kindsOf(bitsOf(['inactive', 'duplicate']))).toEqual(['duplicate', 'inactive'])
})
