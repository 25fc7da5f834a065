import { appError } from '../contract/errors'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { AccountOptions } from '../contract/methods/account-options'

/** More of a quota than this cannot be left to others: too little would remain to work with. */
const MOST_RESERVED = 0.9
/** Hours shorter than this leave no time to send and to read back, in minutes. */
const SHORTEST_HOURS = 15
const NOTHING_SAVED = 'Nothing was saved.'

/**
 * The options as they are kept: without limits that are the documented ones anyway. Throws BAD_INPUT with the field for a number that would let
 * nothing through, hours that are too short, or more than is documented (contract 13) unless `mayExceed`.
 */
export function checkedOptions(options: AccountOptions, mayExceed: boolean): AccountOptions {
  const { reserved } = options
  if (!(reserved >= 0 && reserved <= MOST_RESERVED)) {
    throw appError('BAD_INPUT', `The reserved share cannot be ${String(Math.round(reserved * 100))} %.`, `Enter a share from 0 to ${String(MOST_RESERVED * 100)} %. ${NOTHING_SAVED}`, { details: { field: 'reserved' } })
  }
  const { jobHours } = options
  if (jobHours !== null && (jobHours.to - jobHours.from + 1440) % 1440 < SHORTEST_HOURS) {
    throw appError('BAD_INPUT', 'The hours of jobs are too short.', `Enter at least ${String(SHORTEST_HOURS)} minutes, or leave both times empty. ${NOTHING_SAVED}`, { details: { field: 'jobHours' } })
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
