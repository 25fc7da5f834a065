import type { AccountId } from '../contract/ids'
import type { Danger, ReviewRow } from '../contract/migration'
import { DANGERS } from '../contract/migration-lanes'
import { fold } from '../domain/fold'
import { needsAcknowledging, privilegeDiff, type PersonDifference } from '../domain/migration/diff'
import { mappingOf, type MappedRole } from '../domain/migration/mapping'
import { summaryOf } from '../domain/migration/summary'
import type { CustomerStanding } from '../jobs/migration/standing'
import type { Store } from '../store'
import { inTurns } from './in-turns'

/** A row without what changes while it is looked at; `run` is its dry run, `text` what is searched in it. */
export interface Reviewed { readonly row: Omit<ReviewRow, 'acknowledged'>; readonly run: string; readonly text: string }
interface Worked { readonly people: readonly Reviewed[]; readonly mapping: readonly MappedRole[] }
/** All that is asked for at once: standings whose dry runs count, their people with the most dangerous first, and what roles become in each. */
export interface ReviewedScope { readonly standings: readonly CustomerStanding[]; readonly people: readonly Reviewed[]; readonly mappings: readonly (readonly MappedRole[])[] }

/**
 * What dry runs do to people: a dry run never changes, so that it is worked out once, a customer at a turn of the engine. Of the last wave that was
 * looked at everything is kept, and what is equal of several people is kept once.
 */
export function reviewedPeople(store: Store) {
  const known = new Map<string, Worked>()
  let shared = new Map<string, unknown>()
  let sorted: { readonly of: string; readonly people: readonly Reviewed[] } = { of: '', people: [] }

  const once = <T>(value: T): T => {
    const key = JSON.stringify(value)
    if (!shared.has(key)) shared.set(key, value)
    return shared.get(key) as T
  }
  const workOut = (accountId: AccountId, { customerId, customer, kept }: CustomerStanding): void => {
    const run = kept.dryRun?.id ?? ''
    const data = store.roleMigration.answers(accountId, customerId)
    const row = ({ memberId, name, email, danger, environments, projects }: PersonDifference): Reviewed => ({
      run, text: fold(`${name} ${email} ${customer}`),
      row: {
        key: `${run}|${String(memberId)}`, accountId, customerId, customer, memberId, name, email, danger, needsAcknowledging: needsAcknowledging(danger),
        environments: once([...environments]), projectRoles: once([...new Set(projects.flatMap(({ after }) => after ?? []))]), summary: once([...summaryOf({ environments, projects })]),
      },
    })
    known.set(run, data === null ? { people: [], mapping: [] } : { people: privilegeDiff(data.snapshot, data.answers).map(row), mapping: mappingOf(data.snapshot, data.answers) })
  }
  const runOf = ({ kept }: CustomerStanding): string => kept.dryRun?.id ?? ''

  return {
    /** `ask` gives the standings as they are now; it is asked again after others had their turn. */
    async of(accountId: AccountId, ask: () => readonly CustomerStanding[]): Promise<ReviewedScope> {
      for (let missing = ask().filter((one) => !known.has(runOf(one))); missing.length > 0; missing = ask().filter((one) => !known.has(runOf(one)))) await inTurns(missing, 1, (some) => some.forEach((one) => workOut(accountId, one)))
      const standings = ask()
      const runs = new Set(standings.map(runOf))
      if (runs.size > 1 && known.size > runs.size) {
        for (const run of [...known.keys()]) if (!runs.has(run)) known.delete(run)
        shared = new Map()
      }
      const of = [...runs].join()
      const worked = standings.flatMap((one) => known.get(runOf(one)) ?? [])
      const people = sorted.of === of ? sorted.people : worked.flatMap((one) => one.people).sort(byDanger)
      if (runs.size > 1) sorted = { of, people }
      return { standings, people, mappings: worked.map(({ mapping }) => mapping) }
    },
  }
}

const RANK: Readonly<Record<string, number>> = Object.fromEntries(DANGERS.map((danger, at) => [danger, at]))
const rank = (danger: Danger): number => RANK[danger] ?? DANGERS.length

function byDanger({ row: a }: Reviewed, { row: b }: Reviewed): number {
  return rank(a.danger) - rank(b.danger) || prodGains(b) - prodGains(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.customerId - b.customerId)
}

function prodGains({ environments }: Reviewed['row']): number {
  return environments.find(({ environment }) => environment === 'prod')?.gains.length ?? 0
}
