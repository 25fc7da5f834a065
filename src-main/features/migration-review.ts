import type { Handlers, Input } from '../contract'
import { appError } from '../contract/errors'
import type { AccountId } from '../contract/ids'
import type { Danger, MigrationMark, MigrationScope, ReviewRow } from '../contract/migration'
import { DANGERS } from '../contract/migration-lanes'
import { searchWords } from '../domain/fold'
import { grouped } from '../contract/grouped'
import { privilegeDiff } from '../domain/migration/diff'
import { sumMappings } from '../domain/migration/mapping'
import { standingsOf, type CustomerStanding } from '../jobs/migration/standing'
import { acknowledgedKey } from '../store/repos/acknowledgements'
import type { FeatureDeps } from './deps'
import { inTurns } from './in-turns'
import { reviewedPeople, type Reviewed, type ReviewedScope } from './migration-people'
import { customersIn } from './migration-scope'

type Methods = 'migration.mapping' | 'migration.review' | 'migration.person' | 'migration.acknowledge'

const of = (...dangers: readonly Danger[]) => ({ row }: Reviewed): boolean => dangers.includes(row.danger)
const SHOWN: Readonly<Record<Input<'migration.review'>['show'], (one: Reviewed) => boolean>> = {
  all: () => true, gains: of('prod-access', 'prod-gain', 'gain'), losing: ({ row }) => row.summary.some(({ direction }) => direction === 'loss'), none: of('none'), 'keeps-legacy': of('keeps-legacy'), prod: of('prod-access', 'prod-gain'),
}
/** Customers whose acknowledgements are written in one transaction, between two turns of the engine. */
const AT_A_TIME = 20

/** What each role becomes and who gains or loses by it, as the dry runs answered (product 60). */
export function migrationReviewHandlers({ store, jobs, emit }: FeatureDeps): Handlers<Methods> {
  const { clock, author } = jobs.deps
  const worked = reviewedPeople(store)

  const counted = (accountId: AccountId, of: MigrationScope): readonly CustomerStanding[] =>
    standingsOf(store, accountId, customersIn(store, accountId, of)).filter(({ kept, stale }) => kept.dryRun?.state === 'done' && kept.answered && !stale)
  const reviewed = (accountId: AccountId, of: MigrationScope): Promise<ReviewedScope> => worked.of(accountId, () => counted(accountId, of))
  /** The marks of those who have one. */
  const marksOf = (accountId: AccountId): ((one: Reviewed) => MigrationMark | null) => {
    const acknowledged = store.roleMigration.acknowledged(accountId)
    return ({ row: { customerId, memberId }, run }) => acknowledged.get(acknowledgedKey(customerId, run, memberId)) ?? null
  }

  return {
    'migration.mapping': async ({ accountId, of }) => {
      const { standings, mappings } = await reviewed(accountId, of)
      return { rows: [...sumMappings(mappings)], customers: standings.length }
    },
    'migration.review': async ({ accountId, of, show, search, offset, limit }) => {
      const { standings, people: all } = await reviewed(accountId, of)
      const markOf = marksOf(accountId)
      const words = searchWords(search)
      const matching = all.filter((one) => SHOWN[show](one) && words.every((word) => one.text.includes(word)))
      const [counts, matched] = [countsOf(all), countsOf(matching)]
      const count = (...dangers: readonly Danger[]): number => dangers.reduce((sum, danger) => sum + (counts.get(danger) ?? 0), 0)
      return {
        rows: matching.slice(offset, offset + limit).map((one): ReviewRow => ({ ...one.row, acknowledged: markOf(one) })), matched: matching.length,
        sections: DANGERS.flatMap((danger) => (matched.has(danger) ? [{ danger, count: matched.get(danger) ?? 0 }] : [])),
        counts: {
          all: all.length, gains: count('prod-access', 'prod-gain', 'gain'), losses: count('loss'), losing: all.filter(SHOWN.losing).length, none: count('none'), keepsLegacy: count('keeps-legacy'), prod: count('prod-access', 'prod-gain'),
          acknowledged: all.filter((one) => one.row.needsAcknowledging && markOf(one) !== null).length,
        },
        customers: customersIn(store, accountId, of).length, withDryRun: standings.length,
      }
    },
    'migration.person': async ({ accountId, customerId, memberId }) => {
      const found = (await reviewed(accountId, { customers: [customerId] })).people.find(({ row }) => row.memberId === memberId)
      const data = store.roleMigration.answers(accountId, customerId)
      const person = data === null ? undefined : privilegeDiff(data.snapshot, data.answers).find((one) => one.memberId === memberId)
      if (found === undefined || person === undefined) throw appError('NOT_FOUND', 'This person is in no dry run that counts.', 'The customer changed, or another dry run was made. Look at the review again.')
      return { row: { ...found.row, acknowledged: marksOf(accountId)(found) }, projects: [...person.projects] }
    },
    'migration.acknowledge': async ({ accountId, of, what, note }) => {
      const scope = await reviewed(accountId, of)
      const open = scope.people.filter(({ row }) => row.needsAcknowledging)
      const at = clock.now()
      const mark: MigrationMark = { at, by: author, note }
      const runs = new Map(scope.standings.map(({ customerId, kept }) => [customerId, kept.dryRun?.id ?? '']))
      const set = async (people: readonly Reviewed[], value: MigrationMark | null): Promise<void> => {
        await inTurns([...grouped(people, ({ row }) => row.customerId)], AT_A_TIME, (some) => store.inLedger(() => {
          for (const [customerId, of] of some) store.roleMigration.acknowledge(accountId, customerId, runs.get(customerId) ?? '', of.map(({ row }) => row.memberId), value, at)
        }))
      }
      if ('typedCount' in what) {
        const markOf = marksOf(accountId)
        const left = open.filter((one) => markOf(one) === null)
        if (left.length !== what.typedCount) throw appError('COUNT_NEEDED', `${String(left.length)} people gain access in PROD.`, 'Nothing was acknowledged. Type their number.', { details: { count: left.length } })
        await set(left, mark)
      } else {
        const keys = new Set(what.keys)
        await set(open.filter(({ row }) => keys.has(row.key)), what.on ? mark : null)
      }
      emit({ type: 'migration', accountId })
      const markOf = marksOf(accountId)
      return { toAcknowledge: open.length, acknowledged: open.filter((one) => markOf(one) !== null).length }
    },
  }
}

function countsOf(people: readonly Reviewed[]): ReadonlyMap<Danger, number> {
  const counts = new Map<Danger, number>()
  for (const { row: { danger } } of people) counts.set(danger, (counts.get(danger) ?? 0) + 1)
  return counts
}
