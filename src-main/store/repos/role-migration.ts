import type { PrivilegeMap, RoleName } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import type { MigrationMark, MigrationProof } from '../../contract/migration'
import type { WholeCustomer } from '../../domain/migration/proof'
import { NOTHING_KEPT, type ActivityRecord, type DryRunData, type DryRunRecord, type Look, type MigrationAccount, type MigrationCustomer, type VerifiedRecord } from '../../domain/migration/records'
import type { Db, SqlValue } from '../db'
import { parseJson } from '../parse-json'

interface StoredAccount { custom_roles: number; proof: string | null; system_roles: string | null; activity: string | null }
interface StoredCustomer { customer_id: CustomerId; looked: string | null; root: string | null; note: string | null; dry_run: string | null; verified: string | null; job_id: JobId | null; job_at: number | null }
type Column = 'looked' | 'root' | 'note' | 'dry_run' | 'verified'

/** The migration of customers from legacy roles: what was seen, tried, acknowledged and done. The user's property; whoever writes several of these does so in a transaction. */
export function roleMigrationRepo(db: Db) {
  // Hundreds of customers are looked at for every page of the board.
  let revision = 0
  const known = new Map<AccountId, { readonly at: number; readonly customers: ReadonlyMap<CustomerId, MigrationCustomer> }>()
  const write = (sql: string, params: readonly SqlValue[]): void => {
    revision += 1
    db.run(sql, params)
  }
  const setAccount = (column: 'custom_roles' | 'proof' | 'proof_before' | 'system_roles' | 'activity', id: AccountId, value: SqlValue): void =>
    write(`INSERT INTO migration_accounts (account_id, ${column}) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET ${column} = excluded.${column}`, [id, value])
  const setCustomer = (column: Column, id: AccountId, customer: CustomerId, value: unknown): void =>
    write(`INSERT INTO migration_customers (account_id, customer_id, ${column}) VALUES (?, ?, ?) ON CONFLICT (account_id, customer_id) DO UPDATE SET ${column} = excluded.${column}`, [id, customer, value === null ? null : JSON.stringify(value)])
  const customers = (id: AccountId): ReadonlyMap<CustomerId, MigrationCustomer> => {
    const held = known.get(id)
    if (held?.at === revision) return held.customers
    const rows = db.all<StoredCustomer>('SELECT customer_id, looked, root, note, dry_run, verified, job_id, job_at FROM migration_customers WHERE account_id = ?', [id])
    const made = new Map(rows.map((row) => [row.customer_id, toCustomer(row)]))
    known.set(id, { at: revision, customers: made })
    return made
  }
  return {
    /** Another one after every change, so that what was made of it can be kept until then. */
    revision: (): number => revision,
    account: (id: AccountId): MigrationAccount => {
      const row = db.get<StoredAccount>('SELECT custom_roles, proof, system_roles, activity FROM migration_accounts WHERE account_id = ?', [id])
      return { customRoles: row?.custom_roles === 1, proof: json<MigrationProof>(row?.proof), systemRoles: json<Record<RoleName, PrivilegeMap>>(row?.system_roles) ?? {}, activity: json<ActivityRecord>(row?.activity) }
    },
    setCustomRoles: (id: AccountId, on: boolean): void => setAccount('custom_roles', id, on ? 1 : 0),
    /** `before`: what its dry run is to be held against; null: it has been. */
    saveProof: (id: AccountId, proof: MigrationProof, before: WholeCustomer | null): void => {
      setAccount('proof', id, JSON.stringify(proof))
      setAccount('proof_before', id, before === null ? null : JSON.stringify(before))
    },
    proofBefore: (id: AccountId): WholeCustomer | null => json<WholeCustomer>(db.get<{ proof_before: string | null }>('SELECT proof_before FROM migration_accounts WHERE account_id = ?', [id])?.proof_before),
    saveSystemRoles: (id: AccountId, roles: Readonly<Record<RoleName, PrivilegeMap>>): void => setAccount('system_roles', id, JSON.stringify(roles)),
    saveActivity: (id: AccountId, activity: ActivityRecord): void => setAccount('activity', id, JSON.stringify(activity)),
    /** Accounts in which something is at work. */
    atWork: (): AccountId[] => db.all<{ id: AccountId; activity: string }>('SELECT account_id AS id, activity FROM migration_accounts WHERE activity IS NOT NULL')
      .filter(({ activity }) => ['running', 'waiting'].includes(json<ActivityRecord>(activity)?.state ?? '')).map(({ id }) => id),

    customers,
    customer: (id: AccountId, customer: CustomerId): MigrationCustomer => customers(id).get(customer) ?? NOTHING_KEPT,
    saveLook: (id: AccountId, customer: CustomerId, look: Look): void => setCustomer('looked', id, customer, look),
    saveRoot: (id: AccountId, customer: CustomerId, root: MigrationMark | null): void => setCustomer('root', id, customer, root),
    saveNote: (id: AccountId, customer: CustomerId, note: MigrationMark | null): void => setCustomer('note', id, customer, note),
    /** Null answers: the dry run gave none that count. */
    saveDryRun: (id: AccountId, customer: CustomerId, record: DryRunRecord, answers: DryRunData | null): void => {
      setCustomer('dry_run', id, customer, record)
      write('DELETE FROM migration_answers WHERE account_id = ? AND customer_id = ?', [id, customer])
      if (answers !== null) write('INSERT INTO migration_answers (account_id, customer_id, run_id, data) VALUES (?, ?, ?, ?)', [id, customer, record.id, JSON.stringify(answers)])
    },
    /** Of the dry run that is kept; null: it has none. */
    answers: (id: AccountId, customer: CustomerId): DryRunData | null =>
      json<DryRunData>(db.get<{ data: string }>('SELECT data FROM migration_answers WHERE account_id = ? AND customer_id = ? AND run_id = ?', [id, customer, customers(id).get(customer)?.dryRun?.id ?? ''])?.data),
    saveVerified: (id: AccountId, customer: CustomerId, verified: VerifiedRecord | null): void => setCustomer('verified', id, customer, verified),
    /** A job that migrates the customer began; what was verified before counts no more. */
    saveJob: (id: AccountId, customer: CustomerId, job: JobId, at: number): void => {
      setCustomer('verified', id, customer, null)
      write('UPDATE migration_customers SET job_id = ?, job_at = ? WHERE account_id = ? AND customer_id = ?', [job, at, id, customer])
    },

    /** Acknowledged gains by customer, dry run and person. */
    acknowledged: (id: AccountId): ReadonlyMap<string, MigrationMark> =>
      new Map(db.all<{ customer_id: CustomerId; run_id: string; member_id: MemberId; mark: string }>('SELECT customer_id, run_id, member_id, mark FROM migration_acknowledged WHERE account_id = ?', [id])
        .flatMap((row) => {
          const mark = json<MigrationMark>(row.mark)
          return mark === null ? [] : [[acknowledgedKey(row.customer_id, row.run_id, row.member_id), mark] as const]
        })),
    /** Null takes it back. */
    acknowledge: (id: AccountId, customer: CustomerId, run: string, member: MemberId, mark: MigrationMark | null): void =>
      mark === null ? write('DELETE FROM migration_acknowledged WHERE account_id = ? AND customer_id = ? AND run_id = ? AND member_id = ?', [id, customer, run, member])
        : write('INSERT OR REPLACE INTO migration_acknowledged (account_id, customer_id, run_id, member_id, mark) VALUES (?, ?, ?, ?, ?)', [id, customer, run, member, JSON.stringify(mark)]),
  }
}

/** Names the gain of a person in one dry run. */
export function acknowledgedKey(customer: CustomerId, run: string, member: MemberId): string {
  return `${String(customer)}|${run}|${String(member)}`
}

function toCustomer(row: StoredCustomer): MigrationCustomer {
  return {
    looked: json<Look>(row.looked), root: json<MigrationMark>(row.root), note: json<MigrationMark>(row.note), dryRun: json<DryRunRecord>(row.dry_run), verified: json<VerifiedRecord>(row.verified),
    job: row.job_id === null || row.job_at === null ? null : { id: row.job_id, at: row.job_at },
  }
}

/** What is no JSON any more counts as not kept. */
function json<T>(text: string | null | undefined): T | null {
  return text == null ? null : ((parseJson(text) as T | undefined) ?? null)
}
