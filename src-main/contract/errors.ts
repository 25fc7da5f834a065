// No schema here: the page needs these at run time, and schemas would make its start slower. Theirs is in error-schema.ts.

/** Every cause that the app tells apart; a test or a screen may rely on the spelling (`data-error-code`). */
export const APP_ERROR_CODES = [
  'BAD_INPUT', 'UNKNOWN_METHOD', 'UNTRUSTED_SENDER', 'INTERNAL', 'ENGINE_DOWN', 'CANCELLED',
  // reaching the API
  'OFFLINE', 'HOST_NOT_FOUND', 'UNREACHABLE', 'TLS', 'PROXY', 'TIMEOUT', 'REDIRECTED', 'NOT_WORKATO',
  'TOKEN_REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'RATE_LIMITED', 'REJECTED', 'SERVER_ERROR', 'BAD_RESPONSE',
  // accounts and keychain
  'ACCOUNT_NOT_FOUND', 'DUPLICATE_ACCOUNT', 'BASE_URL_INVALID', 'BASE_URL_UNCONFIRMED', 'BASE_URL_CHANGED', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED', 'KEYCHAIN_MISSING',
  'SANDBOX_DOWN',
  // plans and jobs
  'PLAN_STALE', 'COUNT_NEEDED', 'CHANGES_WAITING',
  // migration
  'NAME_NEEDED', 'MIGRATION_LOCKED', 'MIGRATION_GATE',
  // store
  'STORE_CORRUPT', 'STORE_NEWER', 'STORE_READONLY', 'STORE_FULL', 'URL_NOT_ALLOWED', 'FILE_FAILED',
] as const
export type AppErrorCode = (typeof APP_ERROR_CODES)[number]

/** What crosses a process boundary instead of an exception: never a stack, a token or a file path. */
export interface AppErrorJson {
  code: AppErrorCode
  /** What happened, one sentence. */
  title: string
  /** What it means and what to do. */
  hint: string
  /** Whether doing the same again can succeed without a change by the user. */
  retryable: boolean
  /** Milliseconds to wait before a retry, where known. */
  retryAfterMs?: number | undefined
  /** Further facts: input field names, HTTP status, host. */
  details?: Record<string, string | number | boolean> | undefined
}

/** The answer to every invoke. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppErrorJson }

/** An expected failure inside one process; at a boundary it becomes an {@link AppErrorJson}. */
export class AppError extends Error {
  readonly json: AppErrorJson
  constructor(json: AppErrorJson) {
    super(`${json.code}: ${json.title}`)
    this.name = 'AppError'
    this.json = json
  }
}

/** Makes an {@link AppError} with the usual fields. */
export function appError(code: AppErrorCode, title: string, hint: string, extra: Partial<AppErrorJson> = {}): AppError {
  return new AppError({ code, title, hint, retryable: false, ...extra })
}

/** The account has changes that would be lost with it, or others than were confirmed. */
export function changesWaiting(count: number): AppError {
  return appError('CHANGES_WAITING', `${String(count)} changes of this account were not sent yet.`, 'Nothing was removed. Save them to a file, or type their number to give them up.', { details: { count } })
}

/** Nothing may be sent: the user works offline, or there is no network. */
export function offlineError(): AppError {
  return appError('OFFLINE', 'Rolodesk is offline.', 'Nothing was sent. Rows that are already here can be used. Switch "Work offline" off, or wait for the network, to ask Workato.', { retryable: true })
}

/** The reply for anything that was thrown; an unexpected exception says nothing of its inside. */
export function failureReply(thrown: unknown): Extract<Reply<never>, { readonly ok: false }> {
  if (thrown instanceof AppError) return { ok: false, error: thrown.json }
  return {
    ok: false,
    error: {
      code: 'INTERNAL', title: 'Something failed inside Rolodesk.', retryable: true,
      hint: 'Nothing was lost. Try again; the log of this computer names the cause.',
    },
  }
}
