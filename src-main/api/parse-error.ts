import { appError, type AppError } from '../contract/errors'
import type { ApiResponse } from '../contract/engine-protocol'
import { plainText } from '../contract/plain-text'

const MAX_MESSAGE = 300
/** No quota of the API has a longer window; a timer beyond 2^31 ms would fire at once. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** What an error body says, in the order of contract 1.7: `errors` list, `errors` map, `message`, `error`, raw text. */
export function errorMessage(body: string): string {
  const parsed = parseJson(body)
  const text = isRecord(parsed) ? messageOf(parsed) : null
  return plainText(text ?? (/^\s*</.test(body) ? '' : body), MAX_MESSAGE)
}

function messageOf(body: Readonly<Record<string, unknown>>): string | null {
  const errors = body['errors']
  if (Array.isArray(errors) && errors.length > 0) return errors.map((one) => (isRecord(one) ? String(one['title'] ?? one['code'] ?? '') : String(one))).join('; ')
  if (isRecord(errors)) return Object.entries(errors).map(([field, said]) => `${field} ${Array.isArray(said) ? said.join(', ') : String(said)}`).join('; ')
  for (const key of ['message', 'error']) if (typeof body[key] === 'string') return body[key]
  return null
}

/** What Workato's support asks for: its `id` of the error, and the first code, a word or a number (contract 1.7). */
function referencesOf(body: string): Record<string, string | number> {
  const parsed = parseJson(body)
  if (!isRecord(parsed)) return {}
  const errors: unknown = parsed['errors']
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  const code = isRecord(first) ? first['code'] : undefined
  const id = parsed['id']
  const usable = (value: unknown): value is string | number => typeof value === 'number' || (typeof value === 'string' && value.length <= 100)
  return { ...(usable(id) ? { errorId: id } : {}), ...(usable(code) ? { errorCode: code } : {}) }
}

/** The error for an answer that is not a success. */
export function responseError(response: ApiResponse, now: number): AppError {
  const said = errorMessage(response.body)
  const details = { status: response.status, ...referencesOf(response.body), ...(said === '' ? {} : { said }) }
  const make = (code: Parameters<typeof appError>[0], title: string, hint: string, retryable: boolean, retryAfter?: number): AppError =>
    appError(code, title, hint, { retryable, details, ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }) })
  const { status } = response
  if (status === 401) return make('TOKEN_REFUSED', 'Workato refused the API token.', 'Reading stands still for this account; the other accounts go on. Replace the token to continue.', false)
  if (status === 403) return make('FORBIDDEN', 'The API client may not do this.', 'Ask for the permission to be added to the client role in Workato, then try again.', false)
  if (status === 404) return make('NOT_FOUND', 'Workato does not know this.', 'It may have been deleted. Read the account again.', false)
  if (status === 408) return make('TIMEOUT', 'Workato did not answer in time.', 'Rows that are already here can still be used. Try again.', true)
  if (status === 429) return make('RATE_LIMITED', 'The quota of the partner account is used up.', 'Reading goes on more slowly by itself.', true, retryAfterMs(response, now))
  if (status >= 500) return make('SERVER_ERROR', 'Workato failed to answer.', 'This is on the side of Workato. Rows that are already here can still be used.', true, retryAfterMs(response, now))
  if (status >= 300 && status < 400) return make('REDIRECTED', 'Workato points to another address.', 'Redirects are refused, so that the token goes nowhere else. Check the base URL.', false)
  return make('REJECTED', said === '' ? 'Workato rejected the request.' : `Workato rejected the request: ${said}`, 'Nothing was changed.', false)
}

/** `Retry-After` in milliseconds, from seconds or a date, an hour at most; `now` is UTC ms. */
export function retryAfterMs(response: ApiResponse, now: number): number | undefined {
  const value = response.headers['retry-after']
  if (value === undefined) return undefined
  if (/^\d+$/.test(value.trim())) return Math.min(MAX_RETRY_AFTER_MS, Number(value) * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, date - now))
}

/** Parsed JSON, or undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
