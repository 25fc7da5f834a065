import type { RoleName } from '../contract/access'
import type { AccountId, CustomerId } from '../contract/ids'
import { coalesce } from '../domain/staging/coalesce'
import type { Store } from '../store'

/** Environment roles that can be given in a customer, with those that are staged to be made there: the same plan gives them. Null: not read. */
export function rolesToGive(store: Store, accountId: AccountId, customerId: CustomerId): readonly RoleName[] | null {
  const names = store.matrix.roleNames(accountId, customerId)
  if (names === null) return null
  const toCome = coalesce(store.intents.live({ accountId, customerId })).pending.flatMap(({ intent }) => (intent.kind === 'role.create' && intent.target.scope === 'environment' ? [intent.target.name] : []))
  return [...names, ...toCome]
}
