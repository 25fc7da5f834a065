import { forCollaborators, now, ok, type Answer, type CustomerRequest, type Fields, type Route } from './answer'
import { flatList } from './lists'
import { badRequest, notFound, Refusal } from './refusal'
import type { LegacyRole } from './workspace'

function view({ id, name, inheritable, folder_ids, privileges, created_at, updated_at }: LegacyRole): Fields {
  return { id, name, inheritable, folder_ids, created_at, updated_at, privileges }
}

/** A migrated customer no longer has them (contract section 8). */
function unlessMigrated(run: (request: CustomerRequest) => Answer) {
  return forCollaborators((request) => {
    const { legacy_roles_after_migration: answer } = request.world.switches
    if (request.workspace.rbac_migrated && answer === '404') throw notFound()
    if (request.workspace.rbac_migrated && answer === '400') throw new Refusal(400, 'Legacy roles are not supported in this workspace.')
    return run(request)
  })
}

/** Only custom roles made in this workspace, as a bare array. */
function list(request: CustomerRequest): Answer {
  const name = request.query.get('role_name')
  const own = request.workspace.legacyRoles.filter((role) => !role.inherited && (name === null || role.name === name))
  return flatList(request, own, view, 'bare')
}

function copy(request: CustomerRequest): Answer {
  const { workspace, params, body, world } = request
  const source = workspace.legacyRoles.find(({ id }) => String(id) === params['role_id'])
  if (source === undefined) throw notFound()
  const name = body['name']
  if (typeof name !== 'string' || name.trim() === '') throw badRequest("can't be blank", 'name')
  if (workspace.legacyRoles.some((role) => role.name === name)) throw badRequest('has already been taken', 'name')
  const given = body['folder_ids']
  const folder_ids = Array.isArray(given) && given.length > 0 ? given.map(String) : source.folder_ids
  const made: LegacyRole = { ...source, id: (workspace.nextId += 1), name, inherited: false, folder_ids, created_at: now(world), updated_at: now(world) }
  workspace.legacyRoles.push(made)
  return ok(view(made), true)
}

/** Legacy roles (contract section 8). */
export const legacyRoleRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/managed_users/:mu/roles', group: 'legacy_roles', family: 'classic', limit: 'legacyRoles', run: unlessMigrated(list) },
  { method: 'POST', path: '/api/managed_users/:mu/roles/:role_id/copy', group: 'legacy_roles', family: 'classic', limit: 'legacyRoles', run: unlessMigrated(copy) },
]
