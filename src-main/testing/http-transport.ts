import type { Transport } from '../api/transport'
import type { AccountId } from '../contract/ids'
import { cancelled, networkError, timedOut } from '../host/network-error'
import { readResponse } from '../host/response-body'
import { requestUrl } from '../host/request-url'

/** Where the requests of an account go, and the token they are signed with. */
export interface Target {
  readonly baseUrl: string
  readonly token: string
}

/** Sends over real HTTP with the fetch of Node as main does with Electron's; signs by account id. */
export function httpTransport(target: (accountId: AccountId) => Target): Transport {
  return {
    send: async (accountId, request, { timeoutMs, signal }) => {
      const { baseUrl, token } = target(accountId)
      const abort = new AbortController()
      const cancel = (): void => abort.abort(cancelled())
      signal.throwIfAborted()
      signal.addEventListener('abort', cancel, { once: true })
      const timer = setTimeout(() => abort.abort(timedOut(timeoutMs)), timeoutMs)
      try {
        const response = await fetch(requestUrl(baseUrl, request), {
          method: request.method, redirect: 'error', signal: abort.signal,
          headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        })
        return await readResponse({ statusCode: response.status, headers: Object.fromEntries(response.headers), [Symbol.asyncIterator]: () => bytesOf(response) }, token)
      } catch (error) {
        throw abort.signal.aborted ? (abort.signal.reason as Error) : networkError(error, new URL(baseUrl).host)
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', cancel)
      }
    },
  }
}

async function* bytesOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) yield part.value
  } finally {
    await reader?.cancel()
  }
}
