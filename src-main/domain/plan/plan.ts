import type { AccountId } from '../../contract/ids'
import type { Intent, PendingIntent } from '../../contract/intents'
import type { AccountCost, Plan, PlanItem, PlannedRead, PlannedRequest, Verdict } from '../../contract/plan'
import type { RoleRanks } from '../access/highest'
import { canonical } from '../canonical'
import { indexCustomer, type Customer, type CustomerFacts } from '../facts'
import { grouped } from '../../contract/grouped'
import { prodGate } from '../guards/prod-cap'
import { countCalls, quotaFloor, type QuotaSettings } from '../quota-floor'
import { changesOf } from './changes'
import { decideAll, isSent, type DecideOptions } from './decide'
import { readsFor } from './reads'
import { buildRequests } from './requests'

/** Settings of one partner account that a plan depends on. */
export interface AccountSettings extends Omit<DecideOptions, 'now'> { readonly quotas: QuotaSettings }

export interface PlanInput {
  readonly pending: readonly PendingIntent[]
  /** What was read of the customers; intents on others are blocked. */
  readonly customers: readonly CustomerFacts[]
  /** Settings of every account that an intent names. */
  readonly accounts: ReadonlyMap<AccountId, AccountSettings>
  readonly ranks: RoleRanks
  readonly prodCap: number
  /** UTC ms. */
  readonly now: number
  /** A stable hash of a text. */
  readonly hash: (text: string) => string
}

/** What applying the pending intents would do. Pure: equal inputs give equal plans. Throws when the settings of an account are missing. */
export function plan({ pending, customers, accounts, ranks, prodCap, now, hash }: PlanInput): Plan {
  const read = new Map(customers.map((facts) => [customerKey(facts), indexCustomer(facts)]))
  const parts = byCustomer(pending).map((group) => planCustomer(group, read, accounts, ranks, now))
  const items = parts.flatMap((part) => part.items)
  const requests = parts.flatMap((part) => part.requests)
  const reads = readsFor(requests)
  const inProd = items.filter(({ prod }) => prod)
  const prodChanges = inProd.filter(isSent).length
  // What is blocked goes into the job too, and nobody is asked again before it is sent.
  const prodAtMost = prodChanges + inProd.filter(({ verdict }) => verdict === 'blocked').length
  const costs = costsOf([...requests, ...reads.preflight, ...reads.readBack], accounts)
  return {
    fingerprint: hash(canonical({ items: items.map(essence), requests, prodCap })),
    items, requests, ...reads,
    totals: totalsOf(items),
    changes: parts.flatMap((part) => part.changes),
    prodChanges, gates: prodGate(prodAtMost, prodCap),
    costs, floorMs: Math.max(0, ...costs.map((one) => one.floorMs)),
  }
}

function planCustomer(group: readonly PendingIntent[], read: ReadonlyMap<string, Customer>, accounts: PlanInput['accounts'], ranks: RoleRanks, now: number) {
  const [{ intent }] = group as readonly [PendingIntent]
  const account = settingsOf(accounts, intent.accountId)
  const customer = read.get(customerKey(intent))
  const items = decideAll(group, customer, { ...account, now })
  if (customer === undefined) return { items, requests: [], changes: [] }
  return { items, requests: buildRequests(items, customer, account), changes: items.flatMap((item) => changesOf(item, customer, ranks)) }
}

/** What an item contributes to the fingerprint: not when or by whom the edit was made. */
function essence(item: PlanItem): unknown {
  const { intent: { base, wish }, key, covers, prod } = item
  return { key, covers, base, wish, prod, ...('reason' in item ? { reason: item.reason } : { verdict: item.verdict, remote: item.remote }) }
}

function totalsOf(items: readonly PlanItem[]): Plan['totals'] {
  const totals: Record<Verdict, number> = { send: 0, already: 0, merge: 0, conflict: 0, blocked: 0 }
  for (const { verdict } of items) totals[verdict] += 1
  return totals
}

function costsOf(calls: readonly (PlannedRequest | PlannedRead)[], accounts: PlanInput['accounts']): readonly AccountCost[] {
  return [...new Set(calls.map(({ accountId }) => accountId))].map((accountId) => {
    const mine = countCalls(calls.filter((one) => one.accountId === accountId))
    return { accountId, calls: mine, floorMs: quotaFloor(mine, settingsOf(accounts, accountId).quotas) }
  })
}

/** In the order in which the customers first occur. */
function byCustomer(pending: readonly PendingIntent[]): readonly (readonly PendingIntent[])[] {
  return [...grouped(pending, ({ intent }) => customerKey(intent)).values()]
}

function customerKey({ accountId, customerId }: Pick<Intent | CustomerFacts, 'accountId' | 'customerId'>): string {
  return `${accountId}|${String(customerId)}`
}

function settingsOf(accounts: PlanInput['accounts'], accountId: AccountId): AccountSettings {
  const found = accounts.get(accountId)
  if (found === undefined) throw new Error(`no settings of account ${accountId} were given to the planner`)
  return found
}
