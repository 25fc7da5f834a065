import type { EnvironmentType } from '../../contract/access'
import type { Intent, IntentValue, PendingIntent } from '../../contract/intents'
import type { BlockReason, PlanItem } from '../../contract/plan'
import type { Customer } from '../facts'
import type { GuardContext } from '../guards/guard'
import { lastAdmin } from '../guards/last-admin'
import { touchesProd } from '../guards/prod-cap'
import { deletedHere, removedHere } from '../guards/removed-here'
import { roleInUse } from '../guards/role-in-use'
import type { WriteOptions } from '../intents/kind'
import { kindOf, targetKey } from '../intents/kinds'

/** What the planner knows of a partner account. */
export type DecideOptions = GuardContext & WriteOptions

/** Verdicts on the intents of one customer, in the order given. `undefined`: the customer was not read. */
export function decideAll(pending: readonly PendingIntent[], customer: Customer | undefined, options: DecideOptions): readonly PlanItem[] {
  const judge = (known: Customer | undefined): readonly PlanItem[] =>
    pending.map((one) => ({ ...one, key: targetKey(one.intent), prod: touchesProd(one.intent, known), ...decide(one.intent, known, options) }))
  if (customer === undefined) return judge(customer)
  const alone = judge(withNewRoles(pending, customer, options))
  const [removed, deleted] = [removedHere(toSend(alone)), deletedHere(toSend(alone))]
  const staying = block(alone, ({ id }) => (deleted.has(id) ? { kind: 'deleted-here' } : removed.has(id) ? { kind: 'removed-here' } : null))
  const inUse = roleInUse(customer, toSend(staying))
  const together = block(staying, ({ id }) => inUse.get(id) ?? null)
  // Last, because every other guard may take an administrator away from the plan whom this one counts on.
  const bereft = lastAdmin(customer, toSend(together))
  return block(together, ({ id }) => adminReason(bereft.get(id)))
}

/** The customer with the roles that the same plan makes first, so that people can be given them. */
function withNewRoles(pending: readonly PendingIntent[], customer: Customer, options: DecideOptions): Customer {
  const made = pending.flatMap(({ intent }) => (intent.kind === 'role.create' && intent.target.scope === 'environment' && decide(intent, customer, options).verdict === 'send' ? [intent.target.name] : []))
  return made.length === 0 ? customer : { ...customer, roleNames: new Set([...customer.roleNames, ...made]) }
}

/** Whether an item leads to a request. */
export function isSent(item: PlanItem): item is Extract<PlanItem, { remote: unknown }> & { readonly verdict: 'send' | 'merge' } {
  return item.verdict === 'send' || item.verdict === 'merge'
}

type Decision = { readonly verdict: 'send' | 'already' | 'merge' | 'conflict'; readonly remote: IntentValue } | { readonly verdict: 'blocked'; readonly reason: BlockReason }

/** The three-way comparison of one cell (G6): nothing is sent where somebody else has changed the same cell. */
function decide(intent: Intent, customer: Customer | undefined, options: DecideOptions): Decision {
  if (customer === undefined) return { verdict: 'blocked', reason: { kind: 'not-read', what: 'customer' } }
  const kind = kindOf(intent)
  const reading = kind.read(intent, customer)
  if ('blocked' in reading) return { verdict: 'blocked', reason: reading.blocked }
  const remote = reading.value
  if (kind.same(remote, intent.wish)) return { verdict: 'already', remote }
  if (!kind.same(remote, intent.base)) return { verdict: 'conflict', remote }
  const reason = kind.guard(options)(intent, customer, options)
  if (reason !== null) return { verdict: 'blocked', reason }
  return { verdict: kind.merges(intent, customer) ? 'merge' : 'send', remote }
}

function toSend(items: readonly PlanItem[]): readonly Intent[] {
  return items.filter(isSent).map(({ intent }) => intent)
}

function block(items: readonly PlanItem[], reasonFor: (intent: Intent) => BlockReason | null): readonly PlanItem[] {
  return items.map((item) => {
    const reason = isSent(item) ? reasonFor(item.intent) : null
    return reason === null ? item : { intent: item.intent, covers: item.covers, key: item.key, prod: item.prod, verdict: 'blocked', reason }
  })
}

function adminReason(environments: readonly EnvironmentType[] | undefined): BlockReason | null {
  return environments === undefined ? null : { kind: 'last-admin', environments }
}
