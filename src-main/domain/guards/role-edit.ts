import type { RoleScope } from '../../contract/admin-intents'
import type { RoleName } from '../../contract/access'
import type { BlockReason } from '../../contract/plan'
import type { Customer } from '../facts'

/** Only a role that was made in this customer is changed here; system ones are Workato's, inherited ones the partner's (contract 5). */
export function ownRoleOfCustomer(customer: Customer, { scope, id }: { readonly scope: RoleScope; readonly id: string }): BlockReason | null {
  const found = rolesIn(customer, scope).find((one) => one.id === id)
  return found === undefined || found.kind === 'custom' ? null : { kind: 'role-locked', roleKind: found.kind }
}

/** Two roles of a customer must not have the same name: people are given a role by its name. */
export function freeName(customer: Customer, scope: RoleScope, name: RoleName): BlockReason | null {
  return rolesIn(customer, scope).some((one) => one.name === name) ? { kind: 'name-taken', name } : null
}

function rolesIn({ facts }: Customer, scope: RoleScope) {
  return (scope === 'environment' ? facts.environmentRoles : facts.projectRoles) ?? []
}
