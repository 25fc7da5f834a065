import type { ProjectRole } from '../../contract/access'
import { projectRoleId, type CustomerId, type ProjectRoleId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import { readList, type List } from '../pages'
import { roleBody, wireRole, type RoleFields } from './role-wire'

const wireProjectRole = wireRole(projectRoleId)

/** Project roles of a customer, without their config; class `projectRoles`, 10/s [seed 002, contract 6]. Throws AppError. */
export function listProjectRoles(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<ProjectRole>> {
  return readList(client, endpoints.listProjectRoles(customer), wireProjectRole, 'bracket', options)
}

/** One role with its config; class `projectRoles`, 10/s [contract 6]. Throws AppError. */
export function getProjectRole(client: ApiClient, customer: CustomerId, id: ProjectRoleId, options: CallOptions): Promise<ProjectRole> {
  return callOne(client, endpoints.getProjectRole(customer, id), wireProjectRole, options)
}

/** Makes a role; class `projectRoles`, 10/s; body [assumed: as environment roles, contract 6]. Never sent twice. Throws AppError. */
export function createProjectRole(client: ApiClient, customer: CustomerId, role: RoleFields, options: CallOptions): Promise<ProjectRole> {
  return callOne(client, endpoints.createProjectRole(customer), wireProjectRole, options, { body: { project_role: roleBody(role) } })
}

/** Changes a custom role; class `projectRoles`, 10/s; body [assumed: as environment roles, contract 6]. Throws AppError. */
export function updateProjectRole(client: ApiClient, customer: CustomerId, id: ProjectRoleId, role: RoleFields, options: CallOptions): Promise<ProjectRole> {
  return callOne(client, endpoints.updateProjectRole(customer, id), wireProjectRole, options, { body: { project_role: roleBody(role) } })
}

/** Deletes a custom role that nobody holds; class `projectRoles`, 10/s [contract 6]. Throws AppError, REJECTED while it is assigned. */
export function deleteProjectRole(client: ApiClient, customer: CustomerId, id: ProjectRoleId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.deleteProjectRole(customer, id), options))
}
