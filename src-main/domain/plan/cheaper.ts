import type { EnvironmentType, RoleName } from '../../contract/access'
import type { AccountId } from '../../contract/ids'
import type { IntentOf, PendingIntent } from '../../contract/intents'
import { roleIn, type CustomerFacts } from '../facts'
import { grouped } from '../../contract/grouped'
import { quotaFloor, type QuotaSettings } from '../quota-floor'

/** The same change for many people, and what it would cost to change the role that they hold instead (product 55). All times in ms. */
export interface CheaperPath {
  readonly accountId: AccountId
  readonly environment: EnvironmentType
  readonly base: RoleName
  readonly wish: RoleName
  readonly people: number
  /** Customers in which the role would be edited: one call each. */
  readonly customers: number
  /** Floor of one call for each person. */
  readonly assignmentsMs: number
  /** Floor of editing the role in each customer. */
  readonly definitionMs: number
  /** Floor of editing one inheritable role in the partner's workspace: a single call. */
  readonly inheritableMs: number
  /** People who hold the role, here or in another environment, and are not part of the change: they would get it too. */
  readonly others: number
  /** Whether the role can be edited in all of the customers; system and inherited roles cannot (contract 5). */
  readonly editable: boolean
  /** Whether it is the partner's role that all of the customers inherit, so that one call in the partner's workspace is enough. */
  readonly inherited: boolean
}

/** Advice for changes of one role into one other that would be faster by editing the role; the person decides, nothing is changed here. */
export function cheaperPaths(pending: readonly PendingIntent[], facts: readonly CustomerFacts[], quotas: ReadonlyMap<AccountId, QuotaSettings>): readonly CheaperPath[] {
  const changes = pending.flatMap(({ intent }) => (intent.kind === 'member.role' && intent.base !== null && intent.wish !== null ? [intent] : []))
  return [...grouped(changes, alikeKey).values()].flatMap((group) => advice(group, facts, quotas)).sort((a, b) => b.assignmentsMs - a.assignmentsMs)
}

/** Equal for changes that are the same for different people. */
export function alikeKey({ accountId, target: { environment }, base, wish }: IntentOf<'member.role'>): string {
  return JSON.stringify([accountId, environment, base, wish])
}

function advice(group: readonly IntentOf<'member.role'>[], facts: readonly CustomerFacts[], quotas: ReadonlyMap<AccountId, QuotaSettings>): readonly CheaperPath[] {
  const [{ accountId, target: { environment }, base, wish }] = group as readonly [IntentOf<'member.role'>]
  const account = quotas.get(accountId)
  if (account === undefined || base === null || wish === null) return []
  const ids = new Set(group.map(({ customerId }) => customerId))
  const touched = facts.filter((one) => one.accountId === accountId && ids.has(one.customerId))
  const kinds = touched.map(({ environmentRoles }) => environmentRoles?.find(({ name }) => name === base)?.kind)
  const complete = touched.length === ids.size
  const people = new Set(group.map(({ customerId, target }) => `${String(customerId)}|${String(target.memberId)}`))
  const path: CheaperPath = {
    accountId, environment, base, wish, people: people.size, customers: ids.size,
    assignmentsMs: quotaFloor({ members: people.size }, account), definitionMs: quotaFloor({ environmentRoles: ids.size }, account), inheritableMs: quotaFloor({ environmentRoles: 1 }, account),
    others: touched.reduce((sum, one) => sum + holdersElsewhere(one, base, environment, people), 0),
    editable: complete && kinds.every((kind) => kind === 'custom'), inherited: complete && kinds.every((kind) => kind === 'inherited'),
  }
  return path.definitionMs < path.assignmentsMs ? [path] : []
}

/** Members who hold the role in this environment without being part of the change, or in another one. */
function holdersElsewhere({ customerId, members }: CustomerFacts, role: RoleName, environment: EnvironmentType, people: ReadonlySet<string>): number {
  return members.filter((member) => {
    const elsewhere = member.roles.some((one) => one.roleName === role && one.environment !== environment)
    return elsewhere || (roleIn(member, environment) === role && !people.has(`${String(customerId)}|${String(member.id)}`))
  }).length
}
