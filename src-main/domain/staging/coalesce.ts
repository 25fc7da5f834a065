import type { Intent, PendingIntent } from '../../contract/intents'
import { grouped } from '../grouped'
import { kindOf, targetKey } from '../intents/kinds'

/** Intents by target. `pending` is what a plan is made of; `neutral` ends where it began and sends nothing (G4). */
export interface Coalesced { readonly pending: readonly PendingIntent[]; readonly neutral: readonly PendingIntent[] }

/** One intent for each target: what was there before the first edit, and the wish of the last one. Intents must be in edit order. */
export function coalesce(intents: readonly Intent[]): Coalesced {
  const all = [...grouped(intents, targetKey).values()].map((chain) => ({ intent: chain.reduce(join), covers: chain.map(({ id }) => id) }))
  const isNeutral = ({ intent }: PendingIntent): boolean => kindOf(intent).same(intent.base, intent.wish)
  return { pending: all.filter((one) => !isNeutral(one)), neutral: all.filter(isNeutral) }
}

/** The later intent, with all that the first one saw. */
function join(first: Intent, last: Intent): Intent {
  const { base } = first
  const seen = first.kind === 'member.role' ? { seen: first.seen } : {}
  // Equal targets have equal kinds, which the compiler cannot see.
  return { ...last, base, ...seen } as Intent
}
