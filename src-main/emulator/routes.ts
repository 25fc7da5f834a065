import type { Route } from './answer'
import { apiClientRoutes } from './api-client-routes'
import { contentRoutes } from './content-routes'
import { customerRoutes } from './customer-routes'
import { grantRoutes } from './grant-routes'
import { groupRoutes } from './group-routes'
import { invitationRoutes } from './invitation-routes'
import { legacyRoleRoutes } from './legacy-role-routes'
import { managerRoutes } from './manager-routes'
import { memberRoutes } from './member-routes'
import { migrationRoutes } from './migration-routes'
import { recipeRoutes } from './recipe-routes'
import { roleRoutes } from './role-routes'
import type { Switches } from './switches'
import { workspaceRoutes } from './workspace-routes'

/** Resources that are under both path generations (contract 1.3). */
const BOTH_GENERATIONS: ReadonlySet<string> = new Set(['environment_roles', 'project_roles', 'user_groups', 'project_grants'])
const V1 = '/api/managed_users/'
const V2 = '/api/v2/managed_users/'

// Fixed paths first: "usage" must not be taken for a customer's id, nor "projects" for one of its things.
const ROUTES = [
  ...workspaceRoutes, ...managerRoutes, ...migrationRoutes, ...memberRoutes, ...invitationRoutes, ...groupRoutes, ...roleRoutes, ...legacyRoleRoutes, ...recipeRoutes, ...contentRoutes,
  ...apiClientRoutes, ...grantRoutes, ...customerRoutes,
].map((route) => ({ route, parts: route.path.split('/') }))

/** A route and what its path's names stand for. */
export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** The endpoint of a request, under the path generations that the switches leave. */
export function matchRoute(method: string, path: string, switches: Switches): Match | null {
  const direct = first(method, path, ({ group }) => !switches.rbac_v1_gone || !BOTH_GENERATIONS.has(group))
  if (direct !== null || !path.startsWith(V2) || switches.rbac_v2_absent) return direct
  return first(method, `${V1}${path.slice(V2.length)}`, ({ group }) => BOTH_GENERATIONS.has(group))
}

function first(method: string, path: string, allowed: (route: Route) => boolean): Match | null {
  const given = path.split('/')
  for (const { route, parts } of ROUTES) {
    if (route.method !== method || !allowed(route)) continue
    const params = fit(parts, given)
    if (params !== null) return { route, params }
  }
  return null
}

function fit(wanted: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = decoded(value)
    else if (part !== value) return null
  }
  return params
}

/** A broken percent-encoding stands for itself: no id is spelled like that. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
