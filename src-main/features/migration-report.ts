import { createHash } from 'node:crypto'
import type { AccountId, CustomerId } from '../contract/ids'
import type { Danger, MigrationProof, MigrationScope } from '../contract/migration'
import { privilegeDiff, type PersonDifference } from '../domain/migration/diff'
import { mappingOf, sumMappings, type MappedRole } from '../domain/migration/mapping'
import type { DryRunData } from '../domain/migration/records'
import { legacyRolesOf } from '../domain/migration/snapshot'
import { summaryOf } from '../domain/migration/summary'
import { namesFrom } from '../jobs/names'
import { standingsOf, type CustomerStanding } from '../jobs/migration/standing'
import type { Store } from '../store'
import { acknowledgedKey } from '../store/repos/acknowledgements'
import { changes, minute } from './migration-report-words'
import { customersIn } from './migration-scope'
import { inFileName } from './file-name'

/** One person of a report, in words. */
export interface ReportPerson {
  readonly customerId: CustomerId; readonly customer: string; readonly name: string; readonly email: string; readonly legacy: string
  readonly roles: Readonly<Record<'dev' | 'test' | 'prod', string>>; readonly projects: string; readonly danger: Danger; readonly gains: string; readonly losses: string; readonly acknowledged: string; readonly after: string
}

/** One customer with what its state rests on. */
export interface ReportCustomer { readonly standing: CustomerStanding; readonly people: readonly ReportPerson[]; /** Of what was read and answered, so that a report can be held against the ledger. */ readonly hash: string | null; readonly journal: string }

/** All that a report says. `incomplete`: customers that it knows nothing certain of. */
export interface Report {
  readonly account: string; readonly scope: string; readonly proof: MigrationProof | null; readonly customers: readonly ReportCustomer[]; readonly mapping: readonly (MappedRole & { readonly customers: number })[]; readonly incomplete: readonly string[]
}

/** What is known of a migration, as evidence; `of` null: of the whole account. */
export function reportOf(store: Store, accountId: AccountId, of: MigrationScope | null): Report {
  const ids = of === null ? null : customersIn(store, accountId, of)
  const standings = standingsOf(store, accountId, ids)
  const acknowledged = store.roleMigration.acknowledged(accountId)
  const mappings: (readonly MappedRole[])[] = []
  const customers = standings.map((standing): ReportCustomer => {
    const { customerId, kept: { dryRun } } = standing
    const data = dryRun === null ? null : store.roleMigration.answers(accountId, customerId)
    const lines = store.journal.page({ jobId: null, accountId, customerId, offset: 0, limit: 1 }, 'newest')
    if (data !== null) mappings.push(mappingOf(data.snapshot, data.answers))
    const seen = (member: PersonDifference['memberId']): string => {
      const mark = dryRun === null ? undefined : acknowledged.get(acknowledgedKey(customerId, dryRun.id, member))
      return mark === undefined ? '' : `${mark.by}, ${minute(mark.at)}${mark.note === '' ? '' : `: ${mark.note}`}`
    }
    return {
      standing, hash: data === null ? null : createHash('sha256').update(JSON.stringify(data)).digest('hex'), journal: lines.matched === 0 ? '' : `${String(lines.matched)} lines, the last is ${String(lines.rows[0]?.n ?? '')}`,
      people: data === null ? [] : privilegeDiff(data.snapshot, data.answers).map((one) => personOf(standing, data, one, seen(one.memberId))),
    }
  })
  return {
    account: namesFrom(store).account(accountId), scope: scopeName(store, accountId, of),
    proof: store.roleMigration.account(accountId).proof, customers, mapping: sumMappings(mappings),
    incomplete: standings.filter(({ lane, kept: { looked } }) => lane === 'unknown' || lane === 'not-checked' || looked?.error != null).map(({ customer }) => customer),
  }
}

function scopeName(store: Store, accountId: AccountId, of: MigrationScope | null): string {
  if (of === null) return 'the whole account'
  if ('waveId' in of) return store.migrationWaves.waves(accountId).find(({ id }) => id === of.waveId)?.name ?? 'a wave'
  const [one] = of.customers
  return one !== undefined && of.customers.length === 1 ? namesFrom(store).customer(accountId, one) : `${String(of.customers.length)} customers`
}

/** How the file of a report is called: whose it is, and of which day (UTC). `at`: UTC ms. */
export function reportFileName(store: Store, accountId: AccountId, of: MigrationScope | null, at: number): string {
  return `Rolodesk migration, ${inFileName(namesFrom(store).account(accountId))}, ${inFileName(scopeName(store, accountId, of))}, ${minute(at).slice(0, 10)}`
}

function personOf({ customerId, customer, kept: { verified } }: CustomerStanding, { snapshot }: DryRunData, person: PersonDifference, acknowledged: string): ReportPerson {
  const member = snapshot.members.find(({ id }) => id === person.memberId)
  const role = (environment: 'dev' | 'test' | 'prod'): string => {
    const one = person.environments.find((each) => each.environment === environment)
    return one === undefined ? '' : one.before === one.after ? `${one.before ?? 'No access'} (stays)` : `${one.before ?? 'No access'} -> ${one.after ?? 'No access'}`
  }
  const summary = summaryOf(person)
  const differences = (verified?.deviations ?? []).filter(({ difference }) => difference.memberId === person.memberId)
  return {
    customerId, customer, name: person.name, email: person.email, legacy: member === undefined ? '' : legacyRolesOf(member).join(', '), roles: { dev: role('dev'), test: role('test'), prod: role('prod') },
    projects: person.projects.map(({ project, environment, after }) => `${project} (${environment}): ${after ?? 'No access'}`).join('; '), danger: person.danger, gains: changes(summary, 'gain'), losses: changes(summary, 'loss'), acknowledged,
    after: verified === null ? 'not verified' : differences.length === 0 ? 'as said' : differences.map(({ difference: { environment, project, expected, actual } }) => `${environment.toUpperCase()}${project === null ? '' : ` ${project.name}`}: ${actual ?? 'No access'} instead of ${expected ?? 'No access'}`).join('; '),
  }
}
