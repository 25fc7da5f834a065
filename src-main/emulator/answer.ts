import type { Account } from './account'
import type { Customer, EnvironmentType, Token } from './model'
import type { EmulatedClass } from './quota'
import { badRequest, notFound } from './refusal'
import type { Workspace } from './workspace'
import type { World } from './world'

/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** A request that passed authentication, as a route sees it. */
export interface RouteRequest {
  readonly world: World
  readonly account: Account
  /** Null: another administrator, who may do everything. */
  readonly token: Token | null
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Fields
}

/** A request below one customer, with the environment that its id means. */
export interface CustomerRequest extends RouteRequest {
  readonly customer: Customer
  readonly environment: EnvironmentType
  readonly workspace: Workspace
}

/** Status and JSON body; an undefined body is an empty answer. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The request changed data. */
  readonly changed?: boolean
}

/** One endpoint: verb, path with `:names`, its group for permissions, its limit class and the family of its errors. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly group: RouteGroup
  readonly limit: EmulatedClass
  /** Family of errors (contract 1.7); RBAC resources are also under `/api/v2` (1.3). */
  readonly family: 'classic' | 'rbac'
  readonly run: (request: RouteRequest) => Answer
}

/** What an API client's role allows, one by one (contract 1.2). */
export const ROUTE_GROUPS = [
  'workspace', 'usage', 'customers', 'connections', 'members', 'user_groups', 'environment_roles', 'project_roles', 'project_grants', 'legacy_roles', 'roles_migration',
  'customer_managers', 'recipes', 'folders', 'projects', 'properties', 'lookup_tables', 'api_clients', 'api_platform', 'custom_oauth',
] as const
export type RouteGroup = (typeof ROUTE_GROUPS)[number]

export const ok = (body: unknown, changed = false): Answer => ({ status: 200, body, changed })
export const created = (world: World, body: unknown): Answer => ({ status: Number(world.switches.creation_status), body, changed: true })
export const gone = (): Answer => ({ status: 204, changed: true })
export const now = (world: World): string => new Date(world.clock.now()).toISOString()

/** A route below the customer that `:mu` names; an unknown one is 404. */
export function forCustomer(run: (request: CustomerRequest) => Answer): Route['run'] {
  return (request) => {
    const found = request.account.find(request.params['mu'] ?? '')
    if (found === undefined) throw notFound()
    const workspace = request.account.workspace(found.customer)
    const answer = run({ ...request, ...found, workspace })
    if (answer.changed === true) request.account.changed(found.customer, workspace)
    return answer
  }
}

/** The same for members, groups and roles, which by a switch answer under the id of dev only. */
export function forCollaborators(run: (request: CustomerRequest) => Answer): Route['run'] {
  return forCustomer((request) => {
    if (request.environment !== 'dev' && !request.world.switches.rbac_through_environment_ids) throw notFound()
    return run(request)
  })
}

/** The object that an RBAC body has to be wrapped in. */
export function wrapped(body: Fields, name: string): Fields {
  const value = body[name]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest("can't be blank", name)
  return value as Fields
}
