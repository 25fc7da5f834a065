import type { Handlers } from '../contract'
import type { NewPerson } from '../contract/intents'
import { driftOf, type KnownPerson } from '../domain/migration/drift'
import { roleKey } from '../domain/intents/kinds'
import { isMigration } from '../domain/intents/migrate'
import type { FeatureDeps } from './deps'

/** Most people of an account. */
const MOST = 500_000

/** What others have changed since a time, from the history of what was read (product 14). */
export function driftHandlers({ store }: Pick<FeatureDeps, 'store'>): Handlers<'drift.list'> {
  return {
    'drift.list': ({ accountId, customerId, since, offset, limit }) => {
      const scope = customerId === null ? { accounts: [accountId] as const } : { accounts: [accountId] as const, customers: [customerId] }
      const done = store.steps.appliedSince(accountId, since)
      const ours = new Map(done.flatMap(({ intent }) => (intent.kind === 'member.role' ? [[roleKey(accountId, intent.customerId, intent.target.memberId, intent.target.environment), intent.wish] as const] : [])))
      const removed = new Set(done.flatMap(({ intent }) => (intent.kind === 'member.remove' ? [`${String(intent.customerId)}|${String(intent.target.memberId)}`] : [])))
      // Whoever we let in has the roles that they were let in with; what they got later is somebody else's.
      const made = new Map<string, NewPerson['roles']>(done.flatMap(({ customerId: at, outcome, intent }) => (outcome.created == null || (intent.kind !== 'member.invite' && intent.kind !== 'member.add') ? [] : [[`${String(at)}|${String(outcome.created)}`, intent.wish.roles] as const])))
      // What a migration changed was seen between its beginning and its being read back; what was seen before is not its doing.
      const migrated = done.filter(({ intent }) => isMigration(intent))
      const then: readonly KnownPerson[] = store.history.asOfOrFirst(scope, since, MOST)
      const rows = driftOf(then, store.history.asOf(scope, Number.MAX_SAFE_INTEGER, MOST), ({ memberId, customerId: customer, environment, role, seenAt }) => {
        const key = roleKey(accountId, customer, memberId, environment)
        const person = `${String(customer)}|${String(memberId)}`
        return (ours.has(key) && ours.get(key) === role) || (role === null && removed.has(person)) || (role !== null && made.get(person)?.[environment] === role) || migrated.some(({ customerId: of, intent, updatedAt }) => of === customer && intent.at <= seenAt && seenAt <= updatedAt)
      }, ({ customerId: of, memberId }) => store.history.ofMember(accountId, of, memberId).at(-1)?.validTo ?? since)
      const names = new Map(store.standings.list(accountId, customerId === null ? null : [customerId]).map((one) => [one.id, one]))
      return {
        rows: rows.slice(offset, offset + limit).map((one) => ({ ...one, customer: names.get(one.customerId)?.name ?? String(one.customerId) })), matched: rows.length,
        customers: names.size, read: [...names.values()].filter(({ readAt }) => readAt !== null).length,
      }
    },
  }
}
