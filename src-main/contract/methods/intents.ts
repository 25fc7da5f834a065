import { z } from 'zod'
import { accountId, placeId } from '../ids'
import { batchId, intent, intentDraft, intentId } from '../intents'
import { targetPerson } from '../jobs'
import { defineMethod } from '../method'

const count = z.number().int()
/** How many intents are staged, and the names of what undo and redo would do; null: nothing. */
export const stagedCounts = z.object({ staged: count, undo: z.string().nullable(), redo: z.string().nullable() })
/** One paste at most. */
const MOST = 20_000
const ids = z.array(intentId).max(MOST)
/** What a person did, as undo names it. */
const name = z.string().min(1).max(200)
const problem = z.object({ edit: count, field: z.string(), message: z.string() })
const kept = z.object({ batchId, counts: stagedCounts })
const window = { offset: count.min(0), limit: count.min(1).max(200) }
/** Null: all of them. */
const scope = { accountId: accountId.nullable(), customerId: placeId.nullable() }

/** One wish for each target: all edits of it as one. `neutral` ends where it began and sends nothing. */
const pendingRow = z.object({ key: z.string(), intent, covers: z.array(intentId), neutral: z.boolean(), customer: z.string(), person: targetPerson })

/** Edits that wait for a plan. Each command answers when its one transaction is on disk (G1). */
export const intentMethods = {
  /** What is wrong with drafts, in words beside the field (`edit` is the place of the draft), and what a person should know first. Nothing is staged. */
  'intents.check': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ edits: z.array(intentDraft).min(1).max(MOST) }), output: z.object({ errors: z.array(problem), warnings: z.array(problem) }) }),
  /** Seals edits and stages them as one step of undo; BAD_INPUT with the message of each field, as `0.name`, when something is wrong with any of them. */
  'intents.stage': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ name, edits: z.array(intentDraft).min(1).max(MOST) }), output: kept }),
  /** Replaces staged intents by new ones as one step, as when a conflict is decided. */
  'intents.restage': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ name, removes: ids, edits: z.array(intentDraft).max(MOST) }), output: kept }),
  /** Takes staged intents away as one step that undo brings back; give all that a row covers, null: all that are staged. */
  'intents.discard': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ name, removes: ids.nullable() }), output: kept }),
  'intents.undo': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({}), output: stagedCounts }),
  'intents.redo': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({}), output: stagedCounts }),
  /** A window of single edits in the order in which they were made, as an export for a later import has them. */
  'intents.list': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ ...scope, ...window }), output: z.object({ intents: z.array(intent), matched: count }) }),
  /** A window of what is wished, one row for each target, by customer. */
  'intents.pending': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ ...scope, ...window }), output: z.object({ rows: z.array(pendingRow), matched: count }) }),
  'intents.counts': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({}),
    output: z.object({ ...stagedCounts.shape, accounts: z.array(z.object({ accountId, staged: count })) }),
  }),
}
