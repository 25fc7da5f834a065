import { appError } from '../contract/errors'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { AccountOptions } from '../contract/methods/account-options'

/** More of a quota than this cannot be left to others: too little would remain to work with. */
const MOST_RESERVED = 0.9
const NOTHING_SAVED = 'Nothing was saved.'

/**
 * The options as they are kept: without limits that are the documented ones anyway. Throws BAD_INPUT with the field for a number that would let
 * nothing through, or more than is documented (contract 13) unless `mayExceed`.
 */
export function checkedOptions(options: AccountOptions, mayExceed: boolean): AccountOptions {
  const { reserved } = options
  if (!(reserved >= 0 && reserved <= MOST_RESERVED)) {
    throw appError('BAD_INPUT', `The reserved share cannot be ${String(Math.round(reserved * 100))} %.`, `Enter a share from 0 to ${String(MOST_RESERVED * 100)} %. ${NOTHING_SAVED}`, { details: { field: 'reserved' } })
  }
  const limits = Object.entries(options.perMinute) as [LimitClass, number][]
  for (const [field, perMinute] of limits) {
    const { title, perMinute: documented } = LIMIT_CLASSES[field]
    if (!Number.isInteger(perMinute) || perMinute < 1) {
      throw appError('BAD_INPUT', `${title}: ${String(perMinute)} requests per minute is no limit to work with.`, `Enter a whole number from 1 to ${String(documented)}. To read nothing at all, work offline. ${NOTHING_SAVED}`, { details: { field } })
    }
    if (perMinute > documented && !mayExceed) {
      throw appError('BAD_INPUT', `${title}: ${String(perMinute)} requests per minute are more than the documented ${String(documented)}.`, `Enter at most ${String(documented)}, or say that Workato granted this account more. ${NOTHING_SAVED}`, { details: { field } })
    }
  }
  return { ...options, perMinute: Object.fromEntries(limits.filter(([name, perMinute]) => perMinute !== LIMIT_CLASSES[name].perMinute)) }
}
