import { createHash } from 'node:crypto'
import type { EnvironmentRole, EnvironmentType, Member, ProjectGrant, ProjectRole } from '../../contract/access'
import type { AccountId, CustomerId, EnvironmentId, GrantId, GroupId, MemberId, ProjectId, ProjectRoleId, RoleId } from '../../contract/ids'
import type { BatchId, Intent, IntentId, IntentKindName, IntentMap, PendingIntent } from '../../contract/intents'
import { SYSTEM_ROLE_RANKS } from '../access/highest'
import type { CustomerFacts } from '../facts'
import type { PlanInput } from '../plan/plan'
import type { QuotaSettings } from '../quota-floor'

/** An id as what it is the id of; schemas would take most of the time of the tests that try everything. */
export const brand = <T>(id: string | number): T => id as T

/** Small things of the domain for tests: everything has a default, and only what a test is about is given. */
export const ACCOUNTS = [brand<AccountId>('north'), brand<AccountId>('south')] as const
export const CUSTOMER = brand<CustomerId>(4101)
export const ME = 'me@partner.example'
export const NOW = Date.UTC(2026, 10, 21, 9)
export const QUOTAS: QuotaSettings = { perMinute: {}, reserved: 0, speed: 1, shareMembersAndCustomers: true }

export const member = (id: number, roles: Partial<Record<EnvironmentType, string | null>> = {}, more: Partial<Member> = {}): Member => ({
  id: brand<MemberId>(id), name: `Person ${String(id)}`, email: `p${String(id)}@acme.example`, kind: 'team', grantType: 'team', externalId: null, timeZone: null,
  createdAt: null, lastActivityAt: null, lastActivityType: null, groups: null,
  roles: Object.entries(roles).map(([environment, roleName]) => ({ environment: environment as EnvironmentType, roleName, roleType: 'environment' })), ...more,
})

export const environmentRole = (name: string, kind: EnvironmentRole['kind'] = 'system'): EnvironmentRole =>
  ({ id: brand<RoleId>(`er-${name}`), name, kind, membersCount: null, createdAt: null, updatedAt: null })

export const projectRole = (name: string): ProjectRole =>
  ({ id: brand<ProjectRoleId>(`pr-${name}`), name, kind: 'system', membersCount: null, createdAt: null, updatedAt: null })

export const grant = (project: string, type: EnvironmentType, role: string, assignee: number | string): ProjectGrant => ({
  id: brand<GrantId>(`pg-${project}-${String(assignee)}`),
  project: { id: brand<ProjectId>(project), name: `Project ${project}`, environment: { id: brand<EnvironmentId>(1), type } },
  projectRole: { id: brand<ProjectRoleId>(`pr-${role}`), name: role },
  assignee: typeof assignee === 'number' ? { kind: 'user', id: brand<MemberId>(assignee), name: '', email: null } : { kind: 'group', id: brand<GroupId>(assignee), name: assignee },
})

export const customer = (members: readonly Member[], more: Partial<CustomerFacts> = {}): CustomerFacts => ({
  accountId: ACCOUNTS[0], customerId: CUSTOMER, environments: ['prod', 'test', 'dev'], accessModel: 'migrated', members,
  environmentRoles: ['EnvironmentAdmin', 'EnvironmentManager', 'Member'].map((name) => environmentRole(name)).concat(environmentRole('Support', 'custom')),
  projectRoles: ['ProjectAdmin', 'ProjectOperator'].map(projectRole),
  groups: [{ id: brand<GroupId>('am-all'), name: 'All collaborators', description: null, system: true, memberIds: members.map(({ id }) => id) }, { id: brand<GroupId>('pf-one'), name: 'One', description: null, system: false, memberIds: [] }],
  projects: ['p-dev', 'p-prod'].map((id) => ({ id: brand<ProjectId>(id) })), grants: [], invites: [], settings: null, partner: null, migration: null, ...more,
})

let made = 0
/** An intent of a kind with a fresh id, later in edit order than all made before it. */
export function intent<K extends IntentKindName>(kind: K, fields: Pick<IntentMap[K], 'target' | 'base' | 'wish'> & Partial<IntentMap[K]>): Intent {
  made += 1
  return {
    kind, id: brand<IntentId>(`i${String(made)}`), accountId: ACCOUNTS[0], customerId: CUSTOMER, batchId: brand<BatchId>('b1'), author: 'tester', at: NOW, seq: made,
    ...(kind === 'member.role' ? { seen: {} } : {}), ...fields,
  } as unknown as Intent
}

/** The cell of a person, with what was there when it was edited. */
export const role = (id: number, environment: EnvironmentType, base: string | null, wish: string | null, more: Partial<IntentMap['member.role']> = {}): Intent =>
  intent('member.role', { target: { memberId: brand<MemberId>(id), environment }, base, wish, ...more })

export const remove = (id: number): Intent => intent('member.remove', { target: { memberId: brand<MemberId>(id) }, base: true, wish: false })

export const pending = (...intents: readonly Intent[]): readonly PendingIntent[] => intents.map((one) => ({ intent: one, covers: [one.id] }))

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Input of the planner for these intents and customers. */
export const planInput = (intents: readonly PendingIntent[], customers: readonly CustomerFacts[], more: Partial<PlanInput> = {}): PlanInput => ({
  pending: intents, customers, accounts: new Map(ACCOUNTS.map((id) => [id, { ownEmails: new Set([ME]), sendOnlyChanged: false, quotas: QUOTAS }])),
  ranks: SYSTEM_ROLE_RANKS, prodCap: 25, now: NOW, hash: sha256, ...more,
})
