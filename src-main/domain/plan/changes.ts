import type { RoleName } from '../../contract/access'
import type { AccessChange, PlanItem } from '../../contract/plan'
import { rankOf, type RoleRanks } from '../access/highest'
import type { Customer } from '../facts'
import { kindOf } from '../intents/kinds'
import { isSent } from './decide'

/** What an item gains or loses for whom, from what is there remotely; nothing unless it is sent. */
export function changesOf(item: PlanItem, customer: Customer, ranks: RoleRanks): readonly AccessChange[] {
  if (!isSent(item)) return []
  const { intent, remote } = item
  const kind = kindOf(intent)
  const who = kind.who(intent)
  // What is done to a customer as a whole is told by the item; access changes only where a role does.
  return kind.places(intent, remote, customer).filter(({ where, before, after }) => where.kind !== 'customer' || before !== after).map(({ gains, ...place }) => ({
    accountId: intent.accountId, customerId: intent.customerId, who, ...place,
    direction: gains === undefined ? directionOf(place.before, place.after, ranks) : gains ? 'gain' : 'loss',
  }))
}

function directionOf(before: RoleName | null, after: RoleName | null, ranks: RoleRanks): AccessChange['direction'] {
  if (before === null) return 'gain'
  if (after === null) return 'loss'
  const from = rankOf(before, ranks)
  const to = rankOf(after, ranks)
  if (from === null || to === null || from === to) return 'change'
  return to > from ? 'gain' : 'loss'
}
