import type { ApiResponse } from '../contract/engine-protocol'
import { appError } from '../contract/errors'

/** More than any list of the API; what is beyond is not even received. */
const MAX_BODY_BYTES = 32 * 1024 * 1024
/** A secret shorter than this would be found in ordinary text. */
const MIN_SECRET = 8

/**
 * Reads an answer to its end, as bytes come in, so that one without end takes no memory. A server that sends `secret` back does not get it past
 * this place. Throws BAD_RESPONSE when it is too large.
 */
export async function readResponse(response: Response, secret: string, maxBytes = MAX_BODY_BYTES): Promise<ApiResponse> {
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  let body = ''
  let size = 0
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    const bytes = part.value as Uint8Array
    size += bytes.length
    if (size > maxBytes) {
      // Not awaited: the server may never let go.
      void reader?.cancel().catch(() => undefined)
      throw appError('BAD_RESPONSE', 'The answer is larger than any list of Workato.', 'Check the base URL. Nothing was stored.')
    }
    body += decoder.decode(bytes, { stream: true })
  }
  const clean = (text: string): string => (secret.length < MIN_SECRET ? text : text.replaceAll(secret, '[redacted]'))
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), clean(value)]))
  return { status: response.status, headers, body: clean(body + decoder.decode()) }
}
