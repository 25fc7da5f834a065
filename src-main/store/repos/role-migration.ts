import type { PrivilegeMap, RoleName } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import type { MigrationMark, MigrationProof } from '../../contract/migration'
import type { WholeCustomer } from '../../domain/migration/proof'
import { NOTHING_KEPT, type ActivityRecord, type DryRunData, type DryRunRecord, type Look, type MigrationAccount, type MigrationCustomer, type VerifiedRecord } from '../../domain/migration/records'
import type { Db, SqlValue } from '../db'
import { parseJson } from '../parse-json'
import { acknowledgementsRepo } from './acknowledgements'
import { OF_ACCOUNT, type MigrationSeals, type SealChecker, type SealedPart } from './migration-seals'

interface StoredAccount { custom_roles: number; proof: string | null; system_roles: string | null; activity: string | null }
interface StoredCustomer { customer_id: CustomerId; looked: string | null; root: string | null; note: string | null; dry_run: string | null; verified: string | null; job_id: JobId | null; job_at: number | null }
type Column = 'looked' | 'root' | 'note' | 'dry_run' | 'verified'
/** The text of a switch that is on. */
const ON = 'on'

/**
 * The migration of customers from legacy roles: what was seen, tried, acknowledged and done. The user's property. What decides on sending is sealed: whoever keeps
 * it does so in a transaction, and what is not as it was sealed counts as not kept.
 */
