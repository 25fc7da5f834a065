/**
 * Who can do what, where: the things of the remote API as everyone in the app sees them. All times are UTC ms. `null` in a field means
 * that the API gave nothing readable there, unless the field says otherwise. What the API may add or spell anew ends as `unknown`, with the raw word kept.
 */
import { z } from 'zod'
import { customerManagerId, environmentId, customerId, folderId, grantId, groupId, legacyRoleId, memberId, projectId, projectRoleId, recipeId, roleId } from './ids'

const time = z.number().nullable()
const text = z.string().nullable()
const count = z.number().nullable()

export const environmentType = z.enum(['dev', 'test', 'prod'])
export type EnvironmentType = z.infer<typeof environmentType>

/** Name of a role as the API spells it; its spelling is found by listing, never taken from a constant (contract 14.15). */
export const roleName = z.string().min(1).max(200)
export type RoleName = z.infer<typeof roleName>

/** Which access model an assignment belongs to: `privilege_group` is the legacy one. One person can hold both kinds (contract 1.10). */
export const roleType = z.enum(['environment', 'privilege_group'])
export type RoleType = z.infer<typeof roleType>

/** One role of one person in one environment; `roleName` null means "No access" (contract 1.10). */
export const environmentAssignment = z.object({ environment: environmentType, roleName: roleName.nullable(), roleType })
export type EnvironmentAssignment = z.infer<typeof environmentAssignment>

/** A collaborator of a customer workspace (contract 3.4). */
export const member = z.object({
  id: memberId,
  name: z.string(),
  email: z.string(),
  /** `manager`: a customer manager, changed on a page of its own only (contract 9). */
  kind: z.enum(['team', 'manager', 'unknown']),
  /** `grant_type` as the API spells it. */
  grantType: text,
  externalId: text,
  timeZone: text,
  createdAt: time,
  lastActivityAt: time,
  lastActivityType: text,
  /** At most one entry per environment; an environment without an entry was not mentioned by the API. */
  roles: z.array(environmentAssignment),
  /** Null: this answer does not tell. */
  groups: z.array(z.object({ id: groupId, name: z.string() })).nullable(),
})
export type Member = z.infer<typeof member>

/** Where a role comes from (contract 5). */
export const roleKind = z.enum(['system', 'custom', 'inheritable', 'inherited', 'unknown'])
export type RoleKind = z.infer<typeof roleKind>

const roleFields = {
  name: roleName,
  kind: roleKind,
  membersCount: count,
  createdAt: time,
  updatedAt: time,
  /** Privileges as opaque JSON; absent in lists (contract 5). */
  config: z.record(z.string(), z.unknown()).optional(),
}

export const environmentRole = z.object({ id: roleId, ...roleFields })
export type EnvironmentRole = z.infer<typeof environmentRole>

export const projectRole = z.object({ id: projectRoleId, ...roleFields })
export type ProjectRole = z.infer<typeof projectRole>

/** Privileges by area; what is not a list of words is kept as its JSON text. Areas and words are open (contract 1.10). */
export const privilegeMap = z.record(z.string(), z.array(z.string()))
export type PrivilegeMap = z.infer<typeof privilegeMap>

/** A custom role of the legacy model; the built-in ones are not listed by the API (contract 8). */
export const legacyRole = z.object({
  id: legacyRoleId,
  name: roleName,
  inheritable: z.boolean(),
  folderIds: z.array(folderId),
  privileges: privilegeMap,
  createdAt: time,
  updatedAt: time,
})
export type LegacyRole = z.infer<typeof legacyRole>

/** A collaborator group (contract 4); `system` marks the built-in one of all collaborators. */
export const collaboratorGroup = z.object({
  id: groupId, name: z.string(), description: text, membersCount: count, system: z.boolean(), createdAt: time, updatedAt: time,
})
export type CollaboratorGroup = z.infer<typeof collaboratorGroup>

export const groupMember = z.object({ id: memberId, name: z.string(), email: z.string() })
export type GroupMember = z.infer<typeof groupMember>

/** Who holds a grant: exactly one of the two (contract 7). */
export const grantAssignee = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), id: memberId, name: z.string(), email: text }),
  z.object({ kind: z.literal('group'), id: groupId, name: z.string() }),
])
export type GrantAssignee = z.infer<typeof grantAssignee>

/** The environment that a project belongs to; its id stands for the customer in paths (contract 1.4). */
export const projectEnvironment = z.object({ id: environmentId, type: environmentType })
export type ProjectEnvironment = z.infer<typeof projectEnvironment>

/** One project role given to one person or group on one project (contract 7). */
export const projectGrant = z.object({
  id: grantId,
  project: z.object({ id: projectId, name: z.string(), environment: projectEnvironment }),
  projectRole: z.object({ id: projectRoleId, name: roleName }),
  assignee: grantAssignee,
})
export type ProjectGrant = z.infer<typeof projectGrant>

/** A project of one environment of a customer (contract 11). */
export const project = z.object({ id: projectId, name: z.string(), folderId: folderId.nullable(), description: text, environment: projectEnvironment })
export type Project = z.infer<typeof project>

export const folder = z.object({
  id: folderId, name: z.string(), parentId: folderId.nullable(), isProject: z.boolean(), projectId: projectId.nullable(), createdAt: time, updatedAt: time,
})
export type Folder = z.infer<typeof folder>

