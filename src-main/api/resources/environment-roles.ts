import type { EnvironmentRole } from '../../contract/access'
import { roleId, type CustomerId, type RoleId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import { readList, type List } from '../pages'
import { roleBody, wireRole, type RoleFields } from './role-wire'

const wireEnvironmentRole = wireRole(roleId)

/**
 * Environment roles of a customer, without their config; class `environmentRoles`, 10/s [seed 001]. Throws AppError: TOKEN_REFUSED or FORBIDDEN
 * here says that this feature is closed to a token that may be fine otherwise (contract 1.10).
 */
export function listEnvironmentRoles(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<EnvironmentRole>> {
  return readList(client, endpoints.listEnvironmentRoles(customer), wireEnvironmentRole, 'bracket', options)
}

/** One role with its config; class `environmentRoles`, 10/s [seed 001]. Throws AppError. */
export function getEnvironmentRole(client: ApiClient, customer: CustomerId, id: RoleId, options: CallOptions): Promise<EnvironmentRole> {
  return callOne(client, endpoints.getEnvironmentRole(customer, id), wireEnvironmentRole, options)
}

/** Makes a role; class `environmentRoles`, 10/s [seed 001]. Never sent twice. Throws AppError. */
export function createEnvironmentRole(client: ApiClient, customer: CustomerId, role: RoleFields, options: CallOptions): Promise<EnvironmentRole> {
  return callOne(client, endpoints.createEnvironmentRole(customer), wireEnvironmentRole, options, { body: { environment_role: roleBody(role) } })
}

/** Changes a custom role; class `environmentRoles`, 10/s [seed 001]. Throws AppError. */
export function updateEnvironmentRole(client: ApiClient, customer: CustomerId, id: RoleId, role: RoleFields, options: CallOptions): Promise<EnvironmentRole> {
  return callOne(client, endpoints.updateEnvironmentRole(customer, id), wireEnvironmentRole, options, { body: { environment_role: roleBody(role) } })
}

/** Deletes a custom role that nobody holds; class `environmentRoles`, 10/s [seed 001]. Throws AppError, REJECTED while it is assigned. */
export function deleteEnvironmentRole(client: ApiClient, customer: CustomerId, id: RoleId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.deleteEnvironmentRole(customer, id), options))
}