export function roleMigrationRepo(db: Db, seals: MigrationSeals) {
  const acknowledgements = acknowledgementsRepo(db)
  // Hundreds of customers are looked at for every page of the board.
  let revision = 0
  const known = new Map<AccountId, { readonly at: number; readonly customers: ReadonlyMap<CustomerId, MigrationCustomer> }>()
  /** Dry runs whose answers were found altered when they were read. */
  const unheld = new Set<string>()
  const write = (sql: string, params: readonly SqlValue[]): void => {
    revision += 1
    db.run(sql, params)
  }
  const setAccount = (column: 'custom_roles' | 'proof' | 'proof_before' | 'system_roles' | 'activity', id: AccountId, value: SqlValue): void =>
    write(`INSERT INTO migration_accounts (account_id, ${column}) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET ${column} = excluded.${column}`, [id, value])
  const setCustomer = (column: Column, id: AccountId, customer: CustomerId, text: string | null): void =>
    write(`INSERT INTO migration_customers (account_id, customer_id, ${column}) VALUES (?, ?, ?) ON CONFLICT (account_id, customer_id) DO UPDATE SET ${column} = excluded.${column}`, [id, customer, text])
  const seal = (column: 'root' | 'dry_run' | 'verified', id: AccountId, customer: CustomerId, value: unknown, at: number): void => {
    const text = toText(value)
    setCustomer(column, id, customer, text)
    seals.put(id, customer, column === 'dry_run' ? 'dry-run' : column, text, at)
  }
  const customers = (id: AccountId): ReadonlyMap<CustomerId, MigrationCustomer> => {
    const held = known.get(id)
    if (held?.at === revision) return held.customers
    const check = seals.checker()
    const [gains, runs] = [acknowledgements.texts(id), answered(id)]
    const rows = db.all<StoredCustomer>('SELECT customer_id, looked, root, note, dry_run, verified, job_id, job_at FROM migration_customers WHERE account_id = ?', [id])
    const made = new Map(rows.map((row) => [row.customer_id, toCustomer(id, row, check, gains.get(row.customer_id) ?? null, runs.get(row.customer_id) ?? null)]))
    known.set(id, { at: revision, customers: made })
    return made
  }
  /** The dry run of each customer whose answers are there. */
  const answered = (id: AccountId): ReadonlyMap<CustomerId, string> =>
    new Map(db.all<{ customer_id: CustomerId; run_id: string }>('SELECT customer_id, run_id FROM migration_answers WHERE account_id = ?', [id]).flatMap((row) => (unheld.has(row.run_id) ? [] : [[row.customer_id, row.run_id] as const])))
  /** Whether they are what was answered is known once they were read: they are long. */
  const answersOf = (id: AccountId, customer: CustomerId): string | null => {
    const { dryRun, answered: there } = customers(id).get(customer) ?? NOTHING_KEPT
    const data = dryRun === null || !there ? null : (db.get<{ data: string }>('SELECT data FROM migration_answers WHERE account_id = ? AND customer_id = ? AND run_id = ?', [id, customer, dryRun.id])?.data ?? null)
    if (dryRun === null || data === null || seals.checker().holds(id, customer, 'answers', answersText(dryRun.id, data))) return data
    unheld.add(dryRun.id)
    revision += 1
    return null
  }
  return {
    /** Another one after every change, so that what was made of it can be kept until then. */
    revision: (): number => revision,
    account: (id: AccountId): MigrationAccount => {
      const row = db.get<StoredAccount>('SELECT custom_roles, proof, system_roles, activity FROM migration_accounts WHERE account_id = ?', [id])
      const { holds } = seals.checker()
      const held = (part: SealedPart, text: string | null | undefined): string | null => (text != null && holds(id, OF_ACCOUNT, part, text) ? text : null)
      return {
        customRoles: held('custom-roles', row?.custom_roles === 1 ? ON : null) !== null, proof: json<MigrationProof>(held('proof', row?.proof)), altered: !holds(id, OF_ACCOUNT, 'proof', row?.proof ?? null),
        systemRoles: json<Record<RoleName, PrivilegeMap>>(held('system-roles', row?.system_roles)) ?? {}, activity: json<ActivityRecord>(row?.activity),
      }
    },
    setCustomRoles: (id: AccountId, on: boolean, at: number): void => {
      setAccount('custom_roles', id, on ? 1 : 0)
      seals.put(id, OF_ACCOUNT, 'custom-roles', on ? ON : null, at)
    },
    /** `before`: what its dry run is to be held against; null: it has been. */
    saveProof: (id: AccountId, proof: MigrationProof, before: WholeCustomer | null): void => {
      setAccount('proof', id, JSON.stringify(proof))
      setAccount('proof_before', id, toText(before))
      seals.put(id, OF_ACCOUNT, 'proof', JSON.stringify(proof), proof.endedAt ?? proof.startedAt)
    },
    proofBefore: (id: AccountId): WholeCustomer | null => json<WholeCustomer>(db.get<{ proof_before: string | null }>('SELECT proof_before FROM migration_accounts WHERE account_id = ?', [id])?.proof_before),
    saveSystemRoles: (id: AccountId, roles: Readonly<Record<RoleName, PrivilegeMap>>, at: number): void => {
      setAccount('system_roles', id, JSON.stringify(roles))
      seals.put(id, OF_ACCOUNT, 'system-roles', JSON.stringify(roles), at)
    },
    saveActivity: (id: AccountId, activity: ActivityRecord): void => setAccount('activity', id, JSON.stringify(activity)),
    /** Accounts in which something is at work. */
    atWork: (): AccountId[] => db.all<{ id: AccountId; activity: string }>('SELECT account_id AS id, activity FROM migration_accounts WHERE activity IS NOT NULL')
      .filter(({ activity }) => ['running', 'waiting'].includes(json<ActivityRecord>(activity)?.state ?? '')).map(({ id }) => id),

    customers,
    customer: (id: AccountId, customer: CustomerId): MigrationCustomer => customers(id).get(customer) ?? NOTHING_KEPT,
    /** Not sealed, as what is read again before anything is sent. */
    saveLook: (id: AccountId, customer: CustomerId, look: Look): void => setCustomer('looked', id, customer, JSON.stringify(look)),
    saveRoot: (id: AccountId, customer: CustomerId, root: MigrationMark | null, at: number): void => seal('root', id, customer, root, at),
    saveNote: (id: AccountId, customer: CustomerId, note: MigrationMark | null): void => setCustomer('note', id, customer, toText(note)),
    /** Null answers: the dry run gave none that count. */
    saveDryRun: (id: AccountId, customer: CustomerId, record: DryRunRecord, answers: DryRunData | null): void => {
      seal('dry_run', id, customer, record, record.at)
      write('DELETE FROM migration_answers WHERE account_id = ? AND customer_id = ?', [id, customer])
      const data = toText(answers)
      if (data !== null) write('INSERT INTO migration_answers (account_id, customer_id, run_id, data) VALUES (?, ?, ?, ?)', [id, customer, record.id, data])
      seals.put(id, customer, 'answers', data === null ? null : answersText(record.id, data), record.at)
    },
    /** Of the dry run that is kept; null: it has none, or none that are what was answered. */
    answers: (id: AccountId, customer: CustomerId): DryRunData | null => json<DryRunData>(answersOf(id, customer)),
    /** The same without reading what they say. */
    hasAnswers: (id: AccountId, customer: CustomerId): boolean => answersOf(id, customer) !== null,
    saveVerified: (id: AccountId, customer: CustomerId, verified: VerifiedRecord | null): void => seal('verified', id, customer, verified, verified?.accepted?.at ?? verified?.at ?? 0),
    /** A job that migrates the customer began; what was verified before counts no more. */
    saveJob: (id: AccountId, customer: CustomerId, job: JobId, at: number): void => {
      seal('verified', id, customer, null, at)
      write('UPDATE migration_customers SET job_id = ?, job_at = ? WHERE account_id = ? AND customer_id = ?', [job, at, id, customer])
      seals.put(id, customer, 'job', jobText(job, at), at)
    },

    /** Acknowledged gains by customer, dry run and person. */
    acknowledged: (id: AccountId): ReadonlyMap<string, MigrationMark> => acknowledgements.all(id, seals.checker()),
    /** Gains of several people in one dry run; null takes them back. */
    acknowledge: (id: AccountId, customer: CustomerId, run: string, members: readonly MemberId[], mark: MigrationMark | null, at: number): void => {
      revision += 1
      if (!seals.checker().holds(id, customer, 'acknowledged', acknowledgements.texts(id, customer).get(customer) ?? null)) acknowledgements.forget(id, customer)
      acknowledgements.set(id, customer, run, members, mark)
      seals.put(id, customer, 'acknowledged', acknowledgements.texts(id, customer).get(customer) ?? null, at)
    },
  }
}

