/** Schemas of what a plan says, for those who ask for it in windows; the types are in `plan.ts`. */
import { z } from 'zod'
import { accountId, placeId } from './ids'
import { intent, intentId } from './intents'
import type { AccessChange, BlockReason, PlanGate } from './plan'

export const verdict = z.enum(['send', 'already', 'merge', 'conflict', 'blocked'])
/** The engine makes these itself, so that their shape needs no second proof here. */
export const blockReason = z.custom<BlockReason>()
export const accessChange = z.custom<AccessChange>()
export const planGate = z.custom<PlanGate>()

/** One target of a plan: from `remote` (what is there) to `intent.wish`. */
export const planItem = z.object({
  key: z.string(), verdict, /** Whether it touches PROD. */ prod: z.boolean(), intent, covers: z.array(intentId), accountId, customerId: placeId, customer: z.string(),
  person: z.object({ name: z.string(), email: z.string() }).nullable(),
  /** Absent from a blocked item. */
  remote: z.unknown(), reason: blockReason.nullable(),
})
