import type { Route, RouteGroup } from './answer'
import type { EnvironmentType, Token } from './model'
import { Refusal } from './refusal'
import type { Switches } from './switches'
import type { Project } from './workspace'

/** What can only be reached by an API client with access to DEV (contract 1.2). */
const NEEDS_DEV: ReadonlySet<RouteGroup> = new Set(['members', 'user_groups', 'environment_roles', 'project_roles', 'legacy_roles', 'roles_migration'])

/** Throws when the token may not use the endpoint at all. */
export function checkScope(token: Token, route: Route, switches: Switches): void {
  const group = token.groups === null || token.groups.includes(route.group)
  const dev = token.environments == null || token.environments.includes('dev') || !NEEDS_DEV.has(route.group)
  if (!group || !dev) throw new Refusal(Number(switches.scope_refusal_status), 'You do not have permission to perform this action')
}

/** Whether the token reaches a project: by its environment and, where limited, by its id (contract section 7). */
export function reaches(token: Token | null, project: Pick<Project, 'id'> & { readonly environment: EnvironmentType }): boolean {
  return token === null || ((token.environments == null || token.environments.includes(project.environment)) && (token.projects == null || token.projects.includes(project.id)))
}
