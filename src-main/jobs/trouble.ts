import { AppError, appError, type AppErrorCode, type AppErrorJson } from '../contract/errors'

/** Something that stops a whole account: `pause` until a person has done something, `wait` until it is tried again by itself. */
export class AccountTrouble extends Error {
  constructor(readonly kind: 'pause' | 'wait', readonly error: AppErrorJson) {
    super(error.code)
  }
}

const PAUSE: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>(['TOKEN_REFUSED', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED', 'KEYCHAIN_MISSING', 'ACCOUNT_NOT_FOUND'])
const WAIT: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'OFFLINE', 'HOST_NOT_FOUND', 'TLS', 'PROXY', 'REDIRECTED', 'NOT_WORKATO', 'ENGINE_DOWN', 'SANDBOX_DOWN', 'CANCELLED', 'STORE_FULL', 'STORE_READONLY', 'STORE_CORRUPT',
])
/** What will not be otherwise by waiting. */
const FINAL: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>(['FORBIDDEN', 'NOT_FOUND', 'REJECTED', 'BAD_INPUT'])

/** The trouble of the account that a failure tells of, or null: then it is one of this customer or this request. */
export function troubleOf(error: unknown): AccountTrouble | null {
  if (error instanceof AccountTrouble) return error
  if (!(error instanceof AppError)) return new AccountTrouble('wait', appError('INTERNAL', 'Something failed inside Rolodesk.', 'Nothing was lost. It is tried again; the log of this computer names the cause.', { retryable: true }).json)
  if (PAUSE.has(error.json.code)) return new AccountTrouble('pause', error.json)
  return WAIT.has(error.json.code) ? new AccountTrouble('wait', error.json) : null
}

/** Whether the API has said no for good. */
export function isFinal({ code }: AppErrorJson): boolean {
  return FINAL.has(code)
}
