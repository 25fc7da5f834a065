import type { EnvironmentType, RoleName } from '../../contract/access'
import type { NewPerson } from '../../contract/intents'
import type { BlockReason } from '../../contract/plan'
import { environmentsOf, type Customer } from '../facts'
import type { Guard } from './guard'

/** A role is found by its name in the customer's own list: unknown names would fall to the legacy model (contract 1.10). */
export function knownRole({ facts, roleNames }: Customer, roleName: RoleName | null): BlockReason | null {
  if (roleName === null) return null
  if (facts.environmentRoles === null) return { kind: 'not-read', what: 'environment-roles' }
  return roleNames.has(roleName) ? null : { kind: 'unknown-role', roleName }
}

/** Roles, environments and groups wished for somebody new; at least one role (contract 1.10). */
export const newPersonFits: Guard<'member.invite' | 'member.add'> = ({ wish }, customer) => {
  const roles = wishedRoles(wish)
  if (roles.length === 0) return { kind: 'role-required' }
  const there = environmentsOf(customer.facts)
  for (const [environment, roleName] of roles) {
    if (!there.includes(environment)) return { kind: 'no-environment', environment }
    const reason = knownRole(customer, roleName)
    if (reason !== null) return reason
  }
  if (wish.groupIds.length === 0) return null
  if (customer.facts.groups === null) return { kind: 'not-read', what: 'groups' }
  return wish.groupIds.every((id) => customer.groups.has(id)) ? null : { kind: 'group-gone' }
}

/** A project role by its id, which is valid in one customer only (contract 6). */
export const knownProjectRole: Guard<'project.grant'> = ({ wish }, { facts }) => {
  if (wish === null) return null
  if (facts.projectRoles === null) return { kind: 'not-read', what: 'project-roles' }
  return facts.projectRoles.some(({ id }) => id === wish.id) ? null : { kind: 'unknown-role', roleName: wish.name }
}

/** The wished roles as pairs, in no particular order. */
export function wishedRoles({ roles }: NewPerson): readonly (readonly [EnvironmentType, RoleName])[] {
  return Object.entries(roles) as [EnvironmentType, RoleName][]
}
