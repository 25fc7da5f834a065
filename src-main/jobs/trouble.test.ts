import { expect, it } from 'vitest'
import { appError, type AppErrorCode } from '../contract/errors'
import { isFinal, troubleOf } from './trouble'

const failure = (code: AppErrorCode) => appError(code, 'planted', 'planted')

it.each(['TOKEN_REFUSED', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED', 'KEYCHAIN_MISSING', 'ACCOUNT_NOT_FOUND'] as const)('%s pauses the account until a person has done something', (code) => {
  expect(troubleOf(failure(code))).toMatchObject({ kind: 'pause', error: { code } })
})

it.each(['OFFLINE', 'HOST_NOT_FOUND', 'TLS', 'PROXY', 'REDIRECTED', 'NOT_WORKATO', 'ENGINE_DOWN', 'SANDBOX_DOWN', 'CANCELLED', 'STORE_FULL', 'STORE_READONLY', 'STORE_CORRUPT'] as const)('%s holds the account for a while', (code) => {
  expect(troubleOf(failure(code))).toMatchObject({ kind: 'wait', error: { code } })
})

it.each([['FORBIDDEN', true], ['NOT_FOUND', true], ['REJECTED', true], ['BAD_INPUT', true], ['SERVER_ERROR', false], ['TIMEOUT', false], ['RATE_LIMITED', false], ['BAD_RESPONSE', false]] as const)('%s concerns one customer only; for good: %s', (code, final) => {
  expect(troubleOf(failure(code))).toBe(null)
  expect(isFinal(failure(code).json)).toBe(final)
})

it('what nobody expected holds the account, and says nothing of its inside', () => {
  expect(troubleOf(new TypeError('secret'))).toMatchObject({ kind: 'wait', error: { code: 'INTERNAL', retryable: true } })
})
