import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiClient, type CallOptions, type ClientDeps } from '../api/client'
import { DEFAULT_API_OPTIONS, type ApiOptions } from '../api/options'
import { accountId } from '../contract/ids'
import { systemClock, type Clock } from '../domain/clock'
import { httpTransport } from './http-transport'

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** An answer: JSON, or text or bytes as they are; or what is done instead of answering. */
export type Canned =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown; readonly raw?: string | Uint8Array }
  | ((response: ServerResponse) => void)

/** A real HTTP server that answers what it is told to and remembers what it was asked. */
export interface CannedServer {
  readonly url: string
  readonly requests: readonly SeenRequest[]
  /** A client of this server; its waits take no real time unless another clock is given. */
  client(options?: Partial<ApiOptions>, deps?: Partial<ClientDeps>): ApiClient
  close(): Promise<void>
}

/** Options of a call that nobody takes back. */
export const call = (): CallOptions => ({ priority: 'screen', signal: new AbortController().signal, timeoutMs: 2000 })

/** A clock that skips whatever is slept: waits between tries and of quotas take no real time. */
export function impatientClock(): Clock {
  let skipped = 0
  return {
    now: () => systemClock.now() + skipped,
    localOffset: () => 0,
    sleep: async (ms, signal) => {
      skipped += ms
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    },
  }
}

/** Starts the server on loopback; `answer` gets each request and its number, from 1. */
export async function startCanned(answer: (request: SeenRequest, number: number) => Canned): Promise<CannedServer> {
  const requests: SeenRequest[] = []
  const server = createServer((incoming, response) => void readRequest(incoming).then((request) => {
    requests.push(request)
    const canned = answer(request, requests.length)
    if (typeof canned === 'function') return canned(response)
    response.writeHead(canned.status ?? 200, { 'content-type': 'application/json', ...canned.headers })
    response.end(canned.raw ?? (canned.json === undefined ? '' : JSON.stringify(canned.json)))
  }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return {
    url, requests,
    client: (options = {}, deps = {}) =>
      new ApiClient(accountId.parse('canned'), { transport: httpTransport(() => ({ baseUrl: url, token: 'canned-token' })), clock: impatientClock(), random: () => 0.5, online: () => true, ...deps }, { ...DEFAULT_API_OPTIONS, reserved: 0, speed: 1000, ...options }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  return { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, headers: incoming.headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}