function toCustomer(id: AccountId, row: StoredCustomer, check: SealChecker, gains: string | null, run: string | null): MigrationCustomer {
  const { customer_id: customer } = row
  const altered: SealedPart[] = check.holds(id, customer, 'acknowledged', gains) ? [] : ['acknowledged']
  const held = <T>(part: SealedPart, text: string | null): T | null => {
    if (check.holds(id, customer, part, text)) return json<T>(text)
    altered.push(part)
    return null
  }
  const own = row.job_id === null || row.job_at === null ? null : jobText(row.job_id, row.job_at)
  const job = json<readonly [JobId, number]>(check.holds(id, customer, 'job', own) ? own : check.kept(id, customer, 'job'))
  const dryRun = held<DryRunRecord>('dry-run', row.dry_run)
  const answered = dryRun !== null && run === dryRun.id
  if (dryRun?.state === 'done' && !answered) altered.push('answers')
  return {
    looked: json<Look>(row.looked), root: held<MigrationMark>('root', row.root), note: json<MigrationMark>(row.note), dryRun, answered, verified: held<VerifiedRecord>('verified', row.verified),
    job: job === null ? null : { id: job[0], at: job[1] }, altered,
  }
}

/** What is no JSON any more counts as not kept. */
function json<T>(text: string | null | undefined): T | null {
  return text == null ? null : ((parseJson(text) as T | undefined) ?? null)
}

function toText(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}

function jobText(job: JobId, at: number): string {
  return JSON.stringify([job, at])
}

function answersText(run: string, data: string): string {
  return `${run} ${data}`
}
