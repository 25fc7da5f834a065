import type { ApiClient, CallOptions } from '../../api/client'
import type { AppErrorJson } from '../../contract/errors'
import type { CustomerId } from '../../contract/ids'
import type { ActivityRecord } from '../../domain/migration/records'
import type { JobDeps } from '../deps'
import { dryRunCustomer, failedDryRun, lockedError } from './dry-run'
import { failProof, prove, takeUpProof } from './prove'
import { readLegacyRoles, readMembers } from './read-customer'
import { tryLockOfAccount } from './standing'
import { verifyCustomer } from './verify'

/** Members that are younger than this are not read again for a look; in ms. */
const RECENT_MS = 15 * 60_000

/** What an activity does with one customer. Throws AppError. */
export async function workOn(deps: JobDeps, client: ApiClient, kind: ActivityRecord['kind'], customer: CustomerId, options: CallOptions): Promise<void> {
  switch (kind) {
    case 'check': return look(deps, client, customer, options)
    case 'dry-run': {
      // The proof may have been made anew meanwhile, with another end, or have grown old.
      const lock = tryLockOfAccount(deps, client.accountId)
      if (lock !== null) throw lockedError(lock)
      return dryRunCustomer(deps, client, customer, options)
    }
    case 'verify': return verifyCustomer(deps, client, customer, options)
    case 'proof': return prove(deps, client, customer, options)
  }
}

/** Members and legacy roles of a customer: nothing that could change anything is asked. */
async function look(deps: JobDeps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<void> {
  const { store, clock } = deps
  const age = clock.now() - (store.readStates.get(client.accountId, 'members', customer)?.readAt ?? -Infinity)
  if (age > RECENT_MS || age < 0) await readMembers(deps, client, customer, options)
  await readLegacyRoles(deps, client, customer, options)
}

/** Before an activity goes on that was under way before: a proof is settled by reading. Throws AppError. */
export async function takeUp(deps: JobDeps, client: ApiClient, kind: ActivityRecord['kind'], options: CallOptions): Promise<void> {
  const { store } = deps
  if (kind === 'proof' && store.roleMigration.proofBefore(client.accountId) !== null) await takeUpProof(deps, client, options)
}

/** Keeps why a customer could not be done. To be called inside a transaction. */
export function failCustomer(deps: JobDeps, client: ApiClient, kind: ActivityRecord['kind'], customer: CustomerId, error: AppErrorJson): void {
  const { store, clock } = deps
  if (kind === 'check') store.roleMigration.saveLook(client.accountId, customer, { at: clock.now(), legacy: null, error })
  if (kind === 'dry-run') failedDryRun(deps, client, customer, error)
  if (kind === 'proof') failProof(deps, client, error)
}
