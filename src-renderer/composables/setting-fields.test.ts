import { expect, it } from 'vitest'
import type { Customer } from '@contract/access'
import type { CustomerTarget } from '../stores/customer'
import { fromLines, sameSetting, settingDraft, settingIn, SETTINGS, toLines } from './setting-fields'

const here = { accountId: 'a', customerId: 1 } as unknown as CustomerTarget

it('apps in another order and an empty text are no other setting, another value is', () => {
  expect([sameSetting(['b', 'a'], ['a', 'b']), sameSetting('', null), sameSetting(null, null)]).toEqual([true, true, true])
  expect([sameSetting(['a'], ['a', 'b']), sameSetting([], null), sameSetting(false, null), sameSetting(false, ''), sameSetting('a', 'b')]).toEqual([false, false, false, false, false])
})

it('lines are kept with commas and read as lines again, without empty ones', () => {
  expect([fromLines(' a@x.example\n\nb@x.example , c@x.example\n'), fromLines(' \n,\n')]).toEqual(['a@x.example,b@x.example,c@x.example', null])
  expect([toLines('a@x.example, b@x.example,'), toLines(null)]).toEqual(['a@x.example\nb@x.example', ''])
})

it('the external ID of TEST and of PROD is each its own, and what cannot be read has no base', () => {
  const customer = { externalId: 'dev-1', environments: [{ type: 'test', externalId: 'test-1' }, { type: 'prod', externalId: 'prod-1' }] } as unknown as Customer
  expect([SETTINGS.externalId, SETTINGS.externalIdTest, SETTINGS.externalIdProd].map((field) => settingIn(customer, field))).toEqual(['dev-1', 'test-1', 'prod-1'])
  expect(settingIn({ ...customer, environments: [] } as unknown as Customer, SETTINGS.externalIdProd)).toBeNull()
  expect(settingDraft(here, SETTINGS.externalIdProd, 'prod-1', 'prod-2')).toEqual({ kind: 'customer.setting', ...here, target: { field: 'externalId', environment: 'prod' }, base: 'prod-1', wish: 'prod-2' })
  expect(settingDraft(here, SETTINGS.errorEmailsTest, 'never read', 'e@x.example')).toEqual({ kind: 'customer.unread', ...here, target: { field: 'errorNotificationEmails', environment: 'test' }, base: null, wish: 'e@x.example' })
})
