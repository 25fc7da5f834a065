import { DATA_NOW, ENVIRONMENTS, type Customer, type Source, type User } from './model'
import { environmentTypes } from './generate-content'
import { INHERITED_LEGACY_ROLE } from './generate-legacy'
import type { NextNumber, SeededRandom } from './random'
import { AGENCIES, FAMILY, GIVEN } from './words'
import type { Assignment, Member, Workspace } from './workspace'

const DAY = 86_400_000
const DANA: User = { id: 7001, name: 'Dana Whitfield', email: 'dana@example.com' }

/** People who belong to several customers, of one partner account or of several: the same user everywhere. */
export const EXTERNAL_PEOPLE: readonly User[] = [
  DANA,
  ...AGENCIES.flatMap((agency, a) =>
    Array.from({ length: 3 }, (_, i): User => {
      const given = GIVEN[(a * 5 + i * 3 + 1) % GIVEN.length] ?? 'Ada'
      const family = FAMILY[(a * 7 + i * 4 + 2) % FAMILY.length] ?? 'Berg'
      return { id: 7010 + a * 10 + i, name: `${given} ${family}`, email: `${given}.${family}@${agency}.example`.toLowerCase() }
    }),
  ),
]

/** The collaborators of a customer; the roles come from what the workspace has. */
export function generateMembers(random: SeededRandom, next: NextNumber, customer: Customer, source: Source, workspace: Workspace): Member[] {
  const taken = new Set<number>()
  const since = Date.parse(customer.created_at)
  return Array.from({ length: source.people }, (_, i): Member => {
    const user = i === 0 && source.dana.includes(customer.id) ? DANA : pickUser(random, next, customer, i, taken)
    taken.add(user.id)
    const created = Math.max(since, DATA_NOW - random.int(1, 600) * DAY)
    return {
      ...user, external_id: null, time_zone: customer.time_zone, created_at: new Date(created).toISOString(), last_activity_log: activity(random, next),
      roles: workspace.rbac_migrated ? newRoles(random, customer, workspace) : legacyRoles(random, customer, workspace, i),
    }
  })
}

function pickUser(random: SeededRandom, next: NextNumber, customer: Customer, index: number, taken: ReadonlySet<number>): User {
  const external = random.chance(0.03) ? random.pick(EXTERNAL_PEOPLE.slice(1)) : undefined
  if (external !== undefined && !taken.has(external.id)) return external
  const given = random.pick(GIVEN)
  const family = random.pick(FAMILY)
  return { id: next(), name: `${given} ${family}`, email: `${given}.${family}.${String(index)}@customer-${String(customer.id)}.example`.toLowerCase() }
}

/** Most people came lately, some not for over 90 days, some never. */
function activity(random: SeededRandom, next: NextNumber): Member['last_activity_log'] {
  const kind = random.next()
  if (kind < 0.06) return null
  const days = kind < 0.18 ? random.int(91, 400) : random.int(0, 60)
  return { id: next(), event_type: 'user_login', created_at: new Date(DATA_NOW - days * DAY - random.int(0, DAY)).toISOString() }
}

/** Mostly system roles, less of them towards production; about one in a hundred cells is without access. */
function newRoles(random: SeededRandom, customer: Customer, { environmentRoles }: Workspace): Member['roles'] {
  const custom = environmentRoles.filter(({ type }) => type !== 'system')
  const [admin, manager, member] = environmentRoles
  const base = random.next()
  const roles: Member['roles'] = {}
  for (const environment of environmentTypes(customer)) {
    if (random.chance(0.01)) continue
    const level = base + (environment === 'prod' ? 0.15 : 0) - (random.chance(0.1) ? 0.3 : 0)
    const role = custom.length > 0 && random.chance(0.1) ? random.pick(custom) : level < 0.08 ? admin : level < 0.35 ? manager : member
    if (role !== undefined) roles[environment] = { role_type: 'environment', role_id: role.id }
  }
  return roles
}

/** Legacy assignments: one role everywhere, three different ones now and then, and people whose role has no equivalent. */
function legacyRoles(random: SeededRandom, customer: Customer, { legacyRoles: own }: Workspace, index: number): Member['roles'] {
  const held = (role_name: string): Assignment => ({ role_type: 'privilege_group', role_name })
  const names = [...['Admin', 'Analyst', 'Analyst', 'Operator', 'Operator'], ...own.filter(({ inherited }) => !inherited).map(({ name }) => name)]
  const single = random.chance(0.05) ? INHERITED_LEGACY_ROLE : index === 0 ? 'Admin' : random.pick(names)
  const different = random.chance(0.1)
  const three = random.shuffle([...new Set(names)])
  return Object.fromEntries(
    environmentTypes(customer)
      .filter(() => !random.chance(0.01))
      .map((environment) => [environment, held(different ? (three[ENVIRONMENTS.indexOf(environment) % three.length] ?? single) : single)]),
  )
}
