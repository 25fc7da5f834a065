import type { CustomerRequest, Fields } from './answer'
import { environmentTypes } from './generate-content'
import { becomes } from './migration-table'
import type { Manager } from './model'
import type { Assignment, Member, Workspace } from './workspace'

/** Name of the role that stands for having none (contract 1.10). */
export const NO_ACCESS = 'No access'

/** The name under which a role is shown; a role that is gone shows as no access. */
export function roleName({ environmentRoles }: Workspace, assignment: Assignment): string {
  return assignment.role_type === 'privilege_group' ? assignment.role_name : (environmentRoles.find(({ id }) => id === assignment.role_id)?.name ?? NO_ACCESS)
}

function grantType({ world }: CustomerRequest, index: 0 | 1): string {
  return world.switches.grant_types.split('/')[index] ?? ''
}

/** A collaborator as `GET members` tells it (contract 3.4, 1.10, 1.11). */
export function memberView(request: CustomerRequest, member: Member): Fields {
  const { workspace, customer, world } = request
  const roles = environmentTypes(customer).flatMap((environment_type) => {
    const held = member.roles[environment_type]
    if (held === undefined) return world.switches.no_access_is_listed ? [{ environment_type, role_name: NO_ACCESS, role_type: 'environment' }] : []
    return [{ environment_type, role_name: roleName(workspace, held), role_type: held.role_type }]
  })
  const groups = workspace.groups.filter((group) => group.system || group.member_ids.includes(member.id)).map(({ id, name }) => ({ id, name }))
  return view(request, { ...member, roles, user_groups: groups, grant_type: grantType(request, 0) })
}

/** A customer manager in the members list: the same role in every environment, of the model that the customer is on. */
export function managerView(request: CustomerRequest, manager: Manager): Fields {
  const { account, customer, workspace } = request
  const legacy = account.partnerRoles.find(({ id }) => id === manager.role_id)?.name ?? ''
  const role_name = workspace.rbac_migrated ? (becomes(legacy, request.world.switches)?.environmentRole ?? legacy) : legacy
  const role_type = workspace.rbac_migrated ? 'environment' : 'privilege_group'
  const roles = environmentTypes(customer).map((environment_type) => ({ environment_type, role_name, role_type }))
  const shown = { external_id: null, time_zone: customer.time_zone, created_at: customer.created_at, last_activity_log: null }
  return view(request, { ...manager.user, ...shown, roles, user_groups: [], grant_type: grantType(request, 1) })
}

interface Shown extends Omit<Member, 'roles'> {
  readonly roles: readonly { readonly environment_type: string; readonly role_name: string; readonly role_type: string }[]
  readonly user_groups: readonly Fields[]
  readonly grant_type: string
}

function view({ world }: CustomerRequest, { id, grant_type, roles, user_groups, external_id, name, email, time_zone, created_at, last_activity_log }: Shown): Fields {
  return {
    id, grant_type, role_name: roles.find(({ environment_type }) => environment_type === 'dev')?.role_name ?? NO_ACCESS, ...(world.switches.members_have_roles ? { roles } : {}),
    ...(world.switches.members_have_groups ? { user_groups } : {}), external_id, name, email, time_zone, created_at, last_activity_log,
  }
}

/** The customer managers of a customer; where the same person was added by hand, that counts (contract 3.4). */
export function managersOf({ account, customer, workspace }: CustomerRequest): Manager[] {
  return account.managers.filter(
    ({ permitted_workspace_ids: ids, user }) => (ids.length === 0 || ids.includes(customer.id)) && !workspace.members.some(({ id }) => id === user.id),
  )
}
