import type { LegacyRole, PrivilegeMap, RoleName } from '../../contract/access'
import type { AppErrorJson } from '../../contract/errors'
import type { CustomerId, LegacyRoleId, MemberId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import type { MigrationActivity, MigrationMark, MigrationProof, WaveId } from '../../contract/migration'
import type { Standing } from './lane'
import type { MigrationPart } from './parts'
import type { DryRunAnswers, MigrationSnapshot } from './snapshot'
import type { Deviation } from './verify'

/** What the last look at the legacy roles of a customer gave; null: it could not be told, and `error` says why. Times are UTC ms. */
export interface Look { readonly at: number; readonly legacy: { readonly kind: 'listed'; readonly roles: readonly LegacyRole[] } | { readonly kind: 'refused'; readonly code: string } | null; readonly error: AppErrorJson | null }

/** What a dry run came to, without its answers. `bases` are the parts as they were before, for the real call to be held against. */
export interface DryRunRecord {
  readonly id: string; readonly at: number; readonly by: string; readonly state: 'done' | 'failed' | 'unknown'
  readonly people: number; readonly projects: number; readonly managers: number
  readonly parts: readonly { readonly role: { readonly id: LegacyRoleId; readonly name: RoleName } | null; readonly outcome: 'answered' | 'already' | 'experimental-off' | 'not-proven' | 'failed' | 'unknown'; readonly error: AppErrorJson | null }[]
  readonly error: AppErrorJson | null
  readonly bases: readonly { readonly part: MigrationPart; readonly base: string }[]
  readonly counts: { readonly gains: number; readonly losses: number; readonly none: number; readonly keepsLegacy: number }
  /** Who has to be acknowledged. */
  readonly prodGains: readonly MemberId[]
}

/** Answers of a dry run with what was read before it. */
export interface DryRunData { readonly snapshot: MigrationSnapshot; readonly answers: DryRunAnswers }

/** `lost`: its dry run is not there as it was answered, so that only legacy roles were looked for; a person has to judge. */
export interface VerifiedRecord { readonly at: number; readonly lost: boolean; readonly projects: boolean; readonly deviations: readonly Deviation[]; readonly accepted: MigrationMark | null }

/** All that is kept of one customer. */
export interface MigrationCustomer {
  readonly looked: Look | null; readonly root: MigrationMark | null; readonly note: MigrationMark | null
  readonly dryRun: DryRunRecord | null; readonly verified: VerifiedRecord | null
  readonly job: { readonly id: JobId; readonly at: number } | null
  /** The answers of that dry run are there. */
  readonly answered: boolean
  /** What is not as it was sealed; it counts as not kept. */
  readonly altered: readonly string[]
}

/** `altered`: a proof is there that is not as it was sealed. */
export interface MigrationAccount { readonly customRoles: boolean; readonly proof: MigrationProof | null; readonly altered: boolean; readonly systemRoles: Readonly<Record<RoleName, PrivilegeMap>>; readonly activity: ActivityRecord | null }

/** What is at work, as it is kept; how long it takes is worked out. */
export type ActivityRecord = Omit<MigrationActivity, 'etaMs'> & { readonly by: string }

export interface WaveRecord { readonly id: WaveId; readonly place: number; readonly name: string; readonly customers: readonly CustomerId[] }

/** What the last look gave, as where a customer stands is judged by it. */
export function legacyOf({ looked }: Pick<MigrationCustomer, 'looked'>): Standing['legacy'] {
  if (looked?.legacy == null) return null
  return looked.legacy.kind === 'refused' ? { kind: 'refused' } : { kind: 'listed', roles: looked.legacy.roles.length }
}

export const NOTHING_KEPT: MigrationCustomer = { looked: null, root: null, note: null, dryRun: null, verified: null, job: null, answered: false, altered: [] }
