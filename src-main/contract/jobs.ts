/** A job is the execution of a reviewed plan: one step for each target, each in exactly one state at any time (promise G8 of the design). */
import { z } from 'zod'
import { appErrorJson } from './error-schema'
import { accountId, placeId } from './ids'
import { intent, intentId } from './intents'
import { blockReason, verdict } from './plan-schema'

const localId = z.string().min(1).max(64).regex(/^[A-Za-z0-9-]+$/)

/** Local id of a saved plan. */
export const planId = localId.brand<'PlanId'>()
export type PlanId = z.infer<typeof planId>

/** Local id of a job. */
export const jobId = localId.brand<'JobId'>()
export type JobId = z.infer<typeof jobId>

/**
 * States of a step. `queued` waits, perhaps until a time; `sending` has been noted in the journal and may be on its way; `sent` was answered with
 * success and is not read back yet; `unknown` may have taken effect and is settled by reading; the rest are ends.
 */
export const STEP_STATES = ['queued', 'sending', 'sent', 'unknown', 'applied', 'already', 'conflict', 'failed', 'cancelled'] as const
export const stepState = z.enum(STEP_STATES)
export type StepState = z.infer<typeof stepState>

const count = z.number().int()

/** Steps by what became of them; they add up to the job's `total` at every instant (G8). `queued` holds what is on its way, `applied` what was answered and is being read back. */
export const jobCounts = z.object({ applied: count, already: count, conflict: count, failed: count, cancelled: count, queued: count, unknown: count })
export type JobCounts = z.infer<typeof jobCounts>

/** `data-job-state` of the automation hooks. */
export const jobPhase = z.enum(['running', 'paused', 'done', 'cancelled'])
export type JobPhase = z.infer<typeof jobPhase>

/** A job as the screen shows it. Times are UTC ms. */
export const jobState = z.object({
  id: jobId, name: z.string(), state: jobPhase, createdAt: z.number(), endedAt: z.number().nullable(),
  total: count, counts: jobCounts, conflictsOpen: count,
  /** Steps that are counted but cannot be shown, because their data were altered outside of the app. */
  unreadable: count,
  /** Invitations that were refused because the address is a user's already: these people can be added instead. */
  addable: count,
  /** Why a paused job was paused by itself: `old`, nothing of it has moved for more than seven days. Null: a person paused it, or it is not paused. */
  held: z.enum(['old']).nullable(),
  /** Milliseconds until everything that is due is done, from the quotas and the pace so far; null: nothing is to be done. */
  etaMs: z.number().nullable(),
  /** When the next step may be sent that has to wait, as an invitation within twenty minutes of another; null: none waits. */
  nextAt: z.number().nullable(),
  accounts: z.array(z.object({
    accountId,
    /** Steps that are not at their end: also those that are checked or read back. */
    open: count,
    /** `paused`: needs a person, as a refused token does; `waiting`: tried again by itself. */
    phase: z.enum(['running', 'paused', 'waiting']),
    error: appErrorJson.nullable(),
    /** When the hours of the account begin, outside of which nothing is read or sent; null: it may work now. */
    opensAt: z.number().nullable(),
  })),
})
export type JobState = z.infer<typeof jobState>

/** Who a target is about, as the store knows them; null: a group, or somebody who is no member. */
export const targetPerson = z.object({ name: z.string(), email: z.string() }).nullable()

/** Why steps of a job have failed, those alike as one: the first one's `error` and `reason` stand for all. */
export const jobFailure = z.object({ error: appErrorJson.nullable(), reason: blockReason.nullable(), steps: count, customers: count })
export type JobFailure = z.infer<typeof jobFailure>

/** One step of a job. */
export const jobStep = z.object({
  place: count, key: z.string(), accountId, customerId: placeId, customer: z.string(), person: targetPerson, intent, covers: z.array(intentId), planned: verdict, state: stepState,
  /** UTC ms before which it is not sent or looked at again; null: at once. */
  notBefore: z.number().nullable(),
  tries: count,
  /** Remote value right before it was sent, and as it was read last; null where it was not read or is nothing. */
  seen: z.unknown(), readBack: z.unknown(),
  reason: blockReason.nullable(), error: appErrorJson.nullable(),
  /** How a person has decided a conflict, or an invitation of somebody who is a user already. */
  resolved: z.enum(['mine', 'theirs']).nullable(),
  updatedAt: z.number(),
})
export type JobStep = z.infer<typeof jobStep>
