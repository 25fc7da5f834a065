import { AppError, appError, type AppErrorCode } from '../contract/errors'

/** Failures after which the request has certainly had no effect: it was refused, or it never left. Not TLS: a connection can break when the request is through. */
const WITHOUT_EFFECT: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'TOKEN_REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'RATE_LIMITED', 'REJECTED', 'BAD_INPUT',
  'HOST_NOT_FOUND', 'PROXY', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED', 'KEYCHAIN_MISSING', 'ACCOUNT_NOT_FOUND', 'SANDBOX_DOWN',
])

/**
 * The error of a request that must not be sent twice. Where it may have taken effect all the same, it says so
 * (`details.outcome` is `unknown`) and is not retryable: only reading tells what happened.
 */
export function unrepeatable(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { json } = thrown
  if (WITHOUT_EFFECT.has(json.code)) return thrown
  return appError(json.code, json.title, 'It is not known whether the change was made. Read again before it is sent again.', { retryable: false, details: { ...json.details, outcome: 'unknown' } })
}

/** Whether a failed request may have taken effect. */
export function mayHaveHappened(error: AppError): boolean {
  return error.json.details?.['outcome'] === 'unknown'
}
