import { expect, it, vi } from 'vitest'
import { useCustomerNames } from './customer-names'

it('a name is asked for once, and again only where it could not be told', async () => {
  let asked = 0
  const invoke = (): Promise<unknown> => {
    asked += 1
    return Promise.resolve(asked === 1 ? { ok: false, error: { code: 'INTERNAL', title: 'No.', hint: '', retryable: true } } : { ok: true, value: { customers: [{ id: 1, name: 'Acme' }] } })
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: () => () => undefined } })
  const { learn, nameOf } = useCustomerNames()
  const customer = { accountId: 'a' as never, customerId: 1 as never }
  await learn([customer])
  expect(nameOf(customer)).toBeNull()
  await learn([customer])
  await learn([customer])
  expect([nameOf(customer), asked]).toEqual(['Acme', 2])
})