/** A recipe with its counts of jobs and tasks (contract 11). */
export const recipe = z.object({
  id: recipeId, name: z.string(), running: z.boolean(), folderId: folderId.nullable(), projectId: projectId.nullable(),
  succeededJobs: count, failedJobs: count, lifetimeTasks: count, lastRunAt: time, stoppedAt: time, stopCause: text, version: count,
})
export type Recipe = z.infer<typeof recipe>

/** One connection of a customer (contract 2.7). */
export const connection = z.object({
  id: z.string(), name: text, provider: z.string(),
  /** `success`, `failed`, `exception` or a word that is new. */
  authorizationStatus: text, authorizedAt: time, createdAt: time, updatedAt: time, lostAt: time, lostReason: text,
})
export type Connection = z.infer<typeof connection>

/** A partner's person who manages customers, with one role in every environment (contract 9). */
export const customerManager = z.object({
  id: customerManagerId,
  user: z.object({ id: memberId, name: z.string(), email: z.string() }),
  role: z.object({ id: legacyRoleId, name: roleName, system: z.boolean() }),
  /** `all`: every customer workspace of the account, later ones too. */
  workspaces: z.union([z.literal('all'), z.array(customerId)]),
})
export type CustomerManager = z.infer<typeof customerManager>

/** What a person may do in one environment (contract 3.8). */
export const memberPrivileges = z.object({
  environment: environmentType, roleName: roleName.nullable(), roleType: roleType.nullable(), privileges: privilegeMap, folderIds: z.array(folderId).nullable(),
})
export type MemberPrivileges = z.infer<typeof memberPrivileges>

/** What a person may do in one project, directly or through a group (contract 3.8). */
export const projectPrivileges = z.object({
  project: z.object({ id: projectId, name: z.string(), environment: projectEnvironment.nullable() }),
  projectRole: z.object({ id: projectRoleId, name: roleName }),
  source: z.enum(['user', 'group', 'unknown']),
  privileges: privilegeMap,
})
export type ProjectPrivileges = z.infer<typeof projectPrivileges>

const migratedRole = z.object({ name: roleName, config: z.record(z.string(), z.unknown()) })
const migratedPerson = z.object({ memberId, name: z.string(), email: z.string() })
const migratedCollaborator = migratedPerson.extend({ roles: z.array(z.object({ environment: environmentType, name: roleName })) })

/** What a migration to the new access model does, or would do in a dry run (contract 10.1). */
export const migrationReport = z.object({
  environmentRoles: z.array(migratedRole),
  projectRoles: z.array(migratedRole),
  collaborators: z.array(migratedCollaborator),
  projects: z.array(z.object({
    id: projectId, name: z.string(), environment: environmentType, collaborators: z.array(migratedPerson.extend({ projectRole: roleName })),
  })),
  /** Customer managers. */
  moderators: z.array(migratedCollaborator),
})
export type MigrationReport = z.infer<typeof migrationReport>

/** Usage of one customer, by interval of the question asked (contract 2.8). */
export const customerUsage = z.object({
  customerId, externalId: text,
  intervals: z.array(z.object({ from: time, to: time, tasks: count, recipes: count, succeededJobs: count, failedJobs: count })),
})
export type CustomerUsage = z.infer<typeof customerUsage>

/** Tasks of all customers in one calendar month, `2026-10`, in the time zone of the partner's workspace (contract 2.8). */
export const monthlyUsage = z.object({
  month: z.string(), customers: z.array(z.object({ customerId, name: text, externalId: text, tasks: count })),
})
export type MonthlyUsage = z.infer<typeof monthlyUsage>

/** How the people of a customer sign in (contract 2.2). */
export const authSettings = z.object({
  /** `workato_auth`, `two_fa_auth`, `saml_sso` or a word that is new. */
  type: z.string(), provider: text, metadataUrl: text, ssoUrl: text, samlIssuer: text, x509Cert: text,
})
export type AuthSettings = z.infer<typeof authSettings>

/** One environment of a customer (contract 1.4). */
export const customerEnvironment = z.object({ id: environmentId, type: environmentType, externalId: text })
export type CustomerEnvironment = z.infer<typeof customerEnvironment>

/** Everything that the API tells of a customer (contract 2.2, 2.4). All but id and name may be missing. */
export const customer = z.object({
  id: customerId, name: z.string(), externalId: text, teamName: text,
  /** Empty: environments are not provisioned. One of a kind that is new is left out. */
  environments: z.array(customerEnvironment),
  planId: text, trial: z.boolean().nullable(), inTrial: z.boolean().nullable(),
  notificationEmail: text, adminNotificationEmails: text, errorNotificationEmails: text,
  originUrl: text, frameAncestors: text,
  /** Null: inherits the partner's setting. */
  fullEmbedding: z.boolean().nullable(),
  /** Connector provider names; empty: all apps. Null: this answer does not tell. */
  whitelistedApps: z.array(z.string()).nullable(),
  timeZone: text, authSettings: authSettings.nullable(),
  billingPeriodStart: time, billingPeriodEnd: time,
  taskCount: count, taskLimit: count,
  /** One-off change of the limit in this period, may be negative. */
  taskLimitAdjustment: count,
  connectionCount: count, connectionLimit: count, recipeCount: count,
  createdAt: time, updatedAt: time,
})
export type Customer = z.infer<typeof customer>
