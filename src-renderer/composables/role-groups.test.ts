import { expect, it } from 'vitest'
import type { Output } from '@contract'
import { groupsOf } from './role-groups'

it('roles that allow the same are one column, the largest first, and what is not read stands last by itself', () => {
  const column = (customerId: number, name: string, read = true) => ({ accountId: 'one', customerId, id: String(customerId), customer: `C ${String(customerId)}`, name, kind: 'custom', read })
  const compared = {
    columns: [column(1, 'A'), column(2, 'A', false), column(3, 'A'), column(4, 'A'), column(5, 'B')],
    rows: [{ path: 'logs.privileges', values: ['all', null, 'read', 'read', 'read'], same: false }, { path: 'team.privileges', values: [null, null, null, null, null], same: true }], more: 0,
  } as unknown as Output<'roles.compare'>
  expect(groupsOf(compared).map(({ name, read, roles, values }) => [name, read, roles.map(({ customerId }) => customerId), values])).toEqual([
    ['A', true, [3, 4], ['read', null]], ['A', true, [1], ['all', null]], ['B', true, [5], ['read', null]], ['A', false, [2], [null, null]],
  ])
})
