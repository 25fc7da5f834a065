import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_ACCOUNT_OPTIONS } from '../contract/account-options-defaults'
import { AppError, type AppErrorJson } from '../contract/errors'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { AccountOptions } from '../contract/methods/account-options'
import { checkedOptions } from './account-options'

const CLASSES = Object.keys(LIMIT_CLASSES) as LimitClass[]
const refusal = (options: Partial<AccountOptions>, mayExceed = false): AppErrorJson | null => {
  try {
    checkedOptions({ ...DEFAULT_ACCOUNT_OPTIONS, ...options }, mayExceed)
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.json
  }
}

it('takes what lets something through and is not more than documented, for any numbers', () => {
  const numbers = fc.oneof(fc.integer({ min: -3, max: 3000 }), fc.double({ min: -1, max: 3, noNaN: true }))
  fc.assert(fc.property(fc.constantFrom(...CLASSES), numbers, fc.double({ min: -0.2, max: 1.2, noNaN: true }), fc.boolean(), (name, perMinute, reserved, mayExceed) => {
    const right = reserved >= 0 && reserved <= 0.9 && Number.isInteger(perMinute) && perMinute > 0 && (mayExceed || perMinute <= LIMIT_CLASSES[name].perMinute)
    const found = refusal({ reserved, perMinute: { [name]: perMinute } }, mayExceed)
    expect(found === null).toBe(right)
    if (found !== null) expect([name, 'reserved']).toContain(found.details?.['field'])
  }))
})

it('says which limit it is, what is documented and what to do', () => {
  expect(refusal({ perMinute: { members: 0 } })).toEqual({
    code: 'BAD_INPUT', title: 'Members: 0 requests per minute is no limit to work with.', hint: 'Enter a whole number from 1 to 60. To read nothing at all, work offline. Nothing was saved.', retryable: false, details: { field: 'members' },
  })
  expect(refusal({ perMinute: { members: 61 } })).toMatchObject({
    title: 'Members: 61 requests per minute are more than the documented 60.', hint: 'Enter at most 60, or say that Workato granted this account more. Nothing was saved.',
  })
  expect(refusal({ reserved: 1 })).toMatchObject({ title: 'The reserved share cannot be 100 %.', details: { field: 'reserved' } })
})

it('keeps no limit that is the documented one', () => {
  expect(checkedOptions({ ...DEFAULT_ACCOUNT_OPTIONS, perMinute: { members: 60, recipes: 100 } }, false).perMinute).toEqual({ recipes: 100 })
})
