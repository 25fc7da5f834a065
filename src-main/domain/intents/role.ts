import type { EnvironmentRole, ProjectRole } from '../../contract/access'
import type { RoleScope } from '../../contract/admin-intents'
import type { IntentOf } from '../../contract/intents'
import type { BlockReason } from '../../contract/plan'
import { sameValue } from '../canonical'
import { ENVIRONMENTS, type Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { freeName, ownRoleOfCustomer } from '../guards/role-edit'
import { legacyCustomer } from '../guards/target'
import type { IntentKind, Place, Reading } from './kind'

type Role = EnvironmentRole | ProjectRole
type Definition = IntentOf<'role.update'>['base']

export const roleCreate: IntentKind<'role.create'> = {
  key: ({ target }) => `${target.scope}|${target.name}`,
  // The API names no id of what was asked for: it is found again by its name, which no other role of the customer has.
  read: ({ target }, customer) => whereRead(customer, target.scope, (roles) => {
    const found = roles.find(({ name }) => name === target.name)
    if (found === undefined) return { value: null }
    return found.config === undefined ? CONFIG_UNREAD : { value: { config: found.config } }
  }),
  same: sameValue,
  merges: () => false,
  guard: () => legacyCustomer,
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'role.create', scope: one.target.scope, role: { name: one.target.name, config: one.wish.config } }, intents: [one] })),
  who: ({ target }) => ({ kind: 'role', id: target.name }),
  places: () => [],
}

export const roleUpdate: IntentKind<'role.update'> = {
  key: ({ target }) => `${target.scope}|${target.id}`,
  read: ({ target }, customer) => whereRead(customer, target.scope, (roles) => {
    const found = roles.find(({ id }) => id === target.id)
    return found === undefined ? { blocked: { kind: 'role-gone' } } : definition(found)
  }),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'role.update'>([
    legacyCustomer,
    ({ target }, customer) => ownRoleOfCustomer(customer, target),
    ({ target, base, wish }, customer) => (wish.name === base.name ? null : freeName(customer, target.scope, wish.name)),
  ]),
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'role.update', target: one.target, role: one.wish }, intents: [one] })),
  who: ({ target }) => ({ kind: 'role', id: target.id }),
  places: ({ target, base, wish }, _, customer) => held(target.scope, base.name, wish.name, customer),
}

export const roleDelete: IntentKind<'role.delete'> = {
  key: ({ target }) => `${target.scope}|${target.id}`,
  read: ({ target }, customer) => whereRead<Definition | null>(customer, target.scope, (roles) => {
    const found = roles.find(({ id }) => id === target.id)
    return found === undefined ? { value: null } : definition(found)
  }),
  same: sameValue,
  merges: () => false,
  // Whether somebody holds it depends on the rest of the plan: see `roleInUse`.
  guard: () => firstReason<'role.delete'>([legacyCustomer, ({ target }, customer) => ownRoleOfCustomer(customer, target)]),
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'role.delete', target: one.target }, intents: [one] })),
  who: ({ target }) => ({ kind: 'role', id: target.id }),
  places: () => [],
}

const CONFIG_UNREAD = { blocked: { kind: 'not-read', what: 'role-config' } } as const satisfies { blocked: BlockReason }

function definition({ name, config }: Role): Reading<Definition> {
  return config === undefined ? CONFIG_UNREAD : { value: { name, config } }
}

function whereRead<V>({ facts }: Customer, scope: RoleScope, read: (roles: readonly Role[]) => Reading<V>): Reading<V> {
  const roles = scope === 'environment' ? facts.environmentRoles : facts.projectRoles
  return roles === null ? { blocked: { kind: 'not-read', what: scope === 'environment' ? 'environment-roles' : 'project-roles' } } : read(roles)
}

/** One place for each environment in which anybody holds the role: what they may do changes there. */
function held(scope: RoleScope, before: string, after: string, { facts }: Customer): readonly Place[] {
  const of = scope === 'environment'
    ? facts.members.flatMap(({ roles }) => roles.filter(({ roleName }) => roleName === before).map(({ environment }) => environment))
    : (facts.grants ?? []).filter(({ projectRole }) => projectRole.name === before).map(({ project }) => project.environment.type)
  const where = { kind: 'environment' } as const
  return ENVIRONMENTS.filter((environment) => of.includes(environment)).map((environment) => ({ where, environment, before, after }))
}
