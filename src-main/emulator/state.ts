import type { Account } from './account'
import type { Fields } from './answer'
import { environmentTypes } from './generate-content'
import { NO_ACCESS, roleName } from './member-view'
import type { Customer } from './model'

/** Everything that an account holds, or only what belongs to one customer: workspaces with the names of roles instead of their ids. */
export function stateOf(account: Account, customerId: string | undefined): Fields {
  const customers = account.customers.filter(({ id }) => customerId === undefined || String(id) === customerId)
  return { ...account.toData(), customers, workspaces: Object.fromEntries(customers.map((customer) => [customer.id, workspaceState(account, customer)])) }
}

function workspaceState(account: Account, customer: Customer): Fields {
  const workspace = account.workspace(customer)
  const members = workspace.members.map((member) => ({
    ...member,
    roles: environmentTypes(customer).map((environment_type) => {
      const held = member.roles[environment_type]
      return { environment_type, role_name: held === undefined ? NO_ACCESS : roleName(workspace, held), role_type: held?.role_type ?? 'environment' }
    }),
  }))
  return { ...workspace, members }
}
