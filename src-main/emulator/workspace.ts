import type { EnvironmentType } from './model'

/** Where a role comes from (contract section 5). */
export type RoleType = 'system' | 'custom' | 'inheritable' | 'inherited'

/** What a person holds in one environment: a role of the new model or a legacy one (contract 1.10). */
export type Assignment = { readonly role_type: 'environment'; readonly role_id: number } | { readonly role_type: 'privilege_group'; readonly role_name: string }

/** A collaborator; an environment without an entry is one without access. */
export interface Member {
  readonly id: number
  readonly name: string
  /** Null for a person who was added by name only. */
  readonly email: string | null
  readonly external_id: string | null
  readonly time_zone: string
  readonly created_at: string
  readonly last_activity_log: { readonly id: number; readonly event_type: string; readonly created_at: string } | null
  roles: Partial<Record<EnvironmentType, Assignment>>
}

/** An environment role (number as id) or a project role (`pr-` id). */
export interface Role<Id> {
  readonly id: Id
  name: string
  config: Readonly<Record<string, unknown>>
  readonly type: RoleType
  readonly created_at: string
  updated_at: string
}

/** A collaborator group; the members of the system group are everyone and are not kept. */
export interface Group {
  readonly id: string
  name: string
  description: string | null
  readonly system: boolean
  member_ids: number[]
  readonly created_at: string
  updated_at: string
}

export interface Project {
  readonly id: number
  readonly name: string
  readonly description: string | null
  readonly folder_id: number
  readonly environment: EnvironmentType
}

/** A project role for one collaborator or one group on one project; exactly one of the two ids is set (contract section 7). */
export interface Grant {
  readonly id: string
  readonly project_id: number
  readonly user_id: number | null
  readonly group_id: string | null
  project_role_id: string
}

/** A role of the legacy model (contract section 8); inherited ones are not listed. */
export interface LegacyRole {
  readonly id: number
  readonly name: string
  readonly inheritable: boolean
  readonly inherited: boolean
  readonly folder_ids: readonly string[]
  readonly privileges: Readonly<Record<string, readonly string[]>>
  readonly created_at: string
  readonly updated_at: string
}

export interface Folder {
  readonly id: number
  readonly name: string
  readonly parent_id: number | null
  readonly is_project: boolean
  readonly project_id: number | null
  readonly environment: EnvironmentType
}

/** A connection of a customer (contract 2.7). */
export interface Connection {
  readonly id: number
  readonly name: string
  readonly provider: string
  readonly authorization_status: 'success' | 'failed' | 'exception' | null
  readonly authorized_at: string | null
  readonly connection_lost_at: string | null
  readonly connection_lost_reason: string | null
  readonly external_id: string | null
  readonly folder_id: number
  readonly environment: EnvironmentType
  /** Made by an end user at run time; listed only on request. */
  readonly runtime: boolean
  readonly created_at: string
  readonly updated_at: string
}

export interface Recipe {
  readonly id: number
  readonly name: string
  readonly folder_id: number
  readonly project_id: number | null
  readonly connection_id: number | null
  readonly providers: readonly string[]
  readonly environment: EnvironmentType
  running: boolean
  readonly job_succeeded_count: number
  readonly job_failed_count: number
  readonly lifetime_task_count: number
  readonly last_run_at: string | null
  stopped_at: string | null
  stop_cause: string | null
  readonly version_no: number
  readonly created_at: string
  updated_at: string
}

/** Someone who was invited; kept after joining, because the twenty minutes go on. */
export interface Invitation {
  readonly email: string
  readonly name: string
  /** UTC ms. */
  readonly sentAt: number
  accepted: boolean
  readonly roles: Member['roles']
  readonly group_ids: readonly string[]
}

/** What belongs to one customer and is read through its `managed_user_id`. */
export interface Workspace {
  rbac_migrated: boolean
  /** The legacy system roles are gone; custom ones may still be there. */
  system_roles_migrated: boolean
  nextId: number
  members: Member[]
  invitations: Invitation[]
  environmentRoles: Role<number>[]
  projectRoles: Role<string>[]
  groups: Group[]
  projects: Project[]
  grants: Grant[]
  legacyRoles: LegacyRole[]
  folders: Folder[]
  connections: Connection[]
  recipes: Recipe[]
  properties: Record<string, string>
  /** Ids of custom OAuth profiles that are assigned to this customer. */
  oauthProfiles: number[]
}
