import { AppError, appError } from '../contract/errors'

/** Chromium's error names, in the order in which they are looked for. */
const CAUSES: readonly (readonly [RegExp, (host: string) => AppError])[] = [
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION/, (host) => appError('HOST_NOT_FOUND', `The host ${host} is not known.`, 'Check the base URL and the name service of this computer.', { retryable: true, details: { host } })],
  [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/, () => appError('OFFLINE', 'This computer is offline.', 'Rows that are already here can be used. Reading goes on when the network is back.', { retryable: true })],
  [/ERR_PROXY|ERR_TUNNEL|ERR_MANDATORY_PROXY/, (host) => appError('PROXY', `The proxy does not let requests to ${host} pass.`, 'Check the proxy settings of this computer.', { retryable: true, details: { host } })],
  [/ERR_CERT|ERR_SSL|ERR_BAD_SSL/, (host) => appError('TLS', `The connection to ${host} is not secure.`, 'Its certificate or encryption cannot be trusted. Check the base URL; a company certificate has to be in the store of this computer.', { details: { host } })],
  [/ERR_TOO_MANY_REDIRECTS|redirect/i, (host) => appError('REDIRECTED', `${host} points to another address.`, 'Redirects are refused, so that the token goes nowhere else. Check the base URL.', { details: { host } })],
  [/ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT/, (host) => appError('TIMEOUT', `${host} did not answer in time.`, 'Try again.', { retryable: true, details: { host } })],
]

/** The AppError for a failed fetch; never wraps the original, which may hold headers. */
export function networkError(error: unknown, host: string): AppError {
  if (error instanceof AppError) return error
  const text = error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : String(error)
  for (const [pattern, make] of CAUSES) if (pattern.test(text)) return make(host)
  return appError('UNREACHABLE', `${host} cannot be reached.`, 'Check the base URL and the network of this computer.', { retryable: true, details: { host } })
}

/** The error of a request that was given up after `ms`. */
export function timedOut(ms: number): AppError {
  return appError('TIMEOUT', `Workato did not answer in ${String(Math.round(ms / 1000))} s.`, 'Rows that are already here can still be used. Try again.', { retryable: true })
}

/** The error of a request that its sender took back. */
export function cancelled(): AppError {
  return appError('CANCELLED', 'The request was cancelled.', 'Nothing was changed.', { retryable: true })
}
