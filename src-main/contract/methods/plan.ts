import { z } from 'zod'
import { environmentType, roleName } from '../access'
import { appErrorJson } from '../error-schema'
import { accountId, placeId } from '../ids'
import { planId } from '../jobs'
import { LIMIT_CLASSES, type LimitClass } from '../limits'
import { defineMethod } from '../method'
import { accessChange, planGate, planItem, verdict } from '../plan-schema'
import { stagedCounts } from './intents'

const count = z.number().int()
const limitClass = z.enum(Object.keys(LIMIT_CLASSES) as [LimitClass, ...LimitClass[]])
const verdictCounts = z.object({ send: count, already: count, merge: count, conflict: count, blocked: count })
const window = { offset: count.min(0), limit: count.min(1).max(200) }

/** What applying everything that is staged would do. Times are UTC ms or ms. */
const planSummary = z.object({
  planId, fingerprint: z.string(), at: z.number(), totals: verdictCounts, prodChanges: count, gates: z.array(planGate),
  /** Blocked now, but part of a job: sent by itself when it is allowed, or judged when its customer is read. */
  waiting: count,
  /** Requests that change something, and all with the readings around them. */
  writes: count, requests: count,
  /** The least time that the quotas allow, of each account and of the slowest. */
  floorMs: z.number(),
  costs: z.array(z.object({ accountId, calls: z.partialRecord(limitClass, count), floorMs: z.number(), /** When the hours of the account begin, in which alone jobs work; null: now. UTC ms. */ opensAt: z.number().nullable() })),
  /** Every customer that the plan touches. */
  customers: z.array(z.object({ accountId, customerId: placeId, customer: z.string(), totals: verdictCounts })),
  /** Customers that could not be read just now: judged by what was read before, and read again before anything is sent. */
  unread: z.array(z.object({ accountId, customerId: placeId, customer: z.string(), error: appErrorJson })),
})

/**
 * A target that would be done otherwise now than when the plan was made; null: not part of it. `kept`: a cell without an edit of its own that goes out
 * with the person's full set or, where it is `lost`, goes with a person who is removed; its role then and now.
 */
const planDifference = z.object({
  key: z.string(), accountId, customerId: placeId, customer: z.string(), person: planItem.shape.person, then: planItem.nullable(), now: planItem.nullable(),
  kept: z.object({ environment: environmentType, then: roleName.nullable(), now: roleName.nullable(), lost: z.boolean() }).nullable(),
})

const filter = { planId, verdict: verdict.nullable(), accountId: accountId.nullable(), customerId: placeId.nullable() }

/** Plans: computed from what is staged and what is there, reviewed, then applied exactly so. */
export const planMethods = {
  /** Reads the touched customers again, then plans; the plan is saved until the next one. `refresh` false: from what is stored. */
  'plan.compute': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ refresh: z.boolean() }), output: planSummary }),
  'plan.summary': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ planId }), output: planSummary }),
  /** A window of its targets; null: without that condition. */
  'plan.get': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ ...filter, ...window }), output: z.object({ items: z.array(planItem), matched: count }) }),
  /** A window of who gains or loses what. */
  'plan.changes': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ planId, ...window }), output: z.object({ changes: z.array(accessChange), matched: count }) }),
  /** Plan then and plan now, computed from what is stored: nothing if the same would be done. */
  'plan.compare': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ planId, ...window }), output: z.object({ differences: z.array(planDifference), matched: count }) }),
  /** Decides conflicts of the plan by their keys, null for all: `mine` stages the wish anew on what is there now, `theirs` takes the edit away. One step of undo. */
  'plan.resolve': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ planId, keys: z.array(z.string().max(600)).max(20_000).nullable(), choice: z.enum(['mine', 'theirs']) }),
    output: z.object({ resolved: count, counts: stagedCounts }),
  }),
}
