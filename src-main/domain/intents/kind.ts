import type { IntentKindName, IntentOf, ValueOf } from '../../contract/intents'
import type { LimitClass } from '../../contract/limits'
import type { BlockReason, Call } from '../../contract/plan'
import type { Customer } from '../facts'
import type { Guard } from '../guards/guard'

/** The value that is there remotely, or why it cannot be said. */
export type Reading<V> = { readonly value: V } | { readonly blocked: BlockReason }

/** How one kind of intent behaves: all that the planner needs to know of it. The words for it stand in the renderer under the kind's name. */
export interface IntentKind<K extends IntentKindName> {
  /** Part of the target's key that is unique within the customer and the kind. */
  readonly key: (intent: IntentOf<K>) => string
  /** The present value of the target, from what was read. */
  readonly read: (intent: IntentOf<K>, customer: Customer) => Reading<ValueOf<K>>
  /** Whether two values are the same to the API. */
  readonly same: (a: ValueOf<K>, b: ValueOf<K>) => boolean
  /** Whether the person's other cells changed remotely since the edit, so that sending is a merge. */
  readonly merges: (intent: IntentOf<K>, customer: Customer) => boolean
  /** Reasons not to send it, by account option. */
  readonly guard: (options: { readonly sendOnlyChanged: boolean }) => Guard<K>
  /** The kinds of calls that carry it out. */
  readonly calls: readonly Call['kind'][]
}

/** Facts of a call: whether it may be repeated, and whose quota it takes (contract 13). */
export const CALLS = {
  'member.update': { idempotent: true, limitClass: 'members' },
  'member.invite': { idempotent: false, limitClass: 'members' },
  'member.add': { idempotent: false, limitClass: 'members' },
  // Removing twice ends in "already gone"; it is resolved by reading all the same (G5).
  'member.remove': { idempotent: false, limitClass: 'members' },
  'group.add': { idempotent: true, limitClass: 'userGroups' },
  'group.remove': { idempotent: true, limitClass: 'userGroups' },
  'grants.set': { idempotent: true, limitClass: 'projectGrants' },
  'grant.remove': { idempotent: false, limitClass: 'projectGrants' },
} as const satisfies Record<Call['kind'], { readonly idempotent: boolean; readonly limitClass: LimitClass }>
