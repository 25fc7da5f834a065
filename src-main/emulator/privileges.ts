import type { CustomerRequest, Fields } from './answer'
import { environmentTypes } from './generate-content'
import { projectView } from './grant-view'
import { managerView, roleName } from './member-view'
import type { findMember } from './member-rules'

const BUILD = ['read', 'create', 'update', 'delete']
/** Privileges of the legacy system roles, shortened to what tells them apart (contract section 8). */
const SYSTEM: Readonly<Record<string, Fields>> = {
  Admin: { Recipes: [...BUILD, 'run', 'read_run_history'], Folders: BUILD, Projects: BUILD, Connections: BUILD, Collaborators: ['all'], 'Workspace settings': ['all'], 'Secrets management': ['read', 'update'] },
  Analyst: { Recipes: [...BUILD, 'run', 'read_run_history'], Folders: BUILD, Projects: BUILD, Connections: BUILD, 'Secrets management': ['read'] },
  Operator: { Recipes: ['read', 'run', 'read_run_history'], Folders: ['read'], Projects: ['read'], 'Use in recipes': ['all'], 'Test automation': ['read'] },
}
type Found = ReturnType<typeof findMember>

/** One entry for each environment in which the person has a role (contract 3.8, 1.11). */
export function privileges(request: CustomerRequest, found: Found): Fields[] {
  const { workspace, customer } = request
  if ('manager' in found) {
    const { roles } = managerView(request, found.manager) as { roles?: readonly { environment_type: string; role_name: string; role_type: string }[] }
    return (roles ?? []).map(({ environment_type, role_name, role_type }) => ({ environment_type, name: role_name, role_type, privileges: SYSTEM[role_name] ?? {} }))
  }
  return environmentTypes(customer).flatMap((environment_type): Fields[] => {
    const held = found.member.roles[environment_type]
    if (held === undefined) return []
    const name = roleName(workspace, held)
    if (held.role_type === 'environment') return [{ environment_type, name, role_type: held.role_type, privileges: workspace.environmentRoles.find(({ id }) => id === held.role_id)?.config ?? {} }]
    const custom = workspace.legacyRoles.find((role) => role.name === name)
    return [{ environment_type, name, role_type: held.role_type, privileges: custom?.privileges ?? SYSTEM[name] ?? {}, folder_ids: (custom?.folder_ids ?? []).map(Number) }]
  })
}

/** Access to each project, given directly or through a group (contract 3.8). */
export function projectPrivileges(request: CustomerRequest, found: Found): Fields[] {
  if ('manager' in found) return []
  const { workspace } = request
  const { id } = found.member
  const groups = new Set(workspace.groups.filter((group) => group.system || group.member_ids.includes(id)).map((group) => group.id))
  return workspace.grants.flatMap(({ user_id, group_id, project_id, project_role_id }) => {
    const source = user_id === id ? 'user' : group_id !== null && groups.has(group_id) ? 'user_group' : null
    const role = workspace.projectRoles.find((one) => one.id === project_role_id)
    const project = projectView(request, project_id)
    return source === null || role === undefined ? [] : [{ project, project_role: { id: role.id, name: role.name }, source, privileges: role.config }]
  })
}
