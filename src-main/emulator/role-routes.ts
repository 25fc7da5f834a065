import { created, forCollaborators, gone, now, ok, wrapped, type Answer, type CustomerRequest, type Route } from './answer'
import { bracketList } from './lists'
import { opaqueId } from './random'
import { badRequest, Refusal } from './refusal'
import { editableRole, findRole, readRole, roleView, type RoleKind } from './role-rules'
import type { RoleType } from './workspace'

const ENVIRONMENT: RoleKind = {
  wrapper: 'environment_role',
  of: ({ environmentRoles }) => environmentRoles,
  holders: ({ members }, id) => members.flatMap((member) => Object.values(member.roles).flatMap((held) => (held.role_type === 'environment' && held.role_id === id ? [member.id] : []))),
}
const PROJECT: RoleKind = {
  wrapper: 'project_role',
  of: ({ projectRoles }) => projectRoles,
  // A role that only a group holds is assigned too, hence the group stands for its people.
  holders: ({ grants }, id) => grants.flatMap((grant) => (grant.project_role_id === id ? [grant.user_id ?? grant.group_id ?? ''] : [])),
}

function list(request: CustomerRequest, kind: RoleKind): Answer {
  const name = request.query.get('name')
  return bracketList(request, kind.of(request.workspace).filter((role) => name === null || role.name === name), (role) => roleView(request, kind, role, false))
}

function create(request: CustomerRequest, kind: RoleKind): Answer {
  const { workspace, world, body } = request
  const fields = wrapped(body, kind.wrapper)
  const at = now(world)
  const type: RoleType = fields['inheritable'] === true ? 'inheritable' : 'custom'
  const made = { ...readRole(request, kind, fields, null), type, created_at: at, updated_at: at }
  const id = (workspace.nextId += 1)
  if (kind === ENVIRONMENT) workspace.environmentRoles.push({ id, ...made })
  else workspace.projectRoles.push({ id: opaqueId('pr', id), ...made })
  const roles = kind.of(workspace)
  return created(world, { data: roleView(request, kind, roles[roles.length - 1] as (typeof roles)[number], true) })
}

function update(request: CustomerRequest, kind: RoleKind): Answer {
  const role = editableRole(request, kind)
  const { name, config } = readRole(request, kind, wrapped(request.body, kind.wrapper), role)
  role.name = name
  role.config = config
  role.updated_at = now(request.world)
  return ok({ data: roleView(request, kind, role, true) }, true)
}

function remove(request: CustomerRequest, kind: RoleKind): Answer {
  const role = editableRole(request, kind)
  const { workspace } = request
  if (kind.holders(workspace, role.id).length > 0) throw badRequest('You can\u2019t delete a role when collaborators are assigned to the role.')
  workspace.environmentRoles = workspace.environmentRoles.filter(({ id }) => id !== role.id)
  workspace.projectRoles = workspace.projectRoles.filter(({ id }) => id !== role.id)
  return gone()
}

/** A customer on the legacy model, or a token without the privilege, is refused on environment roles only (contract 1.10). */
function refuseEnvironmentRoles({ workspace, world: { switches } }: CustomerRequest): void {
  const status = switches.environment_roles_refused !== 'no' ? switches.environment_roles_refused : workspace.system_roles_migrated ? 'works' : switches.environment_roles_before_migration
  if (status !== 'works') throw new Refusal(Number(status), 'Environment roles are not available in this workspace')
}

function routesOf(kind: RoleKind, path: 'environment_roles' | 'project_roles', limit: 'environmentRoles' | 'projectRoles'): Route[] {
  const route = (method: string, below: string, run: (request: CustomerRequest, kind: RoleKind) => Answer): Route => ({
    method, path: `/api/managed_users/:mu/${path}${below}`, group: path, family: 'rbac', limit,
    run: forCollaborators((request) => {
      if (kind === ENVIRONMENT) refuseEnvironmentRoles(request)
      return run(request, kind)
    }),
  })
  return [
    route('GET', '', list),
    route('POST', '', create),
    route('GET', '/:id', (request) => ok({ data: roleView(request, kind, findRole(request, kind), true) })),
    route('PUT', '/:id', update),
    route('DELETE', '/:id', remove),
  ]
}

/** Environment roles and project roles (contract sections 5 and 6). */
export const roleRoutes: readonly Route[] = [...routesOf(ENVIRONMENT, 'environment_roles', 'environmentRoles'), ...routesOf(PROJECT, 'project_roles', 'projectRoles')]
