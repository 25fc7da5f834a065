/** What applying intents would do, as data: computed from base, remote and wish, reviewed by a person, and then done exactly so. */
import type { EnvironmentAssignment, EnvironmentType, RoleKind, RoleName } from './access'
import type { RoleScope, UnreadField } from './admin-intents'
import type { AccountId, CustomerId, CustomerManagerId, GrantId, GroupId, LegacyRoleId, MemberId, ProjectId, ProjectRoleId, RoleId } from './ids'
import type { IntentId, IntentOf, IntentValue, NewPerson, PendingIntent } from './intents'
import type { LimitClass } from './limits'
import type { MigrationLock } from './migration-lanes'

/** `data-verdict` of the automation hooks. */
export type Verdict = 'send' | 'already' | 'merge' | 'conflict' | 'blocked'

/** Why an intent may not be sent. The words for it are the renderer's. */
export type BlockReason =
  /** The customer, or the named part of it, could not be read or was not read yet: nothing is sent on a guess. */
  | { readonly kind: 'not-read'; readonly what: 'customer' | 'environment-roles' | 'project-roles' | 'role-config' | 'groups' | 'projects' | 'grants' | 'settings' | 'customers' | 'managers' | 'legacy-roles' }
  | { readonly kind: 'no-environment'; readonly environment: EnvironmentType }
  | { readonly kind: 'unknown-role'; readonly roleName: RoleName }
  | { readonly kind: 'legacy-model' }
  | { readonly kind: 'customer-manager' }
  | { readonly kind: 'member-gone' }
  | { readonly kind: 'group-gone' }
  | { readonly kind: 'system-group' }
  | { readonly kind: 'project-gone' }
  /** The same plan removes the person. */
  | { readonly kind: 'removed-here' }
  | { readonly kind: 'own-access' }
  | { readonly kind: 'last-admin'; readonly environments: readonly EnvironmentType[] }
  /** UTC ms from which the invitation is allowed. */
  | { readonly kind: 'invite-window'; readonly until: number }
  /** An invitation needs at least one environment role (contract 1.10). */
  | { readonly kind: 'role-required' }
  | { readonly kind: 'role-gone' }
  /** System and inherited roles are not this customer's to change (contract 5). */
  | { readonly kind: 'role-locked'; readonly roleKind: RoleKind }
  | { readonly kind: 'name-taken'; readonly name: string }
  /** Somebody still holds the role when everything else of the plan is done (seed 001). At most 100 of them are named. */
  | { readonly kind: 'role-assigned'; readonly holders: readonly RoleHolding[]; readonly count: number }
  | { readonly kind: 'customer-gone' }
  /** It is called otherwise than when the irreversible act was confirmed. */
  | { readonly kind: 'other-name'; readonly name: string }
  /** The same plan deletes the customer. */
  | { readonly kind: 'deleted-here' }
  /** No dry run of the account is shown to change nothing. */
  | { readonly kind: 'migration-locked'; readonly lock: MigrationLock }
  /** What a customer still needs before it may be migrated; `stale`: its dry run is another one than the change was made from. */
  | { readonly kind: 'migration-gate'; readonly gate: 'no-wave' | 'earlier' | 'preflight' | 'dry-run' | 'acknowledge' | 'stale'; readonly count: number }

/** Somebody who holds a role: in an environment, or on a project. */
export interface RoleHolding {
  readonly who: { readonly kind: 'member'; readonly id: MemberId; readonly name: string; readonly email: string } | { readonly kind: 'group'; readonly id: GroupId; readonly name: string }
  readonly environment: EnvironmentType
  /** Null: it is an environment role. */
  readonly project: string | null
}

interface ItemFields extends PendingIntent {
  /** Target of the intent, unique over all accounts. */
  readonly key: string
  /** Whether carrying it out touches PROD, now or later; true where that could not be read. */
  readonly prod: boolean
}

/** The verdict on one target; every pending intent has exactly one (G8). `remote` is the value that was read. */
export type PlanItem =
  | (ItemFields & { readonly verdict: 'send' | 'already' | 'merge' | 'conflict'; readonly remote: IntentValue })
  | (ItemFields & { readonly verdict: 'blocked'; readonly reason: BlockReason })

