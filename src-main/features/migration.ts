import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { MigrationMark } from '../contract/migration'
import { MIGRATION_LANES } from '../contract/migration-lanes'
import { fold, searchWords } from '../domain/fold'
import { isMigrated } from '../domain/migration/lane'
import { legacyOf } from '../domain/migration/records'
import { legacyUse, preflight } from '../domain/migration/preflight'
import { kindOfLegacy, legacyRolesOf } from '../domain/migration/snapshot'
import { lockedError } from '../jobs/migration/dry-run'
import { beginProof } from '../jobs/migration/prove'
import { lockOfAccount, lookWhetherStale, standingsOf, tryLockOfAccount, type CustomerStanding } from '../jobs/migration/standing'
import type { Store } from '../store'
import type { FeatureDeps } from './deps'
import { inTurns } from './in-turns'
import { countFindings, factsOf, findingsOf } from './migration-findings'
import { customersIn } from './migration-scope'
import { lanesOf, rowOf, waveBook, wavesOf } from './migration-view'

type Methods =
  | 'migration.account' | 'migration.board' | 'migration.customer' | 'migration.check' | 'migration.stop' | 'migration.confirmRoot' | 'migration.note' | 'migration.setCustomRoles' | 'migration.prove' | 'migration.dryRun'
  | 'migration.migrate'

/** So many customers of a lane are named with it, and so many people without an equivalent. */
const FIRST = 4
const MOST_PEOPLE = 200
/** Customers that are looked into between two turns of the engine. */
const AT_A_TIME = 100

/** Which customers of an account have changed since their dry runs, before where they stand is asked at once. */
function staleInTurns(store: Store, accountId: AccountId): Promise<void> {
  return inTurns(store.standings.list(accountId, null), AT_A_TIME, (some) => some.forEach((one) => lookWhetherStale(store, accountId, one)))
}

