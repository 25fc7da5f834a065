import type { Customer as CustomerSettings, CustomerManager, EnvironmentRole, EnvironmentType, LegacyRole, Member, Project, ProjectGrant, ProjectRole, RoleName } from '../contract/access'
import type { AccountId, CustomerId, GroupId, MemberId, ProjectId } from '../contract/ids'
import type { NewPerson } from '../contract/intents'
import type { BlockReason } from '../contract/plan'

/** All environments, in the order in which they are shown and sent. */
export const ENVIRONMENTS = ['dev', 'test', 'prod'] as const satisfies readonly EnvironmentType[]

/** A group with the people in it. */
export interface GroupFacts { readonly id: GroupId; readonly name: string; readonly system: boolean; readonly memberIds: readonly MemberId[] }
/** The same with what else it says of itself. */
export interface DescribedGroup extends GroupFacts { readonly description: string | null }

/** What was read of one customer. Null: not read, or the API did not allow it; nothing may be concluded from it. */
export interface CustomerFacts {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  /** Empty: not provisioned, so that there is only dev (contract 3.2). */
  readonly environments: readonly EnvironmentType[]
  readonly accessModel: 'legacy' | 'migrated' | 'unknown'
  readonly members: readonly Member[]
  readonly environmentRoles: readonly EnvironmentRole[] | null
  readonly projectRoles: readonly ProjectRole[] | null
  readonly groups: readonly DescribedGroup[] | null
  readonly projects: readonly Pick<Project, 'id'>[] | null
  readonly grants: readonly ProjectGrant[] | null
  /** Invitations sent by this app or known otherwise; `at` is UTC ms. */
  readonly invites: readonly { readonly email: string; readonly at: number }[]
  /** `gone`: it was asked for, and there is no such customer. */
  readonly settings: CustomerSettings | 'gone' | null
  /** Only of the place that stands for the partner account itself; null in every customer. */
  readonly partner: PartnerFacts | null
  /** What a migration rests on; null: nothing is known of one. */
  readonly migration: MigrationFacts | null
}

/** What is known of a customer that is to be migrated. */
export interface MigrationFacts {
  /** `refused`: it no longer answers them, which a migrated customer does (contract 8). Null: not read. */
  readonly legacyRoles: readonly LegacyRole[] | 'refused' | null
  /** Why nothing of it may be migrated now; null: nothing stands against it. */
  readonly against: BlockReason | null
  /** How its parts were in the dry run that counts. */
  readonly bases: readonly string[]
}

/** What was read of a partner account besides its customers' insides. Null: not read. */
export interface PartnerFacts {
  readonly customers: readonly Pick<CustomerSettings, 'id' | 'name' | 'externalId'>[] | null
  readonly managers: readonly CustomerManager[] | null
}

/** {@link CustomerFacts} with its things by id, so that a plan of thousands of intents looks nothing up twice. */
export interface Customer {
  readonly facts: CustomerFacts
  readonly members: ReadonlyMap<MemberId, Member>
  /** By {@link emailKey}. */
  readonly byEmail: ReadonlyMap<string, Member>
  readonly groups: ReadonlyMap<GroupId, { readonly facts: DescribedGroup; readonly members: ReadonlySet<MemberId> }>
  /** By {@link grantKey}. */
  readonly grants: ReadonlyMap<string, ProjectGrant>
  readonly roleNames: ReadonlySet<RoleName>
}

/** A place of which nothing was read. */
export function emptyFacts(accountId: AccountId, customerId: CustomerId): CustomerFacts {
  return { accountId, customerId, environments: [], accessModel: 'unknown', members: [], environmentRoles: null, projectRoles: null, groups: null, projects: null, grants: null, invites: [], settings: null, partner: null, migration: null }
}

export function indexCustomer(facts: CustomerFacts): Customer {
  return {
    facts,
    members: new Map(facts.members.map((one) => [one.id, one])),
    byEmail: new Map(facts.members.map((one) => [emailKey(one.email), one])),
    groups: new Map((facts.groups ?? []).map((one) => [one.id, { facts: one, members: new Set(one.memberIds) }])),
    grants: new Map((facts.grants ?? []).map((one) => [grantKey(one.project.id, one.assignee), one])),
    roleNames: new Set((facts.environmentRoles ?? []).map(({ name }) => name)),
  }
}

/** Addresses are compared without case (contract 1.10). */
export function emailKey(email: string): string {
  return email.trim().toLowerCase()
}

/** A project has at most one grant for each person or group (contract 7). */
export function grantKey(projectId: ProjectId, assignee: { readonly kind: 'user' | 'group'; readonly id: MemberId | GroupId }): string {
  return `${projectId}|${assignee.kind}|${String(assignee.id)}`
}

/** Environments that a customer has; without provisioning only dev. */
export function environmentsOf({ environments }: Pick<CustomerFacts, 'environments'>): readonly EnvironmentType[] {
  return environments.length === 0 ? ['dev'] : ENVIRONMENTS.filter((one) => environments.includes(one))
}

/** Role of a member in an environment; null is "No access", also where the API did not mention the environment. */
export function roleIn(member: { readonly roles: readonly Member['roles'][number][] }, environment: EnvironmentType): RoleName | null {
  return member.roles.find((one) => one.environment === environment)?.roleName ?? null
}

/** The roles that a member has, by environment, without those of no access. */
export function rolesOf(member: Member): NewPerson['roles'] {
  return Object.fromEntries(member.roles.flatMap(({ environment, roleName }) => (roleName === null ? [] : [[environment, roleName]])))
}

/** Whether a member holds a legacy role in the environment (contract 1.10: the model is a property of the assignment). */
export function isLegacyIn(member: Member, environment: EnvironmentType): boolean {
  return member.roles.some((one) => one.environment === environment && one.roleName !== null && one.roleType === 'privilege_group')
}
