import type { CustomerId } from '../../contract/ids'
import type { MigrationLane, MigrationProof, MigrationStep, WaveGate } from '../../contract/migration'
import type { MigrationLock } from '../../contract/migration-lanes'

/** So many customers are named with a gate. */
const MOST_NAMED = 50

/** A customer of a wave with what the gates ask of it. */
export interface WaveCustomer { readonly customerId: CustomerId; readonly customer: string; readonly lane: MigrationLane; readonly stale: boolean; readonly toAcknowledge: number; readonly acknowledged: number }

/** Why nothing may be tried or migrated in an account; null: it may. */
export function lockOf({ proof, altered }: { readonly proof: Pick<MigrationProof, 'verdict'> | null; readonly altered: boolean }): MigrationLock | null {
  if (altered) return 'altered'
  switch (proof?.verdict) {
    case 'proven': return null
    case 'running': return 'proof-running'
    case 'changed': case 'unproven': return proof.verdict
    case undefined: return 'no-proof'
  }
}

/** For so long a proof stands for dry runs, in ms: Workato may change what it does on any day, and to show it again takes a minute. */
const PROOF_HOLDS_MS = 24 * 3600_000

/** Why nothing may be tried now (UTC ms); null: it may. What was tried under a proof may be migrated however old it gets: a real migration is meant to change something. */
export function tryLockOf({ proof, altered }: { readonly proof: Pick<MigrationProof, 'verdict' | 'endedAt'> | null; readonly altered: boolean }, now: number): MigrationLock | null {
  const lock = lockOf({ proof, altered })
  // From the future, as after a clock that was set back: then it is not known how old it is.
  return lock ?? (Math.abs(now - (proof?.endedAt ?? 0)) > PROOF_HOLDS_MS ? 'old' : null)
}

/** Sizes of the first waves: one to learn from, ten to be sure, the rest (product 59). */
const MOST_IN_WAVE: readonly number[] = [1, 10]
/** Most customers of a wave by its place, from 0; null: any number. */
export function mostInWave(place: number): number | null {
  return MOST_IN_WAVE[place] ?? null
}

/** Customers that are on their way, or were not begun. */
const BEFORE: ReadonlySet<MigrationLane> = new Set(['unknown', 'not-checked', 'preparation', 'ready', 'dry-run', 'reviewed'])

/** What a wave still waits for before the rest of it may be migrated; `earlier` are all customers of the waves before it. */
export function gatesOf(customers: readonly WaveCustomer[], earlier: readonly WaveCustomer[], lock: MigrationLock | null): readonly WaveGate[] {
  const waiting = customers.filter(({ lane }) => BEFORE.has(lane))
  const open = earlier.filter(({ lane }) => lane !== 'verified')
  const unprepared = waiting.filter(({ lane }) => lane === 'unknown' || lane === 'not-checked' || lane === 'preparation').length
  const untried = waiting.filter(({ lane, stale }) => lane === 'ready' && !stale).length
  const stale = waiting.filter((one) => one.lane === 'ready' && one.stale).length
  const unseen = waiting.reduce((sum, { lane, toAcknowledge, acknowledged }) => sum + (lane === 'dry-run' ? toAcknowledge - acknowledged : 0), 0)
  return [
    ...(open.length === 0 ? [] : [{ kind: 'earlier' as const, count: open.length, customers: open.slice(0, MOST_NAMED).map(({ customerId, customer, lane }) => ({ customerId, customer, lane })) }]),
    ...(lock === null ? [] : [{ kind: 'lock' as const, lock }]),
    ...[{ kind: 'preflight' as const, count: unprepared }, { kind: 'dry-run' as const, count: untried }, { kind: 'stale' as const, count: stale }, { kind: 'acknowledge' as const, count: unseen }].filter(({ count }) => count > 0),
  ]
}

/** The step of the wizard that a wave is at: the first that is not done for all of its customers. */
export function stepOf(customers: readonly Pick<WaveCustomer, 'lane'>[]): MigrationStep {
  const any = (...lanes: readonly MigrationLane[]): boolean => customers.some(({ lane }) => lanes.includes(lane))
  if (any('unknown', 'not-checked', 'preparation')) return 'preflight'
  if (any('ready')) return 'dry-run'
  if (any('dry-run')) return 'review'
  if (any('reviewed', 'migrating', 'failed')) return 'migrate'
  if (any('migrated', 'differs')) return 'verify'
  return 'report'
}