/** What is asked of the API, without HTTP; the client knows path and body. */
export type Call =
  | {
    readonly kind: 'member.update'; readonly memberId: MemberId
    /** What is sent: the full set, unchanged environments as they are remotely, or only what changes where the account says so. Null sets "No access". */
    readonly roles: readonly EnvironmentAssignment[]
    readonly changed: readonly EnvironmentType[]
    /** The person's environments that are not changed, as read; also those that are not sent. */
    readonly kept: readonly { readonly environment: EnvironmentType; readonly roleName: RoleName | null }[]
  }
  | { readonly kind: 'member.invite'; readonly email: string; readonly person: NewPerson }
  | { readonly kind: 'member.add'; readonly who: IntentOf<'member.add'>['target']; readonly person: NewPerson }
  | {
    readonly kind: 'member.remove'; readonly memberId: MemberId
    /** The person's roles as read, which go with them. */
    readonly had: readonly { readonly environment: EnvironmentType; readonly roleName: RoleName | null }[]
  }
  | { readonly kind: 'group.add' | 'group.remove'; readonly groupId: GroupId; readonly memberIds: readonly MemberId[] }
  | { readonly kind: 'grants.set'; readonly projectId: ProjectId; readonly grants: readonly { readonly assignee: IntentOf<'project.grant'>['target']['assignee']; readonly projectRoleId: ProjectRoleId }[] }
  | { readonly kind: 'grant.remove'; readonly projectId: ProjectId; readonly grantId: GrantId }
  | { readonly kind: 'role.create'; readonly scope: RoleScope; readonly role: RoleContent }
  | { readonly kind: 'role.update'; readonly target: RoleTarget; readonly role: RoleContent }
  | { readonly kind: 'role.delete'; readonly target: RoleTarget }
  | { readonly kind: 'group.create'; readonly group: GroupContent }
  | { readonly kind: 'group.update'; readonly groupId: GroupId; readonly group: GroupContent }
  | { readonly kind: 'group.delete'; readonly groupId: GroupId }
  /** Only what changes is sent (contract 2.3). */
  | { readonly kind: 'customer.update'; readonly settings: readonly { readonly target: IntentOf<'customer.setting'>['target']; readonly value: IntentOf<'customer.setting'>['wish'] }[] }
  | { readonly kind: 'customer.send'; readonly field: UnreadField; readonly environment: 'test' | 'prod' | null; readonly value: string | number }
  | { readonly kind: 'customer.provision' | 'customer.delete' }
  | { readonly kind: 'customer.create'; readonly customer: IntentOf<'customer.create'>['target'] & IntentOf<'customer.create'>['wish'] }
  | { readonly kind: 'manager.create'; readonly userId: MemberId; readonly manager: ManagerContent }
  | { readonly kind: 'manager.update'; readonly managerId: CustomerManagerId; readonly manager: ManagerContent }
  | { readonly kind: 'manager.remove'; readonly managerId: CustomerManagerId }
  | { readonly kind: 'migrate.system' }
  | { readonly kind: 'migrate.role'; readonly roleId: LegacyRoleId }

type RoleContent = IntentOf<'role.update'>['wish']
type GroupContent = IntentOf<'group.update'>['wish']
type ManagerContent = NonNullable<IntentOf<'manager.set'>['wish']>
type RoleTarget = { readonly scope: 'environment'; readonly id: RoleId } | { readonly scope: 'project'; readonly id: ProjectRoleId }

/** One request of the plan: never of two accounts or two customers (G9). */
export interface PlannedRequest {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly call: Call
  readonly limitClass: LimitClass
  /** Whether sending it twice has the effect of sending it once; if not, an unknown outcome is settled by reading (G5). */
  readonly idempotent: boolean
  /** The intents that it carries out, in plan order. */
  readonly intentIds: readonly IntentId[]
}

/** A read before the first write to a customer (preflight) and again after its last one (read-back). */
export type PlannedRead = { readonly accountId: AccountId; readonly customerId: CustomerId; readonly limitClass: LimitClass } & (
  | { readonly kind: 'members' | 'environment-roles' | 'project-roles' | 'groups' | 'customer' | 'customers' | 'managers' | 'legacy-roles' }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'group-members'; readonly groupId: GroupId }
  | { readonly kind: 'project-grants'; readonly projectId: ProjectId }
)

/** What one person or group, or everybody who is meant by a role or customer, gains or loses at one place if the plan is applied, from what is there remotely now. */
export interface AccessChange {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly who: { readonly kind: 'member'; readonly id: MemberId } | { readonly kind: 'person'; readonly key: string } | { readonly kind: 'group'; readonly id: GroupId }
    /** Whoever holds the role, or whoever is in the customer. */
    | { readonly kind: 'role'; readonly id: string } | { readonly kind: 'customer'; readonly id: CustomerId }
  readonly where:
    | { readonly kind: 'environment' | 'customer' }
    | { readonly kind: 'group'; readonly groupId: GroupId }
    | { readonly kind: 'project'; readonly projectId: ProjectId }
  /** Null: a group that has no grant in a known environment, or whose grants were not read. For a group `prod` if any of its grants is there. */
  readonly environment: EnvironmentType | null
  readonly before: RoleName | null
  readonly after: RoleName | null
  /** `change`: which of two roles is higher is not known. Null names: membership itself. */
  readonly direction: 'gain' | 'loss' | 'change'
}

/** Number of requests of each limit class. */
export type CallCounts = Readonly<Partial<Record<LimitClass, number>>>

/** What a person must do before a plan may be applied at all. */
export type PlanGate = {
  readonly kind: 'prod-count'
  /** Number to be typed: everything in PROD that a job of the plan may send, also what is blocked now and can be sent when its reason is gone. */
  readonly count: number
  readonly cap: number
}

/** Calls of one account and the least time that its quotas allow, in ms; accounts run side by side. */
export interface AccountCost { readonly accountId: AccountId; readonly calls: CallCounts; readonly floorMs: number }

export interface Plan {
  /** Equal for equal inputs: a plan is applied only while it still is. */
  readonly fingerprint: string
  readonly items: readonly PlanItem[]
  readonly requests: readonly PlannedRequest[]
  readonly preflight: readonly PlannedRead[]
  readonly readBack: readonly PlannedRead[]
  /** Number of items by verdict; they add up to the number of items (G8). */
  readonly totals: Readonly<Record<Verdict, number>>
  readonly changes: readonly AccessChange[]
  /** Changes to be sent that touch PROD. */
  readonly prodChanges: number
  readonly gates: readonly PlanGate[]
  readonly costs: readonly AccountCost[]
  /** The slowest account's floor, in ms. */
  readonly floorMs: number
}
