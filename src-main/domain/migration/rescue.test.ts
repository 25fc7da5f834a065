import { expect, it } from 'vitest'
import type { RoleType } from '../../contract/access'
import { ACCOUNTS, CUSTOMER, member } from '../testing/build'
import { rescue, type Wanted } from './rescue'

const was = (id: number, roleName: string | null, roleType: RoleType = 'environment', email = `p${String(id)}@acme.example`): Wanted => ({ name: `Person ${String(id)}`, email, roles: [{ environment: 'dev', roleName, roleType }] })
const customer = {
  accountId: ACCOUNTS[0], customerId: CUSTOMER, environments: ['dev', 'test', 'prod'] as const, model: 'migrated' as const, roleNames: new Set(['Member', 'Support']),
  members: [member(1, { dev: 'Member' }), member(2, { dev: null }), member(3, { dev: 'Support' }), member(4, { dev: 'Member' }, { kind: 'manager' })],
}
const told = (wanted: readonly Wanted[], mapping = new Map<string, string | null>()) => {
  const { rows, same } = rescue(customer, wanted, mapping)
  return { same, rows: rows.map(({ memberId, direction, should, is, draft }) => [memberId, direction, should, is, draft === null ? null : [draft.base, draft.wish]]) }
}

it('who has another role than before is told with the edit that brings it back, whatever the case of their address', () => {
  expect(told([was(1, 'Support', 'environment', 'P1@ACME.example'), was(2, 'Member'), was(3, null)])).toEqual({ same: 0, rows: [[1, 'other', 'Support', 'Member', ['Member', 'Support']], [2, 'lost', 'Member', null, [null, 'Member']], [3, 'gained', null, 'Support', ['Support', null]]] })
})

it('a legacy role is what the mapping says of it, and one that it does not name is never taken for a role of the same name', () => {
  expect(told([was(1, 'Analyst', 'privilege_group')], new Map([['Analyst', 'Member']]))).toEqual({ same: 1, rows: [] })
  const untold = { same: 0, rows: [[2, 'unmapped', null, null, null], [3, 'unmapped', null, 'Support', null]] }
  for (const mapping of [new Map<string, string | null>(), new Map([['Support', null]])]) expect(told([was(2, 'Support', 'privilege_group'), was(3, 'Support', 'privilege_group')], mapping)).toEqual(untold)
})

it('why there is no edit is told: a legacy role that is kept, a role that is not there, a customer that is not migrated', () => {
  const keeps = { ...member(1, {}), roles: [{ environment: 'dev' as const, roleName: 'Partner helpdesk', roleType: 'privilege_group' as const }] }
  const whys = (changed: Partial<typeof customer>, wish: string) => rescue({ ...customer, ...changed } as typeof customer, [was(1, wish)], new Map()).rows.map(({ why, draft }) => [why, draft === null])
  expect(whys({ members: [keeps] }, 'Member')).toEqual([['legacy-role', true]])
  expect(whys({}, 'Sales')).toEqual([['unknown-role', true]])
  expect(whys({ model: 'legacy' as never }, 'Support')).toEqual([['not-migrated', true]])
  expect(whys({}, 'Support')).toEqual([[null, false]])
})

it('a manager is not judged, who is gone and had something is told last, and a role that the customer does not have is no edit', () => {
  expect(told([was(4, 'Support'), was(9, 'Member'), was(8, null), was(1, 'Sales')])).toEqual({ same: 1, rows: [[1, 'other', 'Sales', 'Member', null], [null, 'gone', 'Member', null, null]] })
})
