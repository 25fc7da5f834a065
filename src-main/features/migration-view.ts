import type { Output } from '../contract'
import type { AccountId, CustomerId } from '../contract/ids'
import type { MigrationEvidence, MigrationLane, MigrationRow } from '../contract/migration'
import { MIGRATION_LANES } from '../contract/migration-lanes'
import { gatesOf, stepOf } from '../domain/migration/gates'
import { stateOf } from '../domain/migration/lane'
import type { WaveRecord } from '../domain/migration/records'
import { quotaFloor } from '../domain/quota-floor'
import type { JobDeps } from '../jobs/deps'
import { earlierStandings, lockOfAccount, standingsOf, type CustomerStanding } from '../jobs/migration/standing'

type Wave = Output<'migration.account'>['waves'][number]

/** A customer as the board shows it. */
export function rowOf({ customerId, customer, listed, kept, lane }: CustomerStanding, waves: ReadonlyMap<CustomerId, WaveRecord>, findings: MigrationRow['findings']): MigrationRow {
  const wave = waves.get(customerId)
  return {
    customerId, customer, externalId: listed.externalId, environments: [...listed.environments], people: listed.people, lane, state: stateOf(lane), evidence: evidenceOf({ listed, kept }), findings,
    checkedAt: kept.looked?.at ?? null, wave: wave === undefined ? null : { id: wave.id, name: wave.name }, note: kept.note, jobId: kept.job?.id ?? null,
  }
}

/** What a state rests on, the newest first. */
function evidenceOf({ listed, kept: { looked, dryRun, job, verified } }: Pick<CustomerStanding, 'listed' | 'kept'>): MigrationEvidence[] {
  const one = (kind: MigrationEvidence['kind'], at: number, count: number | null = null, error: MigrationEvidence['error'] = null): MigrationEvidence => ({ kind, at, count, error })
  const short = (error: { readonly code: string; readonly title: string }): MigrationEvidence['error'] => ({ code: error.code, title: error.title })
  const found = [
    ...(listed.readAt === null ? [] : [one(listed.model === 'legacy' ? 'members-legacy' : listed.model === 'migrated' ? 'members-migrated' : 'members-none', listed.readAt, listed.people)]),
    ...(looked === null ? [] : looked.legacy?.kind === 'listed' ? [one('legacy-roles-listed', looked.at, looked.legacy.roles.length)] : looked.legacy?.kind === 'refused' ? [one('legacy-roles-refused', looked.at)] : []),
    ...(looked?.error == null ? [] : [one(looked.error.code === 'FORBIDDEN' ? 'no-permission' : 'failed', looked.at, null, short(looked.error))]),
    ...(dryRun === null ? [] : [one('dry-run', dryRun.at, dryRun.people, dryRun.error === null ? null : short(dryRun.error))]),
    ...(job === null ? [] : [one('job', job.at)]),
    ...(verified === null ? [] : [one('verify', verified.at, verified.deviations.length)]),
    ...(verified?.accepted == null ? [] : [one('accepted', verified.accepted.at)]),
  ]
  return found.sort((a, b) => b.at - a.at)
}

/** How many customers are in each lane; all lanes, in order. */
export function lanesOf(standings: readonly Pick<CustomerStanding, 'lane' | 'customerId' | 'customer'>[], first: number): { lane: MigrationLane; count: number; first: { customerId: CustomerId; customer: string }[] }[] {
  return MIGRATION_LANES.map((lane) => {
    const here = standings.filter((one) => one.lane === lane)
    return { lane, count: here.length, first: here.slice(0, first).map(({ customerId, customer }) => ({ customerId, customer })) }
  })
}

/** The wave of each customer that is in one. */
export function waveBook(waves: readonly WaveRecord[]): ReadonlyMap<CustomerId, WaveRecord> {
  return new Map(waves.flatMap((wave) => wave.customers.map((id) => [id, wave] as const)))
}

/** Waves with where they stand and what they wait for. */
export function wavesOf({ store, client }: Pick<JobDeps, 'store' | 'client'>, accountId: AccountId): Wave[] {
  const lock = lockOfAccount(store, accountId)
  const waves = store.migrationWaves.waves(accountId)
  const standings = new Map((waves.length === 0 ? [] : standingsOf(store, accountId, waves.flatMap(({ customers }) => customers))).map((one) => [one.customerId, one]))
  const of = ({ customers }: WaveRecord): CustomerStanding[] => customers.flatMap((id) => standings.get(id) ?? [])
  return waves.map((wave): Wave => {
    const mine = of(wave)
    const earlier = waves.slice(0, wave.place).flatMap(({ customers }) => customers)
    const sum = (value: (one: CustomerStanding) => number): number => mine.reduce((total, one) => total + value(one), 0)
    const counted = mine.flatMap(({ kept: { dryRun, answered }, stale }) => (dryRun?.state === 'done' && answered && !stale ? [dryRun] : []))
    const open = mine.filter(({ lane }) => lane === 'reviewed' || lane === 'dry-run')
    const calls = open.reduce((total, { kept }) => total + (kept.dryRun?.bases.length ?? 0), 0)
    const { perMinute, reserved, speed, shareMembersAndCustomers } = client(accountId).options
    const jobs = mine.flatMap(({ kept: { job } }) => job ?? []).sort((a, b) => b.at - a.at)
    return {
      id: wave.id, name: wave.name, place: wave.place, customers: wave.customers.length, people: sum(({ listed }) => listed.people ?? 0), step: stepOf(mine), gates: [...gatesOf(mine, earlierStandings(store, accountId, earlier), lock)],
      lanes: lanesOf(mine, 0).filter(({ count }) => count > 0).map(({ lane, count }) => ({ lane, count })),
      review: {
        people: counted.reduce((total, one) => total + one.people, 0), gains: counted.reduce((total, { counts }) => total + counts.gains, 0), losses: counted.reduce((total, { counts }) => total + counts.losses, 0),
        none: counted.reduce((total, { counts }) => total + counts.none, 0), keepsLegacy: counted.reduce((total, { counts }) => total + counts.keepsLegacy, 0),
        toAcknowledge: sum(({ stale, toAcknowledge }) => (stale ? 0 : toAcknowledge)), acknowledged: sum(({ stale, acknowledged }) => (stale ? 0 : acknowledged)),
      },
      cost: { calls, requests: calls + 4 * open.length, floorMs: quotaFloor({ rolesMigration: calls, members: 2 * open.length, legacyRoles: 2 * open.length }, { perMinute, reserved, speed, shareMembersAndCustomers }) },
      jobId: jobs[0]?.id ?? null,
    }
  })
}
