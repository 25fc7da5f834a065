import { expect, it } from 'vitest'
import { AppError, appError, type AppErrorCode } from '../contract/errors'
import { mayHaveHappened, unrepeatable } from './unknown-outcome'

const isUnknown = (code: AppErrorCode): boolean => {
  const told = unrepeatable(appError(code, 'It failed.', 'Try again.', { retryable: true }))
  return told instanceof AppError && mayHaveHappened(told) && !told.json.retryable
}

it('a request may have taken effect unless it was refused or never left', () => {
  expect((['TLS', 'TIMEOUT', 'UNREACHABLE', 'SERVER_ERROR', 'BAD_RESPONSE', 'CANCELLED', 'OFFLINE', 'REDIRECTED'] as const).filter((code) => !isUnknown(code))).toEqual([])
  expect((['TOKEN_REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'RATE_LIMITED', 'REJECTED', 'HOST_NOT_FOUND', 'PROXY', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED'] as const).filter(isUnknown)).toEqual([])
})
