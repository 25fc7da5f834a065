import { becomes } from './migration-table'
import { ENVIRONMENTS, type Customer } from './model'
import type { NextNumber, SeededRandom } from './random'
import { defaultSwitches } from './switches'
import type { Folder, LegacyRole, Workspace } from './workspace'

/** Roles that many customers share by name only: their folders, and so their meaning, differ. */
const CUSTOM = [
  { name: 'Bot maintainer', share: 0.6, privileges: { Recipes: ['read', 'create'], Folders: ['read'], Workbot: ['read', 'create', 'update', 'delete'] } },
  { name: 'Finance viewer', share: 0.5, privileges: { Recipes: ['read', 'read_run_history'], Folders: ['read'], 'Lookup tables': ['read'] } },
  { name: 'Integration admin', share: 0.3, privileges: { Recipes: ['read', 'create', 'update', 'delete', 'run'], Connections: ['read', 'create', 'update', 'delete'], Collaborators: ['all'] } },
]
/** A role of the partner that no migration of a customer converts. */
export const INHERITED_LEGACY_ROLE = 'Partner helpdesk'

/** Legacy roles of a customer that has not moved to the new access model (contract section 8). */
export function generateLegacyRoles(random: SeededRandom, next: NextNumber, { created_at }: Customer, folders: readonly Folder[]): LegacyRole[] {
  const places = folders.filter(({ is_project }) => is_project)
  const made = { created_at, updated_at: created_at }
  const own = CUSTOM.filter(({ share }) => random.chance(share)).map(({ name, privileges }): LegacyRole => ({
    id: next(), name, inheritable: false, inherited: false, folder_ids: random.shuffle(places).slice(0, random.int(1, 3)).map(({ id }) => String(id)), privileges, ...made,
  }))
  return [...own, { id: next(), name: INHERITED_LEGACY_ROLE, inheritable: false, inherited: true, folder_ids: [], privileges: { Recipes: ['read'], Folders: ['read'] }, ...made }]
}

/** The system roles have been migrated, without groups and grants; custom roles, and who holds them, are as before (contract 1.10: both kinds live side by side). */
export function migrateHalf(workspace: Workspace): void {
  const switches = defaultSwitches()
  for (const member of workspace.members) {
    for (const environment of ENVIRONMENTS) {
      const held = member.roles[environment]
      const name = held?.role_type === 'privilege_group' ? becomes(held.role_name, switches)?.environmentRole : undefined
      const role = workspace.environmentRoles.find((one) => one.name === name)
      if (role !== undefined) member.roles[environment] = { role_type: 'environment', role_id: role.id }
    }
  }
  workspace.system_roles_migrated = true
  workspace.rbac_migrated = workspace.legacyRoles.every(({ inherited }) => inherited)
}
