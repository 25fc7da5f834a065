/** What applying intents would do, as data: computed from base, remote and wish, reviewed by a person, and then done exactly so. */
import type { EnvironmentAssignment, EnvironmentType, RoleName } from './access'
import type { AccountId, CustomerId, GrantId, GroupId, MemberId, ProjectId, ProjectRoleId } from './ids'
import type { IntentId, IntentOf, IntentValue, NewPerson, PendingIntent } from './intents'
import type { LimitClass } from './limits'

/** `data-verdict` of the automation hooks. */
export type Verdict = 'send' | 'already' | 'merge' | 'conflict' | 'blocked'

/** Why an intent may not be sent. The words for it are the renderer's. */
export type BlockReason =
  /** The customer, or the named part of it, could not be read or was not read yet: nothing is sent on a guess. */
  | { readonly kind: 'not-read'; readonly what: 'customer' | 'environment-roles' | 'project-roles' | 'groups' | 'projects' | 'grants' }
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
  | { readonly kind: 'members' | 'environment-roles' | 'project-roles' }
  | { readonly kind: 'group-members'; readonly groupId: GroupId }
  | { readonly kind: 'project-grants'; readonly projectId: ProjectId }
)

/** What one person or group gains or loses at one place if the plan is applied, from what is there remotely now. */
export interface AccessChange {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly who: { readonly kind: 'member'; readonly id: MemberId } | { readonly kind: 'person'; readonly key: string } | { readonly kind: 'group'; readonly id: GroupId }
  readonly where:
    | { readonly kind: 'environment' }
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
