import { createHash } from 'node:crypto'
import type { AccountId } from '../contract/ids'
import type { PendingIntent } from '../contract/intents'
import type { Plan } from '../contract/plan'
import { SYSTEM_ROLE_RANKS } from '../domain/access/highest'
import { emailKey, type CustomerFacts } from '../domain/facts'
import { isInside } from '../domain/intents/kinds'
import { plan, type AccountSettings } from '../domain/plan/plan'
import { coalesce, type Coalesced } from '../domain/staging/coalesce'
import type { JobDeps } from './deps'
import { customerFacts } from './facts'

type PlanDeps = Pick<JobDeps, 'store' | 'client' | 'clock'>

/** The planner on these intents and facts, with the settings of this app. */
export function planOn({ store, client, clock }: PlanDeps, pending: readonly PendingIntent[], customers: readonly CustomerFacts[]): Plan {
  const { prodCap, ownEmails } = store.settings.get()
  const own = new Set(ownEmails.map(emailKey))
  const accounts = new Map<AccountId, AccountSettings>([...new Set(pending.map(({ intent }) => intent.accountId))].map((id) => {
    const { perMinute, reserved, speed, shareMembersAndCustomers, sendOnlyChangedRoles } = client(id).options
    return [id, { ownEmails: own, sendOnlyChanged: sendOnlyChangedRoles, quotas: { perMinute, reserved, speed, shareMembersAndCustomers } }]
  }))
  return plan({ pending, customers, accounts, ranks: SYSTEM_ROLE_RANKS, prodCap, now: clock.now(), hash: sha256 })
}

/** What applying everything that is staged would do, from what is stored. */
export function planStaged(deps: PlanDeps): { readonly plan: Plan; readonly staged: Coalesced } {
  const staged = coalesce(deps.store.intents.live())
  const insideOf = new Set(staged.pending.filter(({ intent }) => isInside(intent)).map(({ intent }) => `${intent.accountId}|${String(intent.customerId)}`))
  const facts = customersOf(staged.pending).flatMap(({ accountId, customerId }) => customerFacts(deps.store, accountId, customerId, insideOf.has(`${accountId}|${String(customerId)}`)) ?? [])
  return { plan: planOn(deps, staged.pending, facts), staged }
}

/** Every customer that the intents are about, once. */
export function customersOf(pending: readonly PendingIntent[]): readonly Pick<PendingIntent['intent'], 'accountId' | 'customerId'>[] {
  return [...new Map(pending.map(({ intent: { accountId, customerId } }) => [`${accountId}|${String(customerId)}`, { accountId, customerId }])).values()]
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
