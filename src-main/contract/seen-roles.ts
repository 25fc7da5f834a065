// No schema here: the page needs this at run time.
import type { EnvironmentAssignment, EnvironmentType } from './access'
import type { RolesByEnvironment } from './intents'

/** What an edit of a person's role says was seen of them: the roles in the other environments. */
export function seenRoles(roles: readonly EnvironmentAssignment[], environment: EnvironmentType): RolesByEnvironment {
  return Object.fromEntries(roles.filter((one) => one.environment !== environment).map((one) => [one.environment, one.roleName]))
}
