import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { MigrationMark } from '../../contract/migration'
import { grouped } from '../../contract/grouped'
import type { Db } from '../db'
import { parseJson } from '../parse-json'
import type { SealChecker } from './migration-seals'

interface Stored { readonly customer_id: CustomerId; readonly run_id: string; readonly member_id: MemberId; readonly mark: string }

/** Gains in PROD that a person has acknowledged, each of somebody in one dry run. All of a customer are sealed together. */
export function acknowledgementsRepo(db: Db) {
  const rows = (id: AccountId, customer?: CustomerId): ReadonlyMap<CustomerId, readonly Stored[]> => {
    const select = `SELECT customer_id, run_id, member_id, mark FROM migration_acknowledged WHERE account_id = ? ${customer === undefined ? '' : 'AND customer_id = ?'} ORDER BY customer_id, run_id, member_id`
    return grouped(db.all<Stored>(select, customer === undefined ? [id] : [id, customer]), (row) => row.customer_id)
  }
  return {
    /** What is sealed of each customer, or of one, that has any. */
    texts: (id: AccountId, customer?: CustomerId): ReadonlyMap<CustomerId, string> => new Map([...rows(id, customer)].map(([one, of]) => [one, textOf(of)])),
    /** By customer, dry run and person; without those of customers of which anything was altered. */
    all: (id: AccountId, { holds }: Pick<SealChecker, 'holds'>): ReadonlyMap<string, MigrationMark> =>
      new Map([...rows(id)].flatMap(([customer, of]) => (holds(id, customer, 'acknowledged', textOf(of)) ? of : [])).flatMap((row) => {
        const mark = parseJson(row.mark) as MigrationMark | null | undefined
        return mark == null ? [] : [[acknowledgedKey(row.customer_id, row.run_id, row.member_id), mark] as const]
      })),
    /** Null takes them back. */
    set: (id: AccountId, customer: CustomerId, run: string, members: readonly MemberId[], mark: MigrationMark | null): void => {
      for (const member of members) {
        if (mark === null) db.run('DELETE FROM migration_acknowledged WHERE account_id = ? AND customer_id = ? AND run_id = ? AND member_id = ?', [id, customer, run, member])
        else db.run('INSERT OR REPLACE INTO migration_acknowledged (account_id, customer_id, run_id, member_id, mark) VALUES (?, ?, ?, ?, ?)', [id, customer, run, member, JSON.stringify(mark)])
      }
    },
    forget: (id: AccountId, customer: CustomerId): void => void db.run('DELETE FROM migration_acknowledged WHERE account_id = ? AND customer_id = ?', [id, customer]),
  }
}

/** Names the gain of a person in one dry run. */
export function acknowledgedKey(customer: CustomerId, run: string, member: MemberId): string {
  return `${String(customer)}|${run}|${String(member)}`
}

function textOf(rows: readonly Stored[]): string {
  return JSON.stringify(rows.map(({ run_id, member_id, mark }) => [run_id, member_id, mark]))
}
