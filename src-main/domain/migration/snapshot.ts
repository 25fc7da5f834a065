import type { EnvironmentAssignment, EnvironmentType, LegacyRole, Member, MigrationReport, PrivilegeMap, RoleName } from '../../contract/access'
import type { FolderId, LegacyRoleId, ProjectId } from '../../contract/ids'
import type { LegacyRoleUse } from '../../contract/migration'

export type SnapshotMember = Pick<Member, 'id' | 'name' | 'email' | 'kind'> & { readonly roles: readonly EnvironmentAssignment[] }
export interface SnapshotProject { readonly id: ProjectId; readonly name: string; readonly environment: EnvironmentType; readonly folderId: FolderId | null }

/** What was read of a customer right before a dry run. */
export interface MigrationSnapshot {
  /** Without customer managers, who are the partner's. */
  readonly members: readonly SnapshotMember[]
  /** Custom ones of the customer itself; null: it no longer answers, which a migrated customer does (contract 8). */
  readonly legacyRoles: readonly LegacyRole[] | null
  readonly projects: readonly SnapshotProject[]
  /** Projects in which folders of custom roles lie that are no project's own folder; not known of a folder that is missing. */
  readonly folders: Readonly<Record<FolderId, ProjectId>>
  /** Privileges of built-in roles, as the API told them of somebody who holds one; not told of a name that is missing. */
  readonly system: Readonly<Record<RoleName, PrivilegeMap>>
}

/** What a dry run answered: for the system roles (null: not asked, or migrated before), and for each custom role. */
export interface DryRunAnswers { readonly system: MigrationReport | null; readonly custom: readonly { readonly id: LegacyRoleId; readonly name: RoleName; readonly report: MigrationReport }[] }

/** All reports of the answers. */
export function reportsOf({ system, custom }: DryRunAnswers): readonly MigrationReport[] {
  return [...(system === null ? [] : [system]), ...custom.map(({ report }) => report)]
}

/** Legacy roles that are built in everywhere (contract 8). */
export const SYSTEM_LEGACY: ReadonlySet<RoleName> = new Set(['Admin', 'Analyst', 'Operator'])

/** The legacy role of a person in an environment; null: none, or one of the new kind. */
export function legacyRoleIn({ roles }: Pick<SnapshotMember, 'roles'>, environment: EnvironmentType): RoleName | null {
  return roles.find((one) => one.environment === environment && one.roleType === 'privilege_group')?.roleName ?? null
}

/** Names of the legacy roles of a person, each once. */
export function legacyRolesOf({ roles }: Pick<SnapshotMember, 'roles'>): readonly RoleName[] {
  return [...new Set(roles.flatMap(({ roleName, roleType }) => (roleName !== null && roleType === 'privilege_group' ? [roleName] : [])))]
}

/** Built in, the customer's own, or neither: then nothing in the customer converts it. */
export function kindOfLegacy(name: RoleName, own: readonly Pick<LegacyRole, 'name'>[]): LegacyRoleUse['kind'] {
  return own.some((one) => one.name === name) ? 'custom' : SYSTEM_LEGACY.has(name) ? 'system' : 'inherited'
}
