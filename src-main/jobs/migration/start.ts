import { appError } from '../../contract/errors'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { BatchId, Intent, IntentId } from '../../contract/intents'
import type { JobId } from '../../contract/jobs'
import type { WaveGate, WaveId } from '../../contract/migration'
import { gatesOf } from '../../domain/migration/gates'
import { MIGRATED } from '../../domain/migration/parts'
import { newId } from '../../domain/new-id'
import { planOn } from '../build-plan'
import type { JobDeps } from '../deps'
import { customerFacts } from '../facts'
import { makeJob } from '../start-job'
import { lockedError } from './dry-run'
import { earlierStandings, lockOfAccount, standingsOf, type CustomerStanding } from './standing'

/** What a person has confirmed: the name of the one customer, or the number of several. */
export interface MigrationStart { readonly accountId: AccountId; readonly waveId: WaveId; readonly customers: readonly CustomerId[]; readonly typed: string }

/**
 * Makes a job that migrates customers of a wave for real, and takes nothing else along. Each part that a dry run answered for becomes a step, which is held against what it
 * saw then and against all gates again right before it is sent. Throws MIGRATION_LOCKED, MIGRATION_GATE, NAME_NEEDED, COUNT_NEEDED; then nothing has changed.
 */
export function startMigration(deps: JobDeps, { accountId, waveId, customers, typed }: MigrationStart): JobId {
  const { store, clock, random, author } = deps
  const waves = store.migrationWaves.waves(accountId)
  const wave = waves.find(({ id }) => id === waveId)
  // Answers that were altered are found where they are read, and then count for nothing below.
  for (const id of customers) store.roleMigration.hasAnswers(accountId, id)
  const chosen = wave === undefined ? [] : standingsOf(store, accountId, wave.customers.filter((id) => customers.includes(id)))
  if (wave === undefined || chosen.length !== new Set(customers).size) throw appError('BAD_INPUT', 'Not all of these customers are in this wave.', 'Nothing was sent. Look at the wave, then choose again.')
  const lock = lockOfAccount(store, accountId)
  if (lock !== null) throw lockedError(lock)
  const earlier = earlierStandings(store, accountId, waves.filter(({ place }) => place < wave.place).flatMap((one) => one.customers))
  const [gate] = gatesOf(chosen, earlier, lock)
  if (gate !== undefined) throw gateError(gate)
  const done = chosen.find(({ lane }) => lane !== 'reviewed')
  if (done !== undefined) throw appError('MIGRATION_GATE', `${done.customer} is not waiting to be migrated.`, 'Nothing was sent. It is migrated, on its way, or has failed: look at it first.', { details: { kind: done.lane, count: 1 } })
  const queued = new Set(store.migrationWaves.queued(accountId))
  const tried = chosen.find(({ customerId }) => queued.has(customerId))
  // What a dry run answers after the migration would take the place of the one that it was reviewed by.
  if (tried !== undefined) throw appError('MIGRATION_GATE', `${tried.customer} is being looked at.`, 'Nothing was sent. Wait for the dry run that is at work, or stop it, then review what it answers.', { details: { kind: 'dry-run', count: 1 } })
  confirm(chosen, typed)
  const { customRoles } = store.roleMigration.account(accountId)
  const batchId = newId(random) as BatchId
  const at = clock.now()
  const intents = chosen.flatMap(({ customerId, customer, kept }) => (kept.dryRun?.bases ?? []).filter(({ part }) => customRoles || part.kind === 'system').map(({ part, base }): Omit<Intent, 'seq'> => {
    const sealed = { id: newId(random) as IntentId, accountId, customerId, batchId, author, at, base, wish: MIGRATED } as const
    return part.kind === 'system' ? { kind: 'migrate.system', ...sealed, target: { name: customer, legacy: [...part.legacy] } } : { kind: 'migrate.role', ...sealed, target: { roleId: part.id, name: part.name } } as Intent
  }))
  if (intents.length === 0) throw appError('MIGRATION_GATE', 'There is nothing to migrate in these customers.', 'Nothing was sent. Their dry runs answered for no role.', { details: { kind: 'dry-run', count: chosen.length } })
  const facts = chosen.flatMap(({ customerId }) => customerFacts(store, accountId, customerId) ?? [])
  const plan = planOn(deps, intents.map((one, seq) => ({ intent: { ...one, seq } as Intent, covers: [one.id] })), facts)
  return makeJob(deps, plan, `Migrate ${chosen.length === 1 ? (chosen[0]?.customer ?? '') : wave.name}`.slice(0, 200), (jobId) => {
    // Never before the dry run that it goes by, wherever the clock was set meanwhile: which of the two is younger decides what counts.
    for (const { customerId, kept } of chosen) store.roleMigration.saveJob(accountId, customerId, jobId, Math.max(at, kept.dryRun?.at ?? at))
  })
}

function confirm(chosen: readonly CustomerStanding[], typed: string): void {
  const [first] = chosen
  if (chosen.length === 1 && first !== undefined) {
    if (typed !== first.customer) throw appError('NAME_NEEDED', `Type ${first.customer} to migrate it.`, 'Nothing was sent. A migration cannot be undone: type the name as it is, with capital and small letters.', { details: { name: first.customer } })
  } else if (typed.trim() !== String(chosen.length)) throw appError('COUNT_NEEDED', `${String(chosen.length)} customers are migrated.`, 'Nothing was sent. A migration cannot be undone: type their number.', { details: { count: chosen.length } })
}

function gateError(gate: WaveGate): Error {
  const count = 'count' in gate ? gate.count : 1
  return appError('MIGRATION_GATE', GATES[gate.kind], `Nothing was sent. It concerns ${String(count)}.`, { details: { kind: gate.kind, count } })
}
const GATES: Readonly<Record<WaveGate['kind'], string>> = {
  earlier: 'Customers of an earlier wave are not verified yet.', lock: 'The migration of this account is locked.', preflight: 'Something has to be prepared first.', 'dry-run': 'There is no dry run that counts.',
  stale: 'Customers have changed since their dry run.', acknowledge: 'Gains in PROD are not acknowledged yet.',
}
