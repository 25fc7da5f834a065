import { PARTNER_LEVEL, type AccountId, type CustomerId, type MemberId } from '../contract/ids'
import type { Intent } from '../contract/intents'
import type { Store } from '../store'

/** Names of what ids stand for, as the store knows them. */
export interface Names {
  readonly account: (id: AccountId) => string
  readonly customer: (accountId: AccountId, id: CustomerId) => string
  /** Null: a group, or nobody whom the store knows. */
  readonly person: (intent: Intent) => { readonly name: string; readonly email: string } | null
}

/** Looks names up, each once; a customer that is gone is called by its id. */
export function namesFrom(store: Store): Names {
  const customers = new Map<string, string>()
  const accounts = new Map(store.accounts.list().map(({ id, name }) => [id, name]))
  return {
    account: (id) => accounts.get(id) ?? id,
    customer: (accountId, id) => {
      const key = `${accountId}|${String(id)}`
      if (id === PARTNER_LEVEL) return accounts.get(accountId) ?? accountId
      const known = customers.get(key) ?? store.customers.summary(accountId, id)?.name ?? String(id)
      customers.set(key, known)
      return known
    },
    person: (intent) => {
      if (intent.kind === 'member.invite') return { name: intent.wish.name, email: intent.target.email }
      if (intent.kind === 'member.add') return { name: intent.wish.name, email: intent.target.by === 'email' ? intent.target.email : intent.target.oauthId }
      if (intent.kind === 'manager.set') return { name: intent.target.name, email: '' }
      const id = memberOf(intent)
      const member = id === null ? null : store.members.get(intent.accountId, intent.customerId, id)
      return member === null ? null : { name: member.name, email: member.email }
    },
  }
}

function memberOf({ target }: Intent): MemberId | null {
  if ('memberId' in target) return target.memberId
  return 'assignee' in target && target.assignee.kind === 'user' ? target.assignee.id : null
}