/** The board, the preflight and what is set to work (product 7, 8, 59, 61). */
export function migrationHandlers({ store, jobs, migration, emit }: FeatureDeps): Handlers<Methods> {
  const { clock, author } = jobs.deps
  const mark = (note: string): MigrationMark => ({ at: clock.now(), by: author, note })
  const told = <T>(accountId: AccountId, value: T): T => {
    emit({ type: 'migration', accountId })
    return value
  }
  const one = (accountId: AccountId, customerId: CustomerId): CustomerStanding => {
    const [found] = standingsOf(store, accountId, [customerId])
    if (found === undefined) throw appError('NOT_FOUND', 'This customer is not in the list that was read last.', 'It may have been deleted. Read the account again.')
    return found
  }
  const rowFor = (accountId: AccountId, standing: CustomerStanding) => rowOf(standing, waveBook(store.migrationWaves.waves(accountId)), findingsOf(store, accountId, standing))
  return {
    'migration.account': async ({ accountId }) => {
      await staleInTurns(store, accountId)
      const { proof, customRoles } = store.roleMigration.account(accountId)
      return { proof, lock: lockOfAccount(store, accountId), tryLock: tryLockOfAccount(jobs.deps, accountId), activity: migration.state(accountId), customRoles, waves: wavesOf(jobs.deps, accountId) }
    },
    'migration.board': async ({ accountId, search, lanes, tags, findings, waveId, offset, limit }) => {
      await staleInTurns(store, accountId)
      const all = standingsOf(store, accountId, null)
      const waves = waveBook(store.migrationWaves.waves(accountId))
      const tagged = tags.length === 0 ? null : new Set(store.tags.having(tags, [accountId]).map(({ customerId }) => customerId))
      const words = searchWords(search)
      const inWave = waveId === null ? all : all.filter(({ customerId }) => waves.get(customerId)?.id === waveId)
      const found = new Map<CustomerId, ReturnType<typeof findingsOf>>()
      await inTurns(inWave, AT_A_TIME, (some) => some.forEach((standing) => found.set(standing.customerId, findingsOf(store, accountId, standing))))
      const rows = inWave.filter(({ customerId, customer, listed, lane }) => (lanes.length === 0 || lanes.includes(lane)) && (tagged === null || tagged.has(customerId))
        && (findings.length === 0 || found.get(customerId)?.some(({ kind, level }) => level !== 'ok' && findings.includes(kind)) === true) && words.every((word) => fold(`${customer} ${listed.externalId ?? ''}`).includes(word)))
      rows.sort((a, b) => MIGRATION_LANES.indexOf(a.lane) - MIGRATION_LANES.indexOf(b.lane))
      const looks = all.flatMap(({ kept: { looked } }) => looked ?? [])
      const times = looks.filter(({ error }) => error === null).map(({ at }) => at)
      return {
        rows: rows.slice(offset, offset + limit).map((standing) => rowOf(standing, waves, found.get(standing.customerId) ?? [])), matched: rows.length, lanes: lanesOf(all, FIRST), findings: countFindings([...found.values()]),
        asked: { total: all.length, asked: times.length, failed: looks.length - times.length, oldest: times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)), newest: times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)) },
      }
    },
    'migration.customer': ({ accountId, customerId }) => {
      const standing = one(accountId, customerId)
      const { listed, kept: { looked, root, dryRun, verified } } = standing
      const members = listed.readAt === null ? null : store.members.list(accountId, customerId)
      const legacyRoles = looked?.legacy?.kind === 'listed' ? looked.legacy.roles : null
      const facts = factsOf(store, accountId, standing)
      const without = (members ?? []).filter((member) => member.kind !== 'manager').flatMap(({ id, name, email, roles }) => {
        const left = legacyRolesOf({ roles }).filter((role) => kindOfLegacy(role, legacyRoles ?? []) === 'inherited')
        return left.length === 0 ? [] : [{ memberId: id, name, email, roles: left }]
      })
      return {
        row: rowFor(accountId, standing), findings: [...preflight(facts)], roles: [...legacyUse(facts)], withoutEquivalent: without.slice(0, MOST_PEOPLE), root,
        dryRun: dryRun === null ? null : { at: dryRun.at, by: dryRun.by, state: standing.stale ? 'stale' : dryRun.state, people: dryRun.people, projects: dryRun.projects, managers: dryRun.managers, parts: dryRun.parts.map((part) => ({ ...part })), error: dryRun.error },
        verified: verified === null ? null : { at: verified.at, differences: verified.deviations.length, lost: verified.lost, projects: verified.projects, accepted: verified.accepted },
      }
    },
    'migration.check': ({ accountId, of }) => {
      // Those that are known to be migrated need no second look, unless they are asked for by name.
      const due = standingsOf(store, accountId, null).filter(({ lane, kept, listed }) => kept.looked === null || (lane !== 'verified' && !isMigrated({ model: listed.model, legacy: legacyOf(kept) })))
      return migration.start(accountId, 'check', of === null ? due.map(({ customerId }) => customerId) : customersIn(store, accountId, of))
    },
    'migration.stop': ({ accountId }) => ({ activity: migration.stop(accountId) }),
    'migration.confirmRoot': async ({ accountId, of, note }) => {
      const customers = customersIn(store, accountId, of)
      const root = note === null ? null : mark(note)
      await inTurns(customers, AT_A_TIME, (some) => store.inLedger(() => some.forEach((id) => store.roleMigration.saveRoot(accountId, id, root, clock.now()))))
      return told(accountId, { customers: customers.length })
    },
    'migration.note': ({ accountId, customerId, note }) => {
      const kept = note.trim() === '' ? null : mark(note)
      store.roleMigration.saveNote(accountId, customerId, kept)
      return told(accountId, { note: kept })
    },
    'migration.setCustomRoles': ({ accountId, on }) => {
      store.inLedger(() => store.roleMigration.setCustomRoles(accountId, on, clock.now()))
      return told(accountId, { customRoles: on })
    },
    'migration.prove': ({ accountId, customerId, typedName }) => {
      const { customer } = one(accountId, customerId)
      if (typedName !== customer) throw appError('NAME_NEEDED', `Type ${customer} to try a dry run on it.`, 'Nothing was sent. If Workato takes it for no dry run, this customer is migrated: type the name as it is, with capital and small letters.', { details: { name: customer } })
      return migration.start(accountId, 'proof', [customerId], () => beginProof(jobs.deps, accountId, customerId))
    },
    'migration.dryRun': ({ accountId, of }) => {
      const lock = tryLockOfAccount(jobs.deps, accountId)
      if (lock !== null) throw lockedError(lock)
      // One that is migrated would only say so: it is verified instead.
      const asked = standingsOf(store, accountId, customersIn(store, accountId, of)).filter(({ lane, kept, listed }) => lane !== 'migrating' && !isMigrated({ model: listed.model, legacy: legacyOf(kept) }))
      if (asked.length === 0) throw appError('BAD_INPUT', 'All of these customers are migrated already.', 'Nothing was sent. Verify them instead.')
      return migration.start(accountId, 'dry-run', asked.map(({ customerId }) => customerId))
    },
    'migration.migrate': (start) => told(start.accountId, jobs.migrate(start)),
  }
}
