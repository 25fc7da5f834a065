import { notFound, refused, type Answer, type Route } from './answer'
import { customerRoutes } from './customer-routes'
import type { AccountState, Token } from './model'
import { workspaceRoutes } from './workspace-routes'
import type { LogEntry, World } from './world'

// Fixed paths first: "usage" must not be taken for a customer's id.
const ROUTES: readonly Route[] = [...workspaceRoutes, ...customerRoutes]

/** A request to an account's API, before it is known whether it may be made. */
export interface ApiCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  /** Undefined: by another administrator through the control plane, without token and quota. */
  readonly token: string | null | undefined
}

function match(route: Route, method: string, path: string): Record<string, string> | null {
  if (route.method !== method) return null
  const wanted = route.path.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value
    else if (part !== value) return null
  }
  return params
}

function permitted(account: AccountState, token: string | null): Token | undefined {
  return account.tokens.find(({ value }) => value === token)
}

/** Authenticates, takes from the quota and runs the route; notes status and limit class in the log entry. */
export function dispatch(world: World, account: AccountState, call: ApiCall, entry: LogEntry): Answer {
  const answer = decide(world, account, call, entry)
  entry.status = answer.status
  if (answer.changed === true) world.options.onChange(world.accounts)
  return answer
}

function decide(world: World, account: AccountState, call: ApiCall, entry: LogEntry): Answer {
  const token = call.token === undefined ? null : permitted(account, call.token)
  if (token === undefined) return refused(401, 'Unauthorized')
  for (const route of ROUTES) {
    const params = match(route, call.method, call.path)
    if (params === null) continue
    if (token?.groups != null && !token.groups.includes(route.group)) return refused(403, 'You do not have permission to perform this action')
    entry.limitClass = route.limit
    const waitMs = token === null ? null : world.quotas.take(account.id, route.limit)
    if (waitMs !== null) {
      entry.throttled = true
      const headers = world.switches.retry_after_header ? { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } : {}
      return { ...refused(429, 'Too many requests'), headers }
    }
    const body = typeof call.body === 'object' && call.body !== null ? (call.body as Record<string, unknown>) : {}
    return route.run({ world, account, params, query: call.query, body })
  }
  return notFound()
}
