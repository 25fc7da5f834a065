import type { ApiRequest, ApiResponse } from '../contract/engine-protocol'
import { appError } from '../contract/errors'
import { plainText } from '../contract/plain-text'
import type { Workspace } from '../contract/methods/accounts'
import type { AccessToken } from './access-token'

/** Sends one signed request; rejects with an AppError when no answer came. */
export type SignedSend = (target: { readonly baseUrl: string; readonly token: AccessToken }, request: ApiRequest, options: { readonly timeoutMs: number; readonly signal?: AbortSignal }) => Promise<ApiResponse>

const TIMEOUT_MS = 40_000
/** Names stand in sentences, so they are kept short. */
const MAX_NAME = 200

/** Whose token it is, by the cheapest call that needs one (contract 1.2); throws an AppError that names what is wrong. */
export async function verifyToken(send: SignedSend, baseUrl: string, token: AccessToken): Promise<Workspace> {
  const response = await send({ baseUrl, token }, { method: 'GET', path: '/api/users/me' }, { timeoutMs: TIMEOUT_MS })
  const details = { status: response.status, host: new URL(baseUrl).host }
  const { status } = response
  const body = parse(response.body)
  if (status === 401) throw appError('TOKEN_REFUSED', 'Workato refused this API token.', 'Copy the token again, and check that the data center is the one of your workspace. Nothing was saved.', { details })
  if (status === 403) throw appError('FORBIDDEN', 'This API client may not read its own workspace.', 'In Workato, open the client role of the API client and tick the workspace endpoints. Nothing was saved.', { details })
  if (status === 429) throw appError('RATE_LIMITED', 'The quota of the partner account is used up.', 'Try again in a minute. Nothing was saved.', { retryable: true, details })
  if (status >= 500) throw appError('SERVER_ERROR', 'Workato failed to answer.', 'This is on the side of Workato. Try again later. Nothing was saved.', { retryable: true, details })
  const id = body?.['id']
  if (status !== 200 || (typeof id !== 'number' && typeof id !== 'string')) {
    throw appError('NOT_WORKATO', 'This address does not answer like the Workato API.', 'Check the base URL. The token was sent to this host; if the host is not yours, refresh the token in Workato. Nothing was saved.', { details })
  }
  const text = (key: string): string | null => (typeof body?.[key] === 'string' && body[key] !== '' ? plainText(body[key], MAX_NAME) : null)
  return { id: plainText(String(id), MAX_NAME), name: text('name') ?? `Workspace ${String(id)}`, teamName: text('team_name'), environment: text('environment_name') }
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
