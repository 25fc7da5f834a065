import type { BatchId, Intent, IntentId } from '../../contract/intents'

/**
 * One act of a person, and one step of undo: it takes earlier intents away and adds new ones. Staging adds only, discarding takes away only,
 * restaging (a conflict decided anew) does both. Rows for the store: one `steps` row (batch id, place, undone 0 or 1), one `intents` row for
 * each added intent (never updated), one `step_removals` row for each id taken away.
 */
export interface Step { readonly batchId: BatchId; readonly removes: readonly IntentId[]; readonly adds: readonly Intent[] }

/**
 * All edits that no job has taken over, oldest step first; a job takes everything, and leaves `EMPTY_STAGING`. `undone` are the steps that redo brings back, next one first: in the store they are
 * the rows with undone = 1 by place, so that undo and redo change one row each and a new step deletes the undone rows.
 */
export interface Staging { readonly steps: readonly Step[]; readonly undone: readonly Step[] }

export const EMPTY_STAGING: Staging = { steps: [], undone: [] }

/** Adds intents as one step; what could be redone is gone. */
export function stage(staging: Staging, batchId: BatchId, adds: readonly Intent[]): Staging {
  return push(staging, { batchId, removes: [], adds })
}

/** Replaces intents by new ones with a new base as one step, as when a conflict is decided; undo brings the old ones back. */
export function restage(staging: Staging, batchId: BatchId, removes: readonly IntentId[], adds: readonly Intent[]): Staging {
  return push(staging, { batchId, removes: present(staging, removes), adds })
}

/** Takes intents away as one step: give all that a pending intent covers. Ids that are not staged are ignored. */
export function discard(staging: Staging, batchId: BatchId, removes: readonly IntentId[]): Staging {
  return push(staging, { batchId, removes: present(staging, removes), adds: [] })
}

/** Takes everything away as one step that undo brings back. */
export function discardAll(staging: Staging, batchId: BatchId): Staging {
  return discard(staging, batchId, liveIntents(staging).map(({ id }) => id))
}

/** Takes the last step back; nothing happens without one. */
export function undo({ steps, undone }: Staging): Staging {
  const last = steps.at(-1)
  return last === undefined ? { steps, undone } : { steps: steps.slice(0, -1), undone: [last, ...undone] }
}

/** Does the step again that was undone last; nothing happens without one. */
export function redo({ steps, undone }: Staging): Staging {
  const [next, ...rest] = undone
  return next === undefined ? { steps, undone } : { steps: [...steps, next], undone: rest }
}

/** The intents that count, in edit order (G3). */
export function liveIntents({ steps }: Staging): readonly Intent[] {
  const removed = new Set(steps.flatMap(({ removes }) => removes))
  return steps.flatMap(({ adds }) => adds.filter(({ id }) => !removed.has(id))).sort((a, b) => a.seq - b.seq)
}

function push(staging: Staging, step: Step): Staging {
  return step.removes.length + step.adds.length === 0 ? staging : { steps: [...staging.steps, step], undone: [] }
}

function present(staging: Staging, ids: readonly IntentId[]): readonly IntentId[] {
  const live = new Set(liveIntents(staging).map(({ id }) => id))
  return ids.filter((id) => live.has(id))
}
