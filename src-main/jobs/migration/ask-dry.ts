import type { ApiClient, CallOptions } from '../../api/client'
import { migrateCustomRole, migrateSystemRoles } from '../../api/resources/roles-migration'
import type { MigrationReport, RoleName } from '../../contract/access'
import { AppError } from '../../contract/errors'
import type { CustomerId, LegacyRoleId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import { newId } from '../../domain/new-id'
import type { JobDeps } from '../deps'

/** A custom role; null: the built-in ones. */
export type AskedRole = { readonly id: LegacyRoleId; readonly name: RoleName } | null

/**
 * Asks what a migration would do, with `dry_run` in body and query. The journal says so before it leaves and after the answer, as of everything that could
 * change something; `run` stands in the place of a job. Throws AppError.
 */
export async function askDry({ store, clock, random }: Pick<JobDeps, 'store' | 'clock' | 'random'>, client: ApiClient, customer: CustomerId, role: AskedRole, run: string, options: CallOptions): Promise<MigrationReport> {
  const requestId = newId(random)
  const write = (event: 'sending' | 'answered', data: object): void => store.inLedger(() => store.journal.append({ at: clock.now(), accountId: client.accountId, customerId: customer, jobId: run as JobId, event, data: { requestId, ...data } }))
  let status: number | null = null
  const watch = {
    leaving: () => write('sending', { call: { kind: 'migrate.dryRun', role }, steps: [] }),
    answered: (code: number) => {
      status = code
    },
  }
  try {
    const report = await (role === null ? migrateSystemRoles(client, customer, true, { ...options, watch }) : migrateCustomRole(client, customer, role.id, true, { ...options, watch, experimental: true }))
    write('answered', { status })
    return report
  } catch (error) {
    if (!options.signal.aborted && error instanceof AppError) write('answered', { status, error: error.json.code, details: error.json.details ?? {} })
    throw error
  }
}

/** Whether the API says that there is nothing left to migrate; by its words, because the status is that of any refusal [assumed, contract 10.5]. */
export function saysMigrated({ json: { code, details } }: AppError): boolean {
  return (code === 'REJECTED' || code === 'NOT_FOUND') && /already/i.test(String(details?.['said'] ?? ''))
}
