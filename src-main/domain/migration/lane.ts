import type { MigrationLane, MigrationState } from '../../contract/migration'
import type { AccessModel } from '../../contract/reading'

/** What is known of a customer, for its place on the board. */
export interface Standing {
  readonly model: AccessModel
  /** What the last look at its legacy roles gave: their number, or that they are no longer answered; null: never looked, or in vain. */
  readonly legacy: { readonly kind: 'listed'; readonly roles: number } | { readonly kind: 'refused' } | null
  /** Findings that have to be gone first. */
  readonly blocking: number
  /** Of the dry run that counts, with the parts that may be migrated; null: there is none, or the customer changed since. */
  readonly dryRun: { readonly parts: number; readonly toAcknowledge: number; readonly acknowledged: number } | null
  /** Steps of the last job that migrates it; null: there was none. */
  readonly job: { readonly open: number; readonly failed: number; readonly done: number } | null
  /** Differences, a dry run that is gone among them, that nobody has accepted; null: not verified since. */
  readonly verified: { readonly differences: number } | null
}

/** Whether a customer is on the new model, as far as reading tells: its legacy roles are no longer answered, or no assignment and no role of the old kind is left. */
export function isMigrated({ model, legacy }: Pick<Standing, 'model' | 'legacy'>): boolean {
  return legacy?.kind === 'refused' || (model === 'migrated' && (legacy === null || legacy.roles === 0))
}

/** The one lane in which a customer is. */
export function laneOf(standing: Standing): MigrationLane {
  const { model, legacy, blocking, dryRun, job, verified } = standing
  if (job !== null && job.open > 0) return 'migrating'
  if (isMigrated(standing)) return verified === null ? 'migrated' : verified.differences > 0 ? 'differs' : 'verified'
  if (job !== null && job.failed > 0) return 'failed'
  // All that a job was to migrate is migrated, and something is left.
  if (job !== null && job.done > 0 && verified !== null) return verified.differences > 0 ? 'differs' : 'verified'
  if (job !== null && job.done > 0) return 'migrated'
  if (legacy === null) return model === 'unknown' ? 'unknown' : 'not-checked'
  if (blocking > 0) return 'preparation'
  if (dryRun === null) return 'ready'
  // Its system roles are migrated, and its custom ones are not to be: what is left is for a person to look at.
  if (dryRun.parts === 0) return verified === null ? 'migrated' : verified.differences > 0 ? 'differs' : 'verified'
  return dryRun.acknowledged >= dryRun.toAcknowledge ? 'reviewed' : 'dry-run'
}

export function stateOf(lane: MigrationLane): MigrationState {
  switch (lane) {
    case 'unknown': case 'migrating': case 'failed': case 'verified': return lane
    case 'migrated': case 'differs': return 'migrated'
    default: return 'legacy'
  }
}
