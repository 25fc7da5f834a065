import type { MemberId } from '../../contract/ids'
import type { IntentKindName, IntentOf, ValueOf } from '../../contract/intents'
import type { LimitClass } from '../../contract/limits'
import type { AccessChange, BlockReason, Call } from '../../contract/plan'
import type { Customer } from '../facts'
import type { Guard } from '../guards/guard'

/** The value that is there remotely, or why it cannot be said. */
export type Reading<V> = { readonly value: V } | { readonly blocked: BlockReason }

/** One call and the intents that it carries out. */
export interface Written<K extends IntentKindName> { readonly call: Call; readonly intents: readonly IntentOf<K>[] }

/** A place where something is gained or lost; `gains` only where the names do not tell. */
export type Place = Pick<AccessChange, 'where' | 'environment' | 'before' | 'after'> & { readonly gains?: boolean }

/** Options of an account that decide what is written. */
export interface WriteOptions { readonly sendOnlyChanged: boolean }

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
  /** Reasons not to send it. */
  readonly guard: (options: WriteOptions) => Guard<K>
  /** Intents of the customer with the same text share their calls. */
  readonly bundle: (intent: IntentOf<K>) => string
  /** The calls for one bundle, whose intents were all decided to be sent. */
  readonly write: (bundle: readonly IntentOf<K>[], customer: Customer, options: WriteOptions) => readonly Written<K>[]
  /** Who gains or loses. */
  readonly who: (intent: IntentOf<K>) => AccessChange['who']
  /** What is gained or lost where; `remote` is the value that was read. */
  readonly places: (intent: IntentOf<K>, remote: ValueOf<K>, customer: Customer) => readonly Place[]
}

/** Facts of a call: whether sending it twice has the effect of sending it once, and whose quota it takes (contract 13). */
const CALLS = {
  'member.update': { idempotent: true, limitClass: 'members' },
  'member.invite': { idempotent: false, limitClass: 'members' },
  'member.add': { idempotent: false, limitClass: 'members' },
  // A second removal could meet somebody who was added anew in between: resolved by reading (G5).
  'member.remove': { idempotent: false, limitClass: 'memberRemovals' },
  'group.add': { idempotent: true, limitClass: 'userGroups' },
  'group.remove': { idempotent: true, limitClass: 'userGroups' },
  'grants.set': { idempotent: true, limitClass: 'projectGrants' },
  'grant.remove': { idempotent: false, limitClass: 'projectGrants' },
  'role.create': { idempotent: false, limitClass: 'environmentRoles' },
  'role.update': { idempotent: true, limitClass: 'environmentRoles' },
  'role.delete': { idempotent: false, limitClass: 'environmentRoles' },
  'group.create': { idempotent: false, limitClass: 'userGroups' },
  'group.update': { idempotent: true, limitClass: 'userGroups' },
  'group.delete': { idempotent: false, limitClass: 'userGroups' },
  'customer.update': { idempotent: true, limitClass: 'customers' },
  // An adjustment of the task limit is added each time.
  'customer.send': { idempotent: false, limitClass: 'customers' },
  'customer.provision': { idempotent: false, limitClass: 'customerWrites' },
  'customer.delete': { idempotent: false, limitClass: 'customers' },
  'customer.create': { idempotent: false, limitClass: 'customerWrites' },
  'manager.create': { idempotent: false, limitClass: 'customerManagers' },
  'manager.update': { idempotent: true, limitClass: 'customerManagers' },
  'manager.remove': { idempotent: false, limitClass: 'customerManagers' },
  'migrate.system': { idempotent: false, limitClass: 'rolesMigration' },
  'migrate.role': { idempotent: false, limitClass: 'rolesMigration' },
} as const satisfies Record<Call['kind'], { readonly idempotent: boolean; readonly limitClass: LimitClass }>

/** The facts of one call; project roles have a quota of their own. */
export function factsOf(call: Call): { readonly idempotent: boolean; readonly limitClass: LimitClass } {
  const scope = call.kind === 'role.create' ? call.scope : call.kind === 'role.update' || call.kind === 'role.delete' ? call.target.scope : 'environment'
  return scope === 'project' ? { ...CALLS[call.kind], limitClass: 'projectRoles' } : CALLS[call.kind]
}

/** Most things in one call: the documented limit of grants (contract 7), and for user ids what a query still holds (contract 1.8). */
const CHUNK = 100

/** Parts of a bundle that fit into one call each. */
export function chunks<T>(things: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(things.length / CHUNK) }, (_, i) => things.slice(i * CHUNK, (i + 1) * CHUNK))
}

/** A member as the one who gains or loses. */
export function asMember(id: MemberId): AccessChange['who'] {
  return { kind: 'member', id }
}
