import type { ApiResponse } from '../contract/engine-protocol'
import { appError } from '../contract/errors'

/** No list of the API comes near this size; what is beyond is not even received. */
const MAX_BODY_BYTES = 8 * 1024 * 1024
/** A secret shorter than this would be found in ordinary text. */
const MIN_SECRET = 8
/** Proxy Authentication Required: over http a proxy answers itself, in the place of the host. */
const PROXY_SIGN_IN = 407

/** An answer as Electron and Node give it: its head, and its body as bytes that come in. */
export interface Incoming extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/**
 * Reads an answer to its end, as bytes come in, so that one without end takes no memory. A server that sends `secret` back does not get it past
 * this place. Throws BAD_RESPONSE when it is too large or not UTF-8, PROXY when it is that of a proxy.
 */
export async function readResponse(incoming: Incoming, secret: string, maxBytes = MAX_BODY_BYTES): Promise<ApiResponse> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const details = { status: incoming.statusCode ?? 0 }
  if (incoming.statusCode === PROXY_SIGN_IN) {
    throw appError('PROXY', 'The proxy of this network asks for a sign-in.', 'Sign in to the proxy in the settings of this computer, or ask who runs it to let Rolodesk pass. Nothing reached Workato.', { details })
  }
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw appError('BAD_RESPONSE', 'The answer of Workato holds characters that cannot be read.', 'It was damaged on its way, or does not come from the API. Check the proxy and the base URL. Nothing was stored.', { retryable: true, details })
    }
  }
  let body = ''
  let size = 0
  for await (const bytes of incoming) {
    size += bytes.length
    if (size > maxBytes) throw appError('BAD_RESPONSE', 'The answer is larger than any list of Workato.', 'Check the base URL. Nothing was stored.', { details })
    body += decode(bytes)
  }
  const clean = (text: string): string => (secret.length < MIN_SECRET ? text : text.replaceAll(secret, '[redacted]'))
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name.toLowerCase(), clean([value ?? ''].flat().join(', '))]))
  return { status: incoming.statusCode ?? 0, headers, body: clean(body + decode()) }
}
