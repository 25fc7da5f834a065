import type { CustomerRequest, Fields } from './answer'
import { environmentTypes } from './generate-content'
import { NO_ACCESS } from './member-view'
import type { EnvironmentType } from './model'
import { badRequest, Refusal } from './refusal'
import type { Assignment, Member } from './workspace'

/** What a request says about one environment: a role, none, or nothing. */
type Wish = { readonly environment: EnvironmentType; readonly assignment: Assignment | null }
const LEGACY_SYSTEM = ['Admin', 'Analyst', 'Operator']

/** Whether the body has roles at all. */
export function hasRoles(body: Fields): boolean {
  return (Array.isArray(body['env_roles']) && body['env_roles'].length > 0) || (typeof body['role_name'] === 'string' && body['role_name'] !== '')
}

/** The roles after a request with `env_roles` or the legacy `role_name`, which counts only without the former (contract 3.2, section 12 rows 6 and 7). */
export function rolesAfter(request: CustomerRequest, before: Member['roles']): Member['roles'] {
  const wishes = readWishes(request)
  const replace = request.world.switches.env_roles_update === 'replace' && request.body['env_roles'] !== undefined
  const after: Member['roles'] = replace ? {} : { ...before }
  for (const { environment, assignment } of wishes) {
    if (assignment === null) delete after[environment]
    else after[environment] = assignment
  }
  return after
}

function readWishes(request: CustomerRequest): readonly Wish[] {
  const { env_roles: given, role_name: legacy } = request.body
  if (given === undefined) return typeof legacy === 'string' ? [{ environment: 'dev', assignment: legacyRole(request, legacy) }] : []
  if (!Array.isArray(given)) throw badRequest('env_roles must be a list')
  const seen = new Set<string>()
  return given.flatMap((entry: unknown) => {
    const { environment_type, name, role_type } = (typeof entry === 'object' && entry !== null ? entry : {}) as Fields
    const environment = environmentTypes(request.customer).find((one) => one === environment_type)
    if (environment === undefined) throw badRequest(`environment_type ${String(environment_type)} is not an environment of this workspace`)
    if (seen.has(environment)) throw badRequest(`env_roles has more than one role for ${environment}`)
    seen.add(environment)
    if (typeof name !== 'string' || name === '') throw badRequest('env_roles[name] is required')
    if (role_type === 'environment') return environmentRole(request, environment, name)
    if (role_type !== undefined && role_type !== null && role_type !== '' && role_type !== 'privilege_group') throw badRequest(`role_type ${String(role_type)} is unknown`)
    return [{ environment, assignment: legacyRole(request, name) }]
  })
}

function environmentRole({ workspace, world }: CustomerRequest, environment: EnvironmentType, name: string): readonly Wish[] {
  if (name === NO_ACCESS && world.switches.no_access_by_name !== 'refused') return world.switches.no_access_by_name === 'ignored' ? [] : [{ environment, assignment: null }]
  const role = workspace.environmentRoles.find((one) => one.name === name)
  if (role === undefined) throw unknownRole(name, world.switches.unknown_role_status)
  return [{ environment, assignment: { role_type: 'environment', role_id: role.id } }]
}

function legacyRole({ workspace, world }: CustomerRequest, name: string): Assignment {
  if (workspace.rbac_migrated && world.switches.migrated_refuses_legacy_roles) throw new Refusal(400, 'Legacy roles are not supported in this workspace.', null, true)
  if (!LEGACY_SYSTEM.includes(name) && !workspace.legacyRoles.some((role) => role.name === name)) throw unknownRole(name, world.switches.unknown_role_status)
  return { role_type: 'privilege_group', role_name: name }
}

const unknownRole = (name: string, status: string): Refusal => new Refusal(Number(status), `Role ${name} not found`)
