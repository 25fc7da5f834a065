import type { ApiRequest } from '../contract/engine-protocol'
import { AppError, appError, type AppErrorCode, type AppErrorJson } from '../contract/errors'
import { HOPS, type Hop, type HopResult } from '../contract/methods/doctor'
import type { AccessToken } from './access-token'
import { verifyToken, type SignedSend } from './verify'

const TIMEOUT_MS = 40_000

/** The hop at which a request ended, by what it ended with. What is not listed here came from the other side: `answer`. */
const HOP_OF: Partial<Record<AppErrorCode, Hop>> = {
  OFFLINE: 'network', HOST_NOT_FOUND: 'name', PROXY: 'proxy', UNREACHABLE: 'connect', TLS: 'tls', TIMEOUT: 'answer', REDIRECTED: 'answer', NOT_WORKATO: 'answer', SERVER_ERROR: 'answer',
  TOKEN_REFUSED: 'token', TOKEN_ABSENT: 'token', KEYCHAIN_LOCKED: 'token', KEYCHAIN_MISSING: 'token', BASE_URL_CHANGED: 'token', FORBIDDEN: 'permission', RATE_LIMITED: 'quota',
}

/** What the hops look like when the way ends with this error, or with none. */
export function hopsFor(error: AppErrorJson | null, ms: number): HopResult[] {
  const end = error === null ? HOPS.length : HOPS.indexOf(HOP_OF[error.code] ?? 'answer')
  return HOPS.map((hop, index) => ({
    hop, state: index < end ? 'ok' : index === end ? 'failed' : 'not-reached', ms: hop === 'answer' && index < end ? ms : null, error: index === end ? error : null,
  }))
}

/**
 * Goes the way to the API with at most three reading requests: whose token it is, one customer, its members. The last one is what an
 * API client without access to DEV may not do (contract 1.2). Never throws: what goes wrong is the result.
 */
export async function examineConnection(send: SignedSend, target: { readonly baseUrl: string; readonly token: AccessToken }, now: () => number): Promise<HopResult[]> {
  const started = now()
  try {
    await verifyToken(send, target.baseUrl, target.token)
    const ms = now() - started
    const customer = firstId(await read(send, target, { method: 'GET', path: '/api/managed_users', query: [['page', '1'], ['per_page', '1']] }))
    if (customer !== null) await read(send, target, { method: 'GET', path: `/api/managed_users/${String(customer)}/members` })
    return hopsFor(null, ms)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return hopsFor(error.json, 0)
  }
}

async function read(send: SignedSend, target: { readonly baseUrl: string; readonly token: AccessToken }, request: ApiRequest): Promise<string> {
  const { status, body } = await send(target, request, { timeoutMs: TIMEOUT_MS })
  const details = { status, path: request.path.replace(/\d+/, ':id') }
  if (status === 401 || status === 403) {
    const what = request.path.endsWith('/members') ? 'collaborators' : 'customers'
    throw appError('FORBIDDEN', `This API client may not read ${what}.`, 'In Workato, open the API client: its client role needs these endpoints, and its environments need DEV.', { details })
  }
  if (status === 429) throw appError('RATE_LIMITED', 'The quota of the partner account is used up.', 'Other programs share it. Reading goes on more slowly by itself.', { retryable: true, details })
  if (status >= 500) throw appError('SERVER_ERROR', 'Workato failed to answer.', 'This is on the side of Workato. Try again later.', { retryable: true, details })
  return body
}

/** The id of the first customer in a list of any envelope, or null where there is none. */
function firstId(body: string): number | null {
  const id = /"id"\s*:\s*(\d+)/.exec(body)?.[1]
  return id === undefined ? null : Number(id)
}
