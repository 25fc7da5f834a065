import type { Intent, PendingIntent } from '../../contract/intents'
import { kindOf, targetKey } from '../intents/kinds'

/** Intents by target. `pending` is what a plan is made of; `neutral` ends where it began and sends nothing (G4). */
export interface Coalesced { readonly pending: readonly PendingIntent[]; readonly neutral: readonly PendingIntent[] }

/** What is wished of each target, also where it ends where it began; by the key of the target. */
export type Chains = ReadonlyMap<string, PendingIntent>

/** The chains with further intents behind them, which must be in edit order. */
export function chained(intents: readonly Intent[], before: Chains = new Map()): Chains {
  const chains = new Map<string, { intent: Intent; readonly covers: Intent['id'][] }>()
  for (const one of intents) {
    const key = targetKey(one)
    const own = chains.get(key)
    const known = own ?? before.get(key)
    const intent = known === undefined ? one : join(known.intent, one)
    if (own === undefined) chains.set(key, { intent, covers: [...(known?.covers ?? []), one.id] })
    else {
      own.intent = intent
      own.covers.push(one.id)
    }
  }
  return before.size === 0 ? chains : new Map([...before, ...chains])
}

/** Whether a chain ends where it began, so that nothing is sent (G4). */
export const isNeutral = ({ intent }: PendingIntent): boolean => kindOf(intent).same(intent.base, intent.wish)

/** One intent for each target: what was there before the first edit, and the wish of the last one. Intents must be in edit order. */
export function coalesce(intents: readonly Intent[]): Coalesced {
  const all = [...chained(intents).values()]
  return { pending: all.filter((one) => !isNeutral(one)), neutral: all.filter(isNeutral) }
}

/** The later intent, with all that the first one saw. */
function join(first: Intent, last: Intent): Intent {
  const { base } = first
  const seen = first.kind === 'member.role' ? { seen: first.seen } : {}
  // Equal targets have equal kinds, which the compiler cannot see.
  return { ...last, base, ...seen } as Intent
}
