import type { Customer } from './model'
import { opaqueId, type NextNumber, type SeededRandom } from './random'
import type { Role, RoleType } from './workspace'

const ALL = { team: { privileges: 'all' } }
/** Custom environment roles and the share of customers that have each: names are shared, never by all. */
const ENVIRONMENT_ROLES = [
  { name: 'Support lead', share: 0.6, config: { team: { privileges: ['read'] }, logs: { privileges: 'all' } } },
  { name: 'Auditor', share: 0.35, config: { activity_audit: { privileges: ['read'] } } },
  { name: 'Release manager', share: 0.2, config: { recipe_lifecycle_management: { privileges: 'all' }, team: { privileges: ['read'] } } },
]
const PROJECT_ROLES = [
  { name: 'Order builders', share: 0.5, config: { recipes: { privileges: ['read', 'create', 'update'] } } },
  { name: 'Read only', share: 0.4, config: { recipes: { privileges: ['read'] } } },
]

/** Role that every customer has from the partner's workspace. */
export const INHERITED_ROLE = 'Partner support'

function role<Id>(id: Id, name: string, type: RoleType, config: Role<Id>['config'], at: string): Role<Id> {
  return { id, name, config, type, created_at: at, updated_at: at }
}

/** The system environment roles under their API names (contract section 5). */
export function systemEnvironmentRoles(next: NextNumber, { created_at }: Customer): Role<number>[] {
  return [
    role(next(), 'EnvironmentAdmin', 'system', ALL, created_at),
    role(next(), 'EnvironmentManager', 'system', { environment: { privileges: 'all' } }, created_at),
    role(next(), 'Member', 'system', { environment: { privileges: ['read'] } }, created_at),
  ]
}

/** The system project roles (contract section 6). */
export function systemProjectRoles(next: NextNumber, { created_at }: Customer): Role<string>[] {
  return [
    role(opaqueId('pr', next()), 'ProjectAdmin', 'system', { project: { privileges: 'all' } }, created_at),
    role(opaqueId('pr', next()), 'AdvancedBuilder', 'system', { recipes: { privileges: 'all' } }, created_at),
    role(opaqueId('pr', next()), 'ProjectOperator', 'system', { recipes: { privileges: ['read', 'run'] } }, created_at),
  ]
}

/** The role inherited from the partner and those of this customer's own. */
export function customEnvironmentRoles(random: SeededRandom, next: NextNumber, { created_at }: Customer): Role<number>[] {
  const own = ENVIRONMENT_ROLES.filter(({ share }) => random.chance(share)).map(({ name, config }) => role(next(), name, 'custom', config, created_at))
  return [role(next(), INHERITED_ROLE, 'inherited', { team: { privileges: ['read'] } }, created_at), ...own]
}

export function customProjectRoles(random: SeededRandom, next: NextNumber, { created_at }: Customer): Role<string>[] {
  return PROJECT_ROLES.filter(({ share }) => random.chance(share)).map(({ name, config }) => role(opaqueId('pr', next()), name, 'custom', config, created_at))
}
