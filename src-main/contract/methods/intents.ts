import { z } from 'zod'
import { batchId, intent, intentId } from '../intents'
import { defineMethod } from '../method'

/** How many intents are staged, and whether undo and redo have something to do. */
const counts = z.object({ staged: z.number().int(), canUndo: z.boolean(), canRedo: z.boolean() })
/** One paste at most. */
const MOST = 20_000
const ids = z.array(intentId).max(MOST)

/** Edits that wait for a plan. Each command answers when its one transaction is on disk (G1). */
export const intentMethods = {
  /** Stages sealed intents as one step of undo. Their `seq` must go on from the last one, as `intents.nextSeq` says, and their batch is the given one. */
  'intents.stage': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ batchId, intents: z.array(intent).min(1).max(MOST) }), output: counts }),
  /** Replaces staged intents by new ones as one step, as when a conflict is decided. */
  'intents.restage': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ batchId, removes: ids, intents: z.array(intent).max(MOST) }), output: counts }),
  /** Takes staged intents away as one step that undo brings back; null: all of them. */
  'intents.discard': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ batchId, removes: ids.nullable() }), output: counts }),
  'intents.undo': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({}), output: counts }),
  'intents.redo': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({}), output: counts }),
  /** A window of the staged intents in edit order. */
  'intents.list': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
    output: z.object({ intents: z.array(intent), matched: z.number().int() }),
  }),
  'intents.counts': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({}), output: counts }),
  /** The place of the next edit in the order of all edits. */
  'intents.nextSeq': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({}), output: z.object({ seq: z.number().int() }) }),
}
