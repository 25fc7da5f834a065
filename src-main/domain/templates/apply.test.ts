import { expect, it } from 'vitest'
import { ACCOUNTS, CUSTOMER, member } from '../testing/build'
import { templateCells, type TemplateTarget } from './apply'

const one = member(1, { dev: 'Member' })
const target = (more: Partial<TemplateTarget>): TemplateTarget => ({
  accountId: ACCOUNTS[0], customerId: CUSTOMER, memberId: one.id, member: one, customer: 'Acme', environments: ['dev', 'test', 'prod'], model: 'migrated', roleNames: new Set(['Member', 'Support']), staged: { leaving: false, wishes: {} }, ...more,
})
const refused = (role: string | null, more: Partial<TemplateTarget> = {}) => templateCells({ roles: { dev: role } }, [target(more)], () => false).map((cell) => cell.refused)

it('a role that the customer does not have is refused; where its roles were not read any may be there, and no access always is', () => {
  expect([refused('Support'), refused('Sales'), refused('Sales', { roleNames: null }), refused(null, { roleNames: new Set() })]).toEqual([[null], ['unknown-role'], [null], [null]])
  expect([refused('Support', { member: null }), refused('Support', { model: 'legacy' }), refused('Support', { member: member(1, { dev: 'Member' }, { kind: 'manager' }) })]).toEqual([['gone'], ['legacy'], ['manager']])
})
