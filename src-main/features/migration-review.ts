import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { Danger, MigrationMark, MigrationScope, ReviewRow } from '../contract/migration'
import { DANGERS } from '../contract/migration-lanes'
import { fold, searchWords } from '../domain/fold'
import { grouped } from '../domain/grouped'
import { needsAcknowledging, privilegeDiff, type PersonDifference } from '../domain/migration/diff'
import { mappingOf, sumMappings } from '../domain/migration/mapping'
import { summaryOf } from '../domain/migration/summary'
import { standingsOf, type CustomerStanding } from '../jobs/migration/standing'
import { acknowledgedKey } from '../store/repos/acknowledgements'
import type { FeatureDeps } from './deps'
import { customersIn } from './migration-scope'

type Methods = 'migration.mapping' | 'migration.review' | 'migration.person' | 'migration.acknowledge'
/** A row without what changes while it is looked at. */
type Reviewed = Omit<ReviewRow, 'acknowledged'> & { readonly run: string }

const SHOWN: Readonly<Record<string, readonly Danger[]>> = { gains: ['prod-access', 'prod-gain', 'gain'], losses: ['loss'], none: ['none'], 'keeps-legacy': ['keeps-legacy'], prod: ['prod-access', 'prod-gain'] }

/** What each role becomes and who gains or loses by it, as the dry runs answered (product 60). */
export function migrationReviewHandlers({ store, jobs, emit }: FeatureDeps): Handlers<Methods> {
  const { clock, author } = jobs.deps
  // A dry run never changes: its people are worked out once.
  const known = new Map<string, readonly Reviewed[]>()

  const counted = (accountId: AccountId, of: MigrationScope): { readonly all: number; readonly standings: readonly CustomerStanding[] } => {
    const ids = customersIn(store, accountId, of)
    return { all: ids.length, standings: standingsOf(store, accountId, ids).filter(({ kept, stale }) => kept.dryRun?.state === 'done' && kept.answered && !stale) }
  }
  const peopleOf = (accountId: AccountId, { customerId, customer, kept }: CustomerStanding): readonly Reviewed[] => {
    const run = kept.dryRun?.id ?? ''
    const found = known.get(run)
    if (found !== undefined) return found
    const data = store.roleMigration.answers(accountId, customerId)
    const made = data === null ? [] : privilegeDiff(data.snapshot, data.answers).map((one) => reviewed(accountId, customerId, customer, run, one))
    known.set(run, made)
    return made
  }
  const rowsOf = (accountId: AccountId, standings: readonly CustomerStanding[]): readonly ReviewRow[] => {
    const acknowledged = store.roleMigration.acknowledged(accountId)
    return standings.flatMap((one) => peopleOf(accountId, one)).map(({ run, ...row }) => ({ ...row, acknowledged: acknowledged.get(acknowledgedKey(row.customerId, run, row.memberId)) ?? null }))
      .sort((a, b) => DANGERS.indexOf(a.danger) - DANGERS.indexOf(b.danger) || prodGains(b) - prodGains(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.customerId - b.customerId))
  }
  const sums = (rows: readonly ReviewRow[]) => ({ toAcknowledge: rows.filter((row) => row.needsAcknowledging).length, acknowledged: rows.filter((row) => row.needsAcknowledging && row.acknowledged !== null).length })

  return {
    'migration.mapping': ({ accountId, of }) => {
      const { standings } = counted(accountId, of)
      const all = standings.flatMap(({ customerId }) => {
        const data = store.roleMigration.answers(accountId, customerId)
        return data === null ? [] : [mappingOf(data.snapshot, data.answers)]
      })
      return { rows: [...sumMappings(all)], customers: standings.length }
    },
    'migration.review': ({ accountId, of, show, search, offset, limit }) => {
      const { all, standings } = counted(accountId, of)
      const rows = rowsOf(accountId, standings)
      const words = searchWords(search)
      const wanted = SHOWN[show] ?? DANGERS
      const matching = rows.filter((row) => wanted.includes(row.danger) && words.every((word) => fold(`${row.name} ${row.email} ${row.customer}`).includes(word)))
      const count = (...dangers: readonly Danger[]): number => rows.filter(({ danger }) => dangers.includes(danger)).length
      return {
        rows: matching.slice(offset, offset + limit), matched: matching.length,
        sections: DANGERS.flatMap((danger) => {
          const n = matching.filter((row) => row.danger === danger).length
          return n === 0 ? [] : [{ danger, count: n }]
        }),
        counts: { all: rows.length, gains: count('prod-access', 'prod-gain', 'gain'), losses: count('loss'), none: count('none'), keepsLegacy: count('keeps-legacy'), prod: count('prod-access', 'prod-gain'), acknowledged: sums(rows).acknowledged },
        customers: all, withDryRun: standings.length,
      }
    },
    'migration.person': ({ accountId, customerId, memberId }) => {
      const [standing] = counted(accountId, { customers: [customerId] }).standings
      const row = standing === undefined ? undefined : rowsOf(accountId, [standing]).find((one) => one.memberId === memberId)
      const data = store.roleMigration.answers(accountId, customerId)
      const person = data === null ? undefined : privilegeDiff(data.snapshot, data.answers).find((one) => one.memberId === memberId)
      if (row === undefined || person === undefined) throw appError('NOT_FOUND', 'This person is in no dry run that counts.', 'The customer changed, or another dry run was made. Look at the review again.')
      return { row, projects: [...person.projects] }
    },
    'migration.acknowledge': ({ accountId, of, what, note }) => {
      const { standings } = counted(accountId, of)
      const open = rowsOf(accountId, standings).filter((row) => row.needsAcknowledging)
      const runs = new Map(standings.map(({ customerId, kept }) => [customerId, kept.dryRun?.id ?? '']))
      const set = (rows: readonly ReviewRow[], mark: MigrationMark | null): void => store.inLedger(() => {
        for (const [customerId, of] of grouped(rows, (row) => row.customerId)) store.roleMigration.acknowledge(accountId, customerId, runs.get(customerId) ?? '', of.map(({ memberId }) => memberId), mark, at)
      })
      const at = clock.now()
      const mark: MigrationMark = { at, by: author, note }
      if ('typedCount' in what) {
        const left = open.filter(({ acknowledged }) => acknowledged === null)
        if (left.length !== what.typedCount) throw appError('COUNT_NEEDED', `${String(left.length)} people gain access in PROD.`, 'Nothing was acknowledged. Type their number.', { details: { count: left.length } })
        set(left, mark)
      } else {
        const keys = new Set(what.keys)
        set(open.filter(({ key }) => keys.has(key)), what.on ? mark : null)
      }
      emit({ type: 'migration', accountId })
      return sums(rowsOf(accountId, standings))
    },
  }
}

function reviewed(accountId: AccountId, customerId: CustomerId, customer: string, run: string, person: PersonDifference): Reviewed {
  const { memberId, name, email, danger, environments, projects } = person
  return {
    run, key: `${run}|${String(memberId)}`, accountId, customerId, customer, memberId, name, email, danger, needsAcknowledging: needsAcknowledging(danger), environments: [...environments],
    projectRoles: [...new Set(projects.flatMap(({ after }) => after ?? []))], summary: [...summaryOf(person)],
  }
}

function prodGains({ environments }: ReviewRow): number {
  return environments.find(({ environment }) => environment === 'prod')?.gains.length ?? 0
}
