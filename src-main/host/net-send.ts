import { net } from 'electron'
import type { SignedSend } from '../accounts/verify'
import type { ApiResponse } from '../contract/engine-protocol'
import { cancelled, networkError, timedOut } from './network-error'
import { returnSession, takeSession } from './own-connection'
import { requestUrl } from './request-url'
import { readResponse, type Incoming } from './response-body'

/**
 * Sends through Electron's network stack: the system's proxy and certificates apply. The only place that signs. Not `net.fetch`: its signal
 * can be collected as garbage while an answer comes in (seen on Electron 25), and neither a time-out nor a cancelling would then end it.
 */
export const netSend: SignedSend = async ({ baseUrl, token }, request, { timeoutMs, signal }) => {
  const url = requestUrl(baseUrl, request)
  if (signal?.aborted === true) throw cancelled()
  // With "follow" the credentials would go to wherever the redirect points.
  const own = request.method === 'GET' ? null : takeSession()
  const call = net.request({ method: request.method, url, redirect: 'error', credentials: 'omit', cache: 'no-store', ...(own === null ? {} : { session: own }) })
  call.setHeader('authorization', `Bearer ${token.expose()}`)
  call.setHeader('accept', 'application/json')
  if (request.body !== undefined) call.setHeader('content-type', 'application/json')
  let cleanUp = (): void => undefined
  const answer = new Promise<ApiResponse>((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(networkError(error, new URL(baseUrl).host))
      // Ends the connection too: what is left of an answer that was given up would go on coming in.
      call.abort()
    }
    const cancel = (): void => fail(cancelled())
    const timer = setTimeout(() => fail(timedOut(timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', cancel, { once: true })
    cleanUp = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
    call.on('response', (incoming) => void readResponse(incoming as unknown as Incoming, token.expose()).then(resolve, fail))
    call.on('error', fail)
  })
  call.end(request.body === undefined ? undefined : JSON.stringify(request.body))
  return answer.finally(() => {
    cleanUp()
    if (own !== null) returnSession(own)
  })
}
