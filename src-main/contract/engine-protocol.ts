/**
 * Messages between main and the engine process (structured clone over the parent port).
 * No message ever carries a token: the engine names the account, main signs.
 */
import type { AppErrorJson, Reply } from './errors'
import type { ExportColumn } from './export-columns'
import type { AppEvent } from './events'
import type { AccountId, CustomerId } from './ids'
import type { JobId } from './jobs'
import type { MatrixScope, MatrixView } from './matrix'
import type { MigrationScope } from './migration'
import type { Account, WaitingChanges } from './methods/accounts'
import type { Settings, StoreMend } from './methods/app'

/** A request to the remote API without its origin and credentials. `path` begins with `/api/`. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** Repeatable query parameters in order. */
  readonly query?: readonly (readonly [string, string])[]
  /** JSON body. */
  readonly body?: unknown
}

/** A complete answer; header names are lower case. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An account as the ledger holds it: no token, and no token state but where the token was put. */
export type AccountRecord = Omit<Account, 'tokenState' | 'customers'> & {
  readonly tokenPlace: 'keychain' | 'session' | 'none'
}

/** What a file is to hold. */
export type FileContent =
  | { readonly kind: 'evidence'; readonly jobId: JobId }
  /** Null: without that condition. */
  | { readonly kind: 'journal'; readonly filter: { readonly jobId: JobId | null; readonly accountId: AccountId | null; readonly customerId: CustomerId | null } }
  | { readonly kind: 'changes'; readonly accountId: AccountId }
  | { readonly kind: 'matrix'; readonly view: MatrixView; readonly columns: readonly ExportColumn[]; readonly noAccess: string }
  /** Null: of the whole account. */
  | { readonly kind: 'migration'; readonly accountId: AccountId; readonly of: MigrationScope | null }

/** Calls that main makes of the engine for itself; the renderer cannot reach them. */
export interface EngineInternals {
  'internal.accounts.list': (input: Record<string, never>) => readonly (AccountRecord & { readonly customers: number })[]
  'internal.accounts.save': (input: AccountRecord) => AccountRecord
  'internal.accounts.waiting': (input: { accountId: AccountId }) => WaitingChanges
  /** Removes metadata and cache of the account, and gives up what waits to be sent for it, where that is what has this fingerprint (null: whatever it is), else CHANGES_WAITING. The journal stays. */
  'internal.accounts.remove': (input: { accountId: AccountId; fingerprint: string | null }) => Promise<Record<string, never>>
  /** Writes a file that a person has chosen: JSON or HTML where its name ends so, else CSV. */
  'internal.files.write': (input: { path: string; content: FileContent }) => Promise<{ rows: number }>
  /** How a file with these rows is called, without its ending. */
  'internal.files.matrixName': (input: { scope: MatrixScope }) => { name: string }
  /** The same of a report of the migration: whose it is, and of which day. */
  'internal.files.migrationName': (input: { accountId: AccountId; of: MigrationScope | null }) => { name: string }
  /** The text of a table that a person has chosen. */
  'internal.files.readTable': (input: { path: string }) => { text: string }
  /** Stages the changes of a file as one batch; `left`: what of it was not staged, and why. */
  'internal.files.readChanges': (input: { path: string; batchName: string }) => { staged: number; left: AppErrorJson | null }
  /** Jobs at work, with the number of their changes that have no result yet. */
  'internal.jobs.running': (input: Record<string, never>) => readonly { readonly id: JobId; readonly name: string; readonly open: number }[]
  'internal.settings.set': (input: Partial<Settings>) => Settings
  'internal.settings.get': (input: Record<string, never>) => Settings
  /** Starts reading the account (after add, token replacement or start). */
  'internal.sync.start': (input: { accountId: AccountId }) => Record<string, never>
  /** Whether requests may be made at all. */
  'internal.connection': (input: { online: boolean }) => Record<string, never>
}

export type ToEngine =
  | { readonly type: 'start'; readonly dataDir: string; readonly appVersion: string; readonly quotaSpeed: number; readonly recordTo: string | undefined; readonly mend?: StoreMend | undefined }
  | { readonly type: 'invoke'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: 'sent'; readonly id: number; readonly result: Reply<ApiResponse> }
  | { readonly type: 'stop' }

export type FromEngine =
  | { readonly type: 'ready' }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly type: 'send'; readonly id: number; readonly accountId: AccountId; readonly request: ApiRequest; readonly timeoutMs: number }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'event'; readonly event: AppEvent }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly event: string; readonly fields: Record<string, unknown> }
  | { readonly type: 'fatal'; readonly error: AppErrorJson }
