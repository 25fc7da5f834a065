import { expect, it } from 'vitest'
import { brand } from '../testing/build'
import { driftOf, type KnownPerson } from './drift'

const person = (customerId: number, memberId: number, dev: string | null, validFrom: number, kind = 'team'): KnownPerson =>
  ({ customerId: brand(customerId), memberId: brand(memberId), name: `P ${String(memberId)}`, email: '', kind, roles: dev === null ? [] : [{ environment: 'dev', roleName: dev, roleType: 'environment' }], validFrom })
const told = (then: readonly KnownPerson[], now: readonly KnownPerson[], ours: Parameters<typeof driftOf>[2] = () => false) =>
  driftOf(then, now, ours, () => 40).map(({ customerId, memberId, base, theirs, person: how, notBefore, seenAt }) => [customerId, memberId, base, theirs, how, notBefore, seenAt])

it('a change is told with what was there and what is, between the two readings that saw it', () => {
  expect(told([person(1, 1, 'Member', 10), person(1, 2, 'Member', 10), person(2, 1, 'Member', 10)], [person(1, 1, 'Support', 30), person(1, 3, 'Member', 31), person(2, 1, 'Member', 10)]))
    .toEqual([[1, 1, 'Member', 'Support', 'stayed', 10, 30], [1, 2, 'Member', null, 'gone', 10, 40], [1, 3, null, 'Member', 'came', null, 31]])
})

it('managers, customers of which nothing was known and what we did ourselves are not told', () => {
  expect(told([person(1, 1, 'Member', 10, 'manager'), person(1, 2, 'Member', 10)], [person(1, 1, 'Admin', 30, 'manager'), person(1, 2, 'Support', 30), person(9, 1, 'Support', 30)], ({ memberId, role }) => memberId === brand(2) && role === 'Support')).toEqual([])
})
