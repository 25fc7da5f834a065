import type { RoleName } from '../../contract/access'
import type { IntentKindName, IntentOf } from '../../contract/intents'
import type { BlockReason } from '../../contract/plan'
import type { Customer } from '../facts'

/** What a guard may know besides the customer. */
export interface GuardContext {
  /** Addresses of the person who works with this app, by `emailKey`; empty: not known, so that nobody can be protected from themselves. */
  readonly ownEmails: ReadonlySet<string>
  /** UTC ms. */
  readonly now: number
}

/** A reason why an intent that would be sent must not be, or null. Pure; asked only about intents whose remote value was read. */
export type Guard<K extends IntentKindName> = (intent: IntentOf<K>, customer: Customer, context: GuardContext) => BlockReason | null

/** The first reason of several guards. */
export function firstReason<K extends IntentKindName>(guards: readonly Guard<K>[]): Guard<K> {
  return (intent, customer, context) => {
    for (const guard of guards) {
      const reason = guard(intent, customer, context)
      if (reason !== null) return reason
    }
    return null
  }
}

/** Whether a role is the system role of environment administrators, in either of its documented spellings (contract 5, 14.15). */
export function isAdminRole(roleName: RoleName | null): boolean {
  return roleName !== null && roleName.replace(/\s/g, '').toLowerCase() === 'environmentadmin'
}
