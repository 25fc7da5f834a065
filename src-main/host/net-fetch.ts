import { net } from 'electron'
import type { SignedSend } from '../accounts/verify'
import { appError, type AppError } from '../contract/errors'
import { networkError } from './network-error'
import { requestUrl } from './request-url'
import { readResponse } from './response-body'

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
    return await readResponse(response, token.expose())
  } catch (error) {
    const failure = abort.signal.aborted ? (abort.signal.reason as Error) : networkError(error, new URL(baseUrl).host)
    // Ends the connection too: what is left of an answer that was given up would go on coming in.
    abort.abort(failure)
    throw failure
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

function timedOut(ms: number): AppError {
  return appError('TIMEOUT', `Workato did not answer in ${String(Math.round(ms / 1000))} s.`, 'Rows that are already here can still be used. Try again.', { retryable: true })
}

function cancelled(): AppError {
  return appError('CANCELLED', 'The request was cancelled.', 'Nothing was changed.', { retryable: true })
}
