import type { EmulatedClass } from './quota'
import type { AccountState } from './model'
import type { World } from './world'

/** A request that passed authentication, as a route sees it. */
export interface RouteRequest {
  readonly world: World
  readonly account: AccountState
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

/** Status and JSON body; an undefined body is an empty answer. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The request changed data. */
  readonly changed?: boolean
}

/** One endpoint: verb, path with `:names`, its group for permissions and its limit class. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly group: string
  readonly limit: EmulatedClass
  readonly run: (request: RouteRequest) => Answer
}

export const ok = (body: unknown, changed = false): Answer => ({ status: 200, body, changed })
/** Error of a classic endpoint (contract 1.7). */
export const refused = (status: number, message: string): Answer => ({ status, body: { message } })
export const notFound = (): Answer => refused(404, 'Not found')
