import type { ApiClient, CallOptions } from '../api/client'
import { createCustomerManager, deleteCustomerManager, updateCustomerManager } from '../api/resources/customer-managers'
import { createCustomer, deleteCustomer, provisionEnvironments, updateCustomer, type CustomerChanges } from '../api/resources/customers'
import { createEnvironmentRole, deleteEnvironmentRole, updateEnvironmentRole } from '../api/resources/environment-roles'
import { createProjectRole, deleteProjectRole, updateProjectRole } from '../api/resources/project-roles'
import { migrateCustomRole, migrateSystemRoles } from '../api/resources/roles-migration'
import { createGroup, deleteGroup, updateGroup } from '../api/resources/user-groups'
import type { CustomerId } from '../contract/ids'
import type { Call } from '../contract/plan'

/** What administers roles, groups, customers and managers, and what migrates. */
type AdminCall = Extract<Call, { readonly kind: `role.${string}` | `customer.${string}` | `manager.${string}` | `migrate.${string}` | 'group.create' | 'group.update' | 'group.delete' }>

/** Sends one such call. Resolves when the API said yes; what it answers besides is read back. Throws AppError. */
export async function sendAdminCall(client: ApiClient, customer: CustomerId, call: AdminCall, options: CallOptions): Promise<void> {
  switch (call.kind) {
    case 'role.create': return void (await (call.scope === 'environment' ? createEnvironmentRole : createProjectRole)(client, customer, call.role, options))
    case 'role.update': return void (await (call.target.scope === 'environment' ? updateEnvironmentRole(client, customer, call.target.id, call.role, options) : updateProjectRole(client, customer, call.target.id, call.role, options)))
    case 'role.delete': return void (await (call.target.scope === 'environment' ? deleteEnvironmentRole(client, customer, call.target.id, options) : deleteProjectRole(client, customer, call.target.id, options)))
    case 'group.create': return void (await createGroup(client, customer, call.group, options))
    case 'group.update': return void (await updateGroup(client, customer, call.groupId, call.group, options))
    case 'group.delete': return void (await deleteGroup(client, customer, call.groupId, options))
    case 'customer.update': return void (await updateCustomer(client, customer, changes(call), options))
    case 'customer.send': return void (await updateCustomer(client, customer, call.environment === null ? { [call.field]: call.value } : { environments: [{ environmentType: call.environment, [call.field]: call.value }] }, options))
    case 'customer.provision': return provisionEnvironments(client, customer, options)
    case 'customer.delete': return void (await deleteCustomer(client, customer, options))
    case 'customer.create': return void (await createCustomer(client, newCustomer(call.customer), options))
    case 'manager.create': return createCustomerManager(client, call.userId, call.manager, options)
    case 'manager.update': return updateCustomerManager(client, call.managerId, call.manager, options)
    case 'manager.remove': return void (await deleteCustomerManager(client, call.managerId, options))
    // For real, and said so: without the word the API takes a call for a real one as well (contract 10.1).
    case 'migrate.system': return void (await migrateSystemRoles(client, customer, false, options))
    case 'migrate.role': return void (await migrateCustomRole(client, customer, call.roleId, false, { ...options, experimental: true }))
  }
}

/** Settings of the customer by their names; those of TEST and PROD in a list of their own (contract 2.3). */
function changes({ settings }: Extract<Call, { readonly kind: 'customer.update' }>): CustomerChanges {
  const own = settings.filter(({ target }) => target.environment === null).map(({ target, value }) => [target.field, value])
  const environments = (['test', 'prod'] as const).flatMap((type) => {
    const mine = settings.filter(({ target }) => target.environment === type).map(({ target, value }) => [target.field, value])
    return mine.length === 0 ? [] : [{ environmentType: type, ...(Object.fromEntries(mine) as object) }]
  })
  return { ...(Object.fromEntries(own) as CustomerChanges), ...(environments.length === 0 ? {} : { environments }) }
}

/** Without what is left to the API. */
function newCustomer({ name, externalId, notificationEmail, planId, timeZone, provisionEnvironments: provision }: Extract<Call, { readonly kind: 'customer.create' }>['customer']) {
  return {
    name, notificationEmail, ...(externalId === null ? {} : { externalId }), ...(planId === null ? {} : { planId }), ...(timeZone === null ? {} : { timeZone }),
    ...(provision ? { provisionEnvironments: true } : {}),
  }
}
