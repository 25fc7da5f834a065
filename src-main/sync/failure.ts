import { AppError, appError, failureReply, type AppErrorCode, type AppErrorJson } from '../contract/errors'

/** What a failure of one request means for the reading of the whole account. */
export type Consequence =
  /** The user has to do something first; waiting does not help. */
  | 'pause'
  /** Nothing of this account can be reached now; tried again by itself after a while. */
  | 'retry-account'
  /** This API client may not call this group of endpoints; everything else goes on. */
  | 'forbidden'
  /** This customer only; told in its completeness, tried again after a while. */
  | 'customer'

const PAUSE: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>(['TOKEN_REFUSED', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED', 'KEYCHAIN_MISSING', 'ACCOUNT_NOT_FOUND', 'BASE_URL_INVALID', 'BASE_URL_CHANGED'])
const ACCOUNT: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'OFFLINE', 'HOST_NOT_FOUND', 'TLS', 'PROXY', 'REDIRECTED', 'NOT_WORKATO', 'RATE_LIMITED', 'ENGINE_DOWN', 'SANDBOX_DOWN', 'STORE_FULL', 'STORE_READONLY', 'STORE_CORRUPT', 'CANCELLED',
])

/** What can be the trouble of one answer or of the whole way there: only several in a row tell. */
export const MAY_BE_THE_WAY: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>(['UNREACHABLE', 'TIMEOUT', 'SERVER_ERROR'])

/**
 * What to do about a failure. `mayLackModel`: these endpoints can answer 401 where the workspace lacks the new roles or the API client lacks that
 * privilege (contract 1.10), so a 401 there says nothing about the token.
 */
export function consequenceOf(error: unknown, mayLackModel: boolean): Consequence {
  // A defect of ours that one answer brought to light: the other customers are read.
  if (!(error instanceof AppError)) return 'customer'
  const { code } = error.json
  if (code === 'FORBIDDEN' || (code === 'TOKEN_REFUSED' && mayLackModel)) return 'forbidden'
  if (PAUSE.has(code)) return 'pause'
  return ACCOUNT.has(code) ? 'retry-account' : 'customer'
}

/** Entries of a list were left out: asked for again by itself after a while, like any failed reading. */
export function partly(): AppError {
  return appError('BAD_RESPONSE', 'Some entries of the list could not be understood.', 'They are missing here; what was known of them before is kept. Read this customer again; if it stays so, Rolodesk may need an update.', { retryable: true })
}

/** A failure as it is kept and shown; of one that is no AppError it says nothing of the inside. */
export function shownFailure(error: unknown): AppErrorJson {
  return failureReply(error).error
}
