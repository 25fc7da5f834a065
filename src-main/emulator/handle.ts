import type { Account } from './account'
import type { Answer, Fields } from './answer'
import { checkScope } from './permissions'
import { classicError, notFound, rbacError, Refusal } from './refusal'
import { matchRoute, type Match } from './routes'
import type { LogEntry, World } from './world'

/** A request to the API of one account. */
export interface ApiCall {
  readonly account: Account
  readonly method: string
  /** From `/api` on, percent-encoded as it came. */
  readonly path: string
  /** From `?` on, as it came, or empty. */
  readonly search: string
  /** The parsed JSON; undefined when it is no JSON. */
  readonly body: unknown
  /** Null: none was sent; `other`: another administrator, without token and quota. */
  readonly token: string | null | { readonly other: true }
}

/** Notes a request in the log. */
export function logCall(world: World, { account, method, path, search, body, token }: ApiCall): LogEntry {
  const entry: LogEntry = {
    time: world.clock.now(), account: account.id, tokenTail: typeof token === 'string' ? token.slice(-4) : null, method, path, query: search,
    body: body ?? null, status: null, limitClass: null, throttled: false, other: token !== null && typeof token === 'object',
  }
  world.log.push(entry)
  return entry
}

/** Answers a request: authentication, permission, quota, effect. Needs no socket, no timers and no time but the world's. */
export function handle(world: World, call: ApiCall, entry: LogEntry = logCall(world, call)): Answer {
  const answer = decide(world, call, entry)
  entry.status = answer.status
  if (answer.changed === true) world.options.onChange(world.accounts)
  return answer
}

function decide(world: World, call: ApiCall, entry: LogEntry): Answer {
  const { account } = call
  const token = call.token === null || typeof call.token === 'string' ? account.tokens.find(({ value }) => value === call.token) : null
  if (token === undefined) return { status: 401, body: { message: 'Unauthorized' } }
  const match = matchRoute(call.method, call.path, world.switches)
  if (match === null) return { status: 404, body: classicError(notFound()) }
  const { route, params } = match
  try {
    if (token !== null) checkScope(token, route, world.switches)
    entry.limitClass = route.limit
    const waitMs = token === null ? null : world.quotas.take(account.id, route.limit)
    if (waitMs !== null) {
      entry.throttled = true
      return { ...spelled(new Refusal(429, 'Too many requests'), match, world), ...(world.switches.retry_after_header ? { headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } } : {}) }
    }
    if (call.body === undefined) throw new Refusal(400, 'Bad request')
    const body = typeof call.body === 'object' && call.body !== null && !Array.isArray(call.body) ? (call.body as Fields) : {}
    return route.run({ world, account, token, params, query: new URLSearchParams(call.search), body })
  } catch (error) {
    if (error instanceof Refusal) return spelled(error, match, world)
    throw error
  }
}

function spelled(refusal: Refusal, { route }: Match, world: World): Answer {
  const rbac = (route.family === 'rbac' && world.switches.rbac_error_body === 'errors') || refusal.asRbac
  return { status: refusal.status, body: rbac ? rbacError(refusal) : classicError(refusal) }
}
