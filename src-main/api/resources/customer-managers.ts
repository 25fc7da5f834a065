import { z } from 'zod'
import type { CustomerManager } from '../../contract/access'
import { appError } from '../../contract/errors'
import { customerId, customerManagerId, legacyRoleId, memberId, type CustomerId, type CustomerManagerId, type LegacyRoleId, type MemberId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import { readList, type List } from '../pages'
import { exactRole, flag, label, numeric, opaque } from '../wire'

const wireManager = z.object({
  id: opaque(customerManagerId), user: z.object({ id: numeric(memberId), name: label, email: label }),
  privilege_group: z.object({ id: opaque(legacyRoleId), name: exactRole, system: flag }),
  // Strict: an unreadable list must not end as an empty one, which means all.
  moderated_workspaces: z.array(z.object({ id: numeric(customerId) })),
}).transform(({ id, user, privilege_group: role, moderated_workspaces: workspaces }): CustomerManager => ({
  id, user, role: { id: role.id, name: role.name, system: role.system === true }, workspaces: workspaces.length === 0 ? 'all' : workspaces.map((one) => one.id),
}))

/** The role and reach of a customer manager. */
export interface ManagerFields {
  readonly roleId: LegacyRoleId
  readonly workspaces: 'all' | readonly CustomerId[]
}

/** Customer managers of the partner; class `customerManagers`, 60/min; `{result:{items}}` in one answer [contract 9]. Throws AppError. */
export function listCustomerManagers(client: ApiClient, options: CallOptions): Promise<List<CustomerManager>> {
  return readList(client, endpoints.listCustomerManagers(), wireManager, 'none', options)
}

/** Makes a collaborator of the partner's workspace a customer manager; class `customerManagers`, 60/min; body [assumed, contract 9]. Never sent twice; the list shows the result. Throws AppError. */
export async function createCustomerManager(client: ApiClient, user: MemberId, fields: ManagerFields, options: CallOptions): Promise<void> {
  await client.call(endpoints.createCustomerManager(), options, { body: { user_id: user, ...managerBody(fields) } })
}

/** Sets role and reach of a customer manager; class `customerManagers`, 60/min; the list shows the result [contract 9]. Throws AppError. */
export async function updateCustomerManager(client: ApiClient, id: CustomerManagerId, fields: ManagerFields, options: CallOptions): Promise<void> {
  await client.call(endpoints.updateCustomerManager(id), options, { body: managerBody(fields) })
}

/** Ends the management of customers by a person; class `customerManagers`, 60/min [contract 9]. Throws AppError. */
export function deleteCustomerManager(client: ApiClient, id: CustomerManagerId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.deleteCustomerManager(id), options))
}

/** An empty list means all customers to the API, so that "none" must never be sent. */
function managerBody({ roleId, workspaces }: ManagerFields): { role_id: string; permitted_workspace_ids: readonly number[] } {
  if (workspaces !== 'all' && workspaces.length === 0) {
    throw appError('BAD_INPUT', 'A customer manager without customers would get all of them.', 'Choose at least one customer, or remove the customer manager. Nothing was sent.')
  }
  return { role_id: roleId, permitted_workspace_ids: workspaces === 'all' ? [] : workspaces }
}
