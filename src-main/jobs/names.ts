import type { AccountId, CustomerId } from '../contract/ids'
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
      const known = customers.get(key) ?? store.customers.summary(accountId, id)?.name ?? String(id)
      customers.set(key, known)
      return known
    },
    person: (intent) => {
      if (intent.kind === 'member.invite') return { name: intent.wish.name, email: intent.target.email }
      if (intent.kind === 'member.add') return { name: intent.wish.name, email: intent.target.by === 'email' ? intent.target.email : intent.target.oauthId }
      const id = intent.kind === 'project.grant' ? (intent.target.assignee.kind === 'user' ? intent.target.assignee.id : null) : intent.target.memberId
      const member = id === null ? null : store.members.get(intent.accountId, intent.customerId, id)
      return member === null ? null : { name: member.name, email: member.email }
    },
  }
}
