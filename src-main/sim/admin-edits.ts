import type { AccountId, CustomerId, GroupId, LegacyRoleId, MemberId, ProjectRoleId, RoleId } from '../contract/ids'
import { PARTNER_LEVEL } from '../contract/ids'
import type { IntentDraft } from '../contract/intents'
import type { Account } from '../emulator/account'
import type { Customer } from '../emulator/model'
import type { SeededRandom } from '../emulator/random'

/** An edit of roles, groups, settings, customers or managers on what is there now; `n` is a number that no other edit of the run has. */
export function adminEdits(account: Account, customer: Customer, random: SeededRandom, n: number): IntentDraft[] {
  const at = { accountId: account.id as AccountId, customerId: customer.id as CustomerId }
  return random.pick([rolesAt, rolesAt, groupsAt, settingsAt, livesAt, livesAt, partnerAt])({ account, customer, random, n, at })
}

interface Moment { readonly account: Account; readonly customer: Customer; readonly random: SeededRandom; readonly n: number; readonly at: { readonly accountId: AccountId; readonly customerId: CustomerId } }

function rolesAt({ account, customer, random, n, at }: Moment): IntentDraft[] {
  const { environmentRoles, projectRoles, members } = account.workspace(customer)
  const scope = random.pick(['environment', 'project'] as const)
  const made = `Made ${String(n)}`
  if (random.chance(0.5)) {
    const create: IntentDraft = { kind: 'role.create', ...at, target: { scope, name: made }, base: null, wish: { config: { team: { privileges: ['read'] }, n } } }
    const member = members.find(({ roles }) => roles.dev === undefined)
    // Given at once to somebody, in the same plan.
    return member === undefined || scope === 'project' ? [create] : [create, { kind: 'member.role', ...at, target: { memberId: member.id as MemberId, environment: 'dev' }, base: null, wish: made, seen: {} }]
  }
  const own = (scope === 'environment' ? environmentRoles : projectRoles).filter(({ type }) => type === 'custom')
  if (own.length === 0) return []
  const { id, name, config } = random.pick(own)
  const target = scope === 'environment' ? { scope, id: String(id) as RoleId } : { scope, id: String(id) as ProjectRoleId }
  if (random.chance(0.4)) return [{ kind: 'role.delete', ...at, target, base: { name, config }, wish: null }]
  return [{ kind: 'role.update', ...at, target, base: { name, config }, wish: { name, config: { ...config, changed: n } } }]
}

function groupsAt({ account, customer, random, n, at }: Moment): IntentDraft[] {
  if (random.chance(0.5)) return [{ kind: 'group.create', ...at, target: { name: `Made ${String(n)}` }, base: null, wish: { description: random.chance(0.5) ? 'Made by the simulation' : null } }]
  const groups = account.workspace(customer).groups.filter(({ system }) => !system)
  if (groups.length === 0) return []
  const { id, name, description } = random.pick(groups)
  if (random.chance(0.4)) return [{ kind: 'group.delete', ...at, target: { groupId: id as GroupId }, base: { name, description }, wish: null }]
  return [{ kind: 'group.update', ...at, target: { groupId: id as GroupId }, base: { name, description }, wish: { name, description: `Changed ${String(n)}` } }]
}

function settingsAt({ customer, random, n, at }: Moment): IntentDraft[] {
  const zone: IntentDraft = { kind: 'customer.setting', ...at, target: { field: 'timeZone', environment: null }, base: customer.time_zone, wish: random.pick(['Kolkata', 'Berlin', 'Tokyo']) }
  const origin: IntentDraft = { kind: 'customer.setting', ...at, target: { field: 'originUrl', environment: null }, base: customer.origin_url, wish: `https://n${String(n)}.acme.example` }
  const tasks: IntentDraft = { kind: 'customer.unread', ...at, target: { field: 'taskLimitAdjustment', environment: null }, base: null, wish: 100 + n }
  return random.pick([[zone], [zone, origin], [tasks], [tasks, origin]])
}

function livesAt({ account, customer, random, n, at }: Moment): IntentDraft[] {
  if (customer.environments.length === 0 && random.chance(0.5)) return [{ kind: 'customer.provision', ...at, target: { name: customer.name }, base: false, wish: true }]
  if (account.customers.length > 2 && random.chance(0.2)) return [{ kind: 'customer.delete', ...at, target: { name: customer.name }, base: true, wish: false }]
  return [{
    kind: 'customer.create', accountId: at.accountId, customerId: PARTNER_LEVEL, target: { name: `New customer ${String(n)}`, externalId: null }, base: null,
    wish: { notificationEmail: 'ops@acme.example', planId: null, timeZone: null, provisionEnvironments: random.chance(0.5) },
  }]
}

function partnerAt({ account, random, at }: Moment): IntentDraft[] {
  const user = random.pick(account.partnerUsers)
  const there = account.managers.find((one) => one.user.id === user.id)
  const named = (id: number): { readonly roleId: LegacyRoleId; readonly roleName: string } => ({ roleId: String(id) as LegacyRoleId, roleName: account.partnerRoles.find((one) => one.id === id)?.name ?? '' })
  const reach = (ids: readonly number[]): 'all' | CustomerId[] => (ids.length === 0 ? 'all' : (ids as CustomerId[]))
  const base = there === undefined ? null : { ...named(there.role_id), workspaces: reach(there.permitted_workspace_ids) }
  const wish = base !== null && random.chance(0.3) ? null : { ...named(random.pick(account.partnerRoles).id), workspaces: random.pick<'all' | CustomerId[]>(['all', [at.customerId]]) }
  return [{ kind: 'manager.set', accountId: at.accountId, customerId: PARTNER_LEVEL, target: { userId: user.id as MemberId, name: user.name }, base, wish }]
}
