import { net } from 'electron'
import type { SignedSend } from '../accounts/verify'
import type { ApiRequest, ApiResponse } from '../contract/engine-protocol'
import { appError, type AppError } from '../contract/errors'
import { networkError } from './network-error'

const MAX_BODY_BYTES = 32 * 1024 * 1024

/** The address of a request, or an error when its path could leave the API. */
export function requestUrl(baseUrl: string, request: ApiRequest): string {
  const safe = /^\/api\/[\w./%~-]*$/.test(request.path) && !request.path.includes('..') && !request.path.includes('//') && !/%2e%2e|%2f|%5c/i.test(request.path)
  if (!safe) throw appError('BAD_INPUT', 'A request was refused because of its path.', 'This is a defect of Rolodesk. Nothing was sent.')
  const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value])).toString()
  return `${baseUrl}${request.path}${query === '' ? '' : `?${query}`}`
}

/** Sends through Electron's network stack: the system's proxy and certificates apply. The only place that signs. */
export const netSend: SignedSend = async ({ baseUrl, token }, request, { timeoutMs, signal }) => {
  const url = requestUrl(baseUrl, request)
  const abort = new AbortController()
  const cancel = (): void => abort.abort(cancelled())
  if (signal?.aborted === true) throw cancelled()
  signal?.addEventListener('abort', cancel, { once: true })
  const timer = setTimeout(() => abort.abort(timedOut(timeoutMs)), timeoutMs)
  try {
    const response = await net.fetch(url, {
      method: request.method,
      // With "follow" the credentials would go to wherever the redirect points.
      redirect: 'error', credentials: 'omit', cache: 'no-store', signal: abort.signal,
      headers: { authorization: `Bearer ${token.expose()}`, accept: 'application/json', ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    return await readAll(response)
  } catch (error) {
    throw abort.signal.aborted ? (abort.signal.reason as Error) : networkError(error, new URL(baseUrl).host)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

async function readAll(response: Response): Promise<ApiResponse> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length > MAX_BODY_BYTES) throw appError('BAD_RESPONSE', 'The answer is larger than any list of Workato.', 'Check the base URL. Nothing was stored.')
  return { status: response.status, headers: Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value])), body: new TextDecoder().decode(bytes) }
}

function timedOut(ms: number): AppError {
  return appError('TIMEOUT', `Workato did not answer in ${String(Math.round(ms / 1000))} s.`, 'Rows that are already here can still be used. Try again.', { retryable: true })
}

function cancelled(): AppError {
  return appError('CANCELLED', 'The request was cancelled.', 'Nothing was changed.', { retryable: true })
}
