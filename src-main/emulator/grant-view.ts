import type { CustomerRequest, Fields } from './answer'
import type { Grant } from './workspace'

/** A project with the environment that it belongs to, as grants print it. */
export function projectView({ workspace, customer }: CustomerRequest, id: number): Fields | null {
  const project = workspace.projects.find((one) => one.id === id)
  if (project === undefined) return null
  const environment = customer.environments.find(({ environment_type }) => environment_type === project.environment)
  return { id, name: project.name, environment: { id: environment?.id ?? customer.id, type: project.environment } }
}

/** A grant (contract section 7): exactly one of `user` and `user_group` is not null. */
export function grantView(request: CustomerRequest, grant: Grant): Fields {
  const { projectRoles, groups, members } = request.workspace
  const role = projectRoles.find(({ id }) => id === grant.project_role_id)
  const group = groups.find(({ id }) => id === grant.group_id)
  const user = members.find(({ id }) => id === grant.user_id)
  return {
    id: grant.id, project: projectView(request, grant.project_id), project_role: { id: grant.project_role_id, name: role?.name ?? null },
    user_group: group === undefined ? null : { id: group.id, name: group.name }, user: user === undefined ? null : { id: user.id, name: user.name, email: user.email },
  }
}
