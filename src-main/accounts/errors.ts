import { appError, type AppError } from '../contract/errors'

/** The keychain cannot be used; nothing was saved, overwritten or deleted. */
export function keychainError(state: 'locked' | 'missing'): AppError {
  return state === 'locked'
    ? appError('KEYCHAIN_LOCKED', 'The keychain of this computer is locked.', 'Unlock it and try again, or keep the token for this session only. Nothing was changed.', { retryable: true })
    : appError('KEYCHAIN_MISSING', 'No keychain was found on this computer.', 'A token is never written to a file. It can be kept for this session only: then it has to be entered again after the app was closed.')
}

/** The ledger says that a token was kept, and it is not there any more. */
export function tokenAbsent(): AppError {
  return appError('TOKEN_ABSENT', 'The token of this account is no longer there.', 'It was removed from the keychain, or was kept for an earlier session only. Enter a token again; rows and settings are kept.')
}

/** An account that is no longer in the ledger. */
export function accountNotFound(): AppError {
  return appError('ACCOUNT_NOT_FOUND', 'This account is no longer here.', 'It was removed. Choose another account.')
}

/** The token would go to a host that is none of Workato's, and nobody said yet that it may. */
export function baseUrlUnconfirmed(host: string): AppError {
  return appError('BASE_URL_UNCONFIRMED', `${host} is none of Workato's hosts.`, 'Nothing was sent. Whoever runs that host would see the token and could use it. Confirm below that the address is right, then try again.', { details: { host } })
}

/** The token was confirmed for another address than the one that the ledger names. */
export function baseUrlChanged(confirmed: string, found: string): AppError {
  return appError('BASE_URL_CHANGED', 'The address of this account was changed outside of Rolodesk.', `Its token was given for ${confirmed}, and the file of accounts now says ${found}. Nothing was sent there. If you did not change it, somebody else may have: remove the account and add it again with the right address.`)
}

/** A base URL that may not be used. */
export function baseUrlInvalid(): AppError {
  return appError('BASE_URL_INVALID', 'This base URL cannot be used.', 'Enter an address that begins with https://, in plain letters, without a user, a query or a dot behind the host. http is accepted for this computer only.', { details: { field: 'baseUrl' } })
}
