import { expect, it } from 'vitest'
import { cheaperPaths } from './plan/cheaper'
import { quotaFloor, remainingMs } from './quota-floor'
import { ACCOUNTS, brand, customer, environmentRole, member, pending, QUOTAS, role } from './testing/build'

const HOUR = 3_600_000
const MINUTE = 60_000

it.each([
  ['25,000 people', { members: 25_000 }, 6 * HOUR + 56 * MINUTE + 40_000],
  ['members of 500 customers', { members: 500 }, 8 * MINUTE + 20_000],
  ['roles of 500 customers', { environmentRoles: 500, projectRoles: 500 }, 50_000],
  ['classes side by side', { members: 60, environmentRoles: 500 }, MINUTE],
  ['500 new customers', { customerWrites: 500 }, 30_000],
  ['nothing', {}, 0],
])('the floor of %s is that of the documented quotas', (_, calls, ms) => {
  expect(quotaFloor(calls, QUOTAS)).toBe(ms)
})

it('the share of others, a shared quota, other numbers and the speed count', () => {
  expect(quotaFloor({ members: 48 }, { ...QUOTAS, reserved: 0.2 })).toBe(MINUTE)
  expect(quotaFloor({ members: 30, customers: 30 }, QUOTAS)).toBe(MINUTE)
  expect(quotaFloor({ members: 30, customers: 30 }, { ...QUOTAS, shareMembersAndCustomers: false })).toBe(MINUTE / 2)
  expect(quotaFloor({ members: 60 }, { ...QUOTAS, perMinute: { members: 120 }, speed: 2 })).toBe(MINUTE / 4)
})

it('a running job that is a tenth slower than its quota stays so', () => {
  const remaining = { members: 22_500 }
  expect(remainingMs({ done: { members: 2500 }, remaining, elapsedMs: 2_750_000 }, QUOTAS)).toBe(24_750_000)
  expect(remainingMs({ done: { members: 2500 }, remaining, elapsedMs: 1 }, QUOTAS)).toBe(22_500_000)
  expect(remainingMs({ done: { members: 3 }, remaining, elapsedMs: MINUTE }, QUOTAS)).toBe(22_500_000)
})

it('500 people with the same change: both floors, and who else would be changed', () => {
  const facts = Array.from({ length: 500 }, (_, i) => customer([member(1, { dev: 'Support' }), ...(i === 0 ? [member(2, { dev: 'Support' }), member(3, { prod: 'Support' })] : [])], {
    customerId: brand(i + 1), environmentRoles: [environmentRole('Support', 'custom'), environmentRole('Member')],
  }))
  const edits = pending(...facts.map(({ customerId }) => role(1, 'dev', 'Support', 'Member', { customerId })))
  const advice = (only: typeof facts): unknown => cheaperPaths(edits, only, new Map([[ACCOUNTS[0], QUOTAS]]))
  expect(advice(facts)).toEqual([{
    accountId: 'north', environment: 'dev', base: 'Support', wish: 'Member', people: 500, customers: 500,
    assignmentsMs: 500_000, definitionMs: 50_000, inheritableMs: 100, others: 2, editable: true, inherited: false,
  }])
  expect(advice(facts.slice(1))).toMatchObject([{ editable: false }])
  expect(advice(facts.map((one) => ({ ...one, environmentRoles: [environmentRole('Support')] })))).toMatchObject([{ editable: false, inherited: false }])
})
