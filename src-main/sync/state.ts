import type { AppErrorJson } from '../contract/errors'
import type { SyncState } from '../contract/methods/customers'
import { PAGE_SIZE } from '../api/pages'
import { WHOLE_ACCOUNT } from '../store/read-state'
import type { SyncDeps } from './deps'
import { CUSTOMERS } from './read-customers'

export type Phase = SyncState['phase']

/** Where the reading of an account is, as the status bar shows it. */
export function stateOf({ store, client }: SyncDeps, phase: Phase, error: AppErrorJson | null): SyncState {
  const { accountId } = client
  const cursor = store.reads.get(accountId, CUSTOMERS)
  const listed = store.customers.count(accountId)
  const listing = cursor !== null && cursor.completedAt === null
  const total = listing ? (cursor.expected === null ? null : Math.max(cursor.expected, listed)) : cursor === null ? null : listed
  const { read, failed } = store.readStates.counts(accountId, 'members')
  const appsRead = store.customers.countAppsRead(accountId)
  const bucket = client.bucket('members')
  const expected = total ?? listed
  const pages = listing ? Math.ceil(Math.max(0, expected - listed) / PAGE_SIZE) : 0
  const left = pages + Math.max(0, expected - read - failed) || Math.max(0, listed - appsRead)
  return {
    accountId, phase, listed, read, failed, total, appsRead, etaMs: phase === 'reading' && left > 0 ? bucket.etaMs(left) : null, error,
    // A cache of an older version has it in the cursor alone.
    asOf: cursor?.completedAt ?? store.readStates.get(accountId, 'customers', WHOLE_ACCOUNT)?.readAt ?? null,
    quota: { used: bucket.used(), perMinute: bucket.limit.perMinute, reserved: bucket.limit.reserved, slowed: bucket.slowed() },
  }
}
