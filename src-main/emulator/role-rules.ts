import type { CustomerRequest, Fields } from './answer'
import { badRequest, notFound } from './refusal'
import type { Role, Workspace } from './workspace'

const LONGEST_NAME = 200
type AnyRole = Role<number> | Role<string>

/** The two kinds of roles: where they are kept, what their body is wrapped in and how often one is assigned. */
export interface RoleKind {
  readonly wrapper: 'environment_role' | 'project_role'
  readonly of: (workspace: Workspace) => readonly AnyRole[]
  /** Who holds the role, once for each assignment. */
  readonly holders: (workspace: Workspace, id: AnyRole['id']) => readonly (number | string)[]
}

export function findRole(request: CustomerRequest, kind: RoleKind): AnyRole {
  const role = kind.of(request.workspace).find(({ id }) => String(id) === request.params['id'])
  if (role === undefined) throw notFound()
  return role
}

/** The role of the path; system and inherited ones cannot be changed (contract section 5). */
export function editableRole(request: CustomerRequest, kind: RoleKind): AnyRole {
  const role = findRole(request, kind)
  if (request.world.switches.system_roles_locked && role.type !== 'custom') throw badRequest(`A role of type ${role.type} cannot be changed in this workspace`)
  return role
}

export function roleView({ workspace, world }: CustomerRequest, kind: RoleKind, role: AnyRole, withConfig: boolean): Fields {
  const holders = kind.holders(workspace, role.id)
  const members_count = world.switches.members_count === 'people' ? new Set(holders).size : holders.length
  const { id, name, config, type, created_at, updated_at } = role
  return { id, name, ...(withConfig ? { config } : {}), members_count, type, created_at, updated_at }
}

/** Name and config of a role body, both required (contract section 5). */
export function readRole({ workspace, world }: CustomerRequest, kind: RoleKind, fields: Fields, own: AnyRole | null): { readonly name: string; readonly config: Fields } {
  const { name, config, inheritable } = fields
  if (typeof name !== 'string' || name.trim() === '') throw badRequest("can't be blank", 'name')
  if (name.length > LONGEST_NAME) throw badRequest(`is too long (maximum is ${String(LONGEST_NAME)} characters)`, 'name')
  if (world.switches.role_names_unique && kind.of(workspace).some((one) => one !== own && one.name === name)) throw badRequest('has already been taken', 'name')
  if (config === undefined || config === null) throw badRequest("can't be blank", 'config')
  if (typeof config !== 'object' || Array.isArray(config)) throw badRequest('must be an object', 'config')
  if (inheritable === true && world.switches.inheritable_refused) throw badRequest('can only be set in an admin workspace', 'inheritable')
  return { name, config: config as Fields }
}
