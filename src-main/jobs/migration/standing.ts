import type { AccountId, CustomerId } from '../../contract/ids'
import type { MigrationLane } from '../../contract/migration'
import type { MigrationLock } from '../../contract/migration-lanes'
import { lockOf, tryLockOf, type WaveCustomer } from '../../domain/migration/gates'
import { laneOf } from '../../domain/migration/lane'
import { partState } from '../../domain/migration/parts'
import type { SnapshotMember } from '../../domain/migration/snapshot'
import { legacyOf, NOTHING_KEPT, type DryRunRecord, type MigrationCustomer } from '../../domain/migration/records'
import type { JobDeps } from '../deps'
import type { Store } from '../../store'
import { WHOLE_ACCOUNT } from '../../store/read-state'
import { acknowledgedKey } from '../../store/repos/acknowledgements'
import type { ListedStanding } from '../../store/repos/standings'

/** Where one customer stands, with what that rests on. */
export interface CustomerStanding extends WaveCustomer { readonly listed: ListedStanding; readonly kept: MigrationCustomer; readonly lane: MigrationLane }

/** Whether a customer is otherwise than in its dry run, by what was read last: worked out anew only when that is another reading. */
const stale = new WeakMap<Store, Map<string, { readonly of: string; readonly stale: boolean }>>()

/** Where customers of an account stand, by name; `ids` null: all. */
export function standingsOf(store: Store, accountId: AccountId, ids: readonly CustomerId[] | null): readonly CustomerStanding[] {
  const kept = store.roleMigration.customers(accountId)
  const acknowledged = store.roleMigration.acknowledged(accountId)
  const listed = store.standings.list(accountId, ids)
  const jobs = new Set(listed.flatMap(({ id }) => kept.get(id)?.job?.id ?? []))
  const outcomes = new Map((jobs.size === 0 ? [] : store.steps.outcomes(accountId, [...jobs])).map((one) => [`${one.jobId}|${String(one.customerId)}`, one]))
  return listed.map((one) => {
    const record = kept.get(one.id) ?? NOTHING_KEPT
    const { looked, root, dryRun, job } = record
    // A dry run that was made after a job is the beginning of something new.
    const outcome = job === null || (dryRun !== null && dryRun.at > job.at) ? null : (outcomes.get(`${job.id}|${String(one.id)}`) ?? null)
    // What a job did since, as when it was tried again after it had failed, nobody has verified.
    const verified = record.verified !== null && outcome !== null && record.verified.at < outcome.at ? null : record.verified
    const old = dryRun !== null && isStale(store, accountId, one, record, dryRun)
    const counts = dryRun === null ? { toAcknowledge: 0, acknowledged: 0 } : { toAcknowledge: dryRun.prodGains.length, acknowledged: dryRun.prodGains.filter((member) => acknowledged.has(acknowledgedKey(one.id, dryRun.id, member))).length }
    const lane = laneOf({
      model: one.model, legacy: legacyOf(record),
      blocking: (looked?.error != null || one.readAt === null ? 1 : 0) + (root === null ? 1 : 0), dryRun: dryRun?.state === 'done' && record.answered && !old ? { ...counts, parts: dryRun.bases.length } : null, job: outcome,
      verified: verified === null ? null : { differences: verified.accepted === null ? verified.deviations.length + (verified.lost ? 1 : 0) : 0 },
    })
    return { customerId: one.id, customer: one.name, listed: one, kept: verified === record.verified ? record : { ...record, verified }, lane, stale: old, ...counts }
  })
}

/** Where customers stand whose wave comes before another. While the list of customers was not read to its end, as after the cache was made anew, one that is not in it has not gone: it is `unknown`, and waited for. */
export function earlierStandings(store: Store, accountId: AccountId, ids: readonly CustomerId[]): readonly WaveCustomer[] {
  const found = standingsOf(store, accountId, ids)
  if (store.readStates.get(accountId, 'customers', WHOLE_ACCOUNT)?.readAt != null) return found
  const there = new Set(found.map(({ customerId }) => customerId))
  return [...found, ...ids.filter((id) => !there.has(id)).map((id): WaveCustomer => ({ customerId: id, customer: String(id), lane: 'unknown', stale: false, toAcknowledge: 0, acknowledged: 0 }))]
}

/** Works out whether a customer has changed since its dry run, so that `standingsOf` knows it: for many, at a turn of the engine for some. */
export function lookWhetherStale(store: Store, accountId: AccountId, listed: ListedStanding): void {
  const record = store.roleMigration.customer(accountId, listed.id)
  if (record.dryRun !== null) isStale(store, accountId, listed, record, record.dryRun)
}

/** A customer that was migrated since, by a part of its own dry run, is not stale but on its way. */
function isStale(store: Store, accountId: AccountId, { id, version }: ListedStanding, { looked, job }: MigrationCustomer, dryRun: DryRunRecord): boolean {
  if (dryRun.state !== 'done' || (job !== null && job.at >= dryRun.at)) return false
  const of = `${dryRun.id}|${String(version)}|${String(looked?.at)}`
  const known = stale.get(store) ?? new Map<string, { readonly of: string; readonly stale: boolean }>()
  stale.set(store, known)
  const key = `${accountId}|${String(id)}`
  const held = known.get(key)
  if (held?.of === of) return held.stale
  const legacyRoles = looked?.legacy?.kind === 'listed' ? looked.legacy.roles : looked?.legacy === null || looked === null ? [] : null
  const members = membersOf(store, accountId, id)
  const made = { of, stale: dryRun.bases.some(({ part, base }) => partState(part, { members, legacyRoles }) !== base) }
  known.set(key, made)
  return made.stale
}

/** Who is in a customer, as far as a migration goes by it: read for thousands of customers in a row. */
export function membersOf(store: Store, accountId: AccountId, id: CustomerId): readonly SnapshotMember[] {
  return store.matrix.members(accountId, id).map(({ memberId, name, email, kind, roles }) => ({ id: memberId, name, email, kind, roles }))
}

/** Why nothing of an account may be migrated. */
export function lockOfAccount(store: Store, accountId: AccountId): MigrationLock | null {
  return lockOf(store.roleMigration.account(accountId))
}

/** Why nothing of an account may be tried now. */
export function tryLockOfAccount({ store, clock }: Pick<JobDeps, 'store' | 'clock'>, accountId: AccountId): MigrationLock | null {
  return tryLockOf(store.roleMigration.account(accountId), clock.now())
}
