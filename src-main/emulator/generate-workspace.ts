import { allCollaborators, generateGrants, generateGroups } from './generate-access'
import { generateContent } from './generate-content'
import { generateLegacyRoles, migrateHalf } from './generate-legacy'
import { generateMembers } from './generate-people'
import { customEnvironmentRoles, customProjectRoles, systemEnvironmentRoles, systemProjectRoles } from './generate-roles'
import type { Customer, Source } from './model'
import { hash, SeededRandom, type NextNumber } from './random'
import type { Workspace } from './workspace'

/** A customer's own things have numbers from a range of its own, so that no number depends on what else was made before. */
const NUMBERS_PER_CUSTOMER = 100_000
/** Share of legacy customers whose system roles somebody has migrated, and nothing else. */
const HALF_MIGRATED = 0.08

/** What belongs to a customer: the same for the same source, account and customer, whatever was made before. */
export function generateWorkspace(accountId: string, source: Source, customer: Customer): Workspace {
  const random = (part: string): SeededRandom => new SeededRandom(hash(`${String(source.seed)}/${accountId}/${String(customer.id)}/${part}`))
  const workspace = emptyWorkspace(customer)
  const next: NextNumber = () => (workspace.nextId += 1)
  const legacy = random('model').next() < source.legacy
  const content = generateContent(random('content'), next, customer)
  workspace.projects = content.projects
  workspace.folders = content.folders
  workspace.connections = content.connections
  workspace.recipes = content.recipes
  workspace.properties = content.properties
  workspace.rbac_migrated = workspace.system_roles_migrated = !legacy
  if (legacy) workspace.legacyRoles = generateLegacyRoles(random('legacy roles'), next, customer, content.folders)
  else {
    workspace.environmentRoles.push(...customEnvironmentRoles(random('environment roles'), next, customer))
    workspace.projectRoles.push(...customProjectRoles(random('project roles'), next, customer))
  }
  workspace.members = generateMembers(random('people'), next, customer, source, workspace)
  if (legacy && random('half').chance(HALF_MIGRATED)) migrateHalf(workspace)
  if (!legacy) {
    workspace.groups.push(...generateGroups(random('groups'), next, customer, workspace.members))
    workspace.grants = generateGrants(random('grants'), next, workspace)
  }
  return workspace
}

/** The workspace of a customer that was just made: the roles and the group that every workspace has, and nothing else. */
export function emptyWorkspace(customer: Customer): Workspace {
  const workspace: Workspace = {
    rbac_migrated: true, system_roles_migrated: true, nextId: customer.id * NUMBERS_PER_CUSTOMER, members: [], invitations: [], environmentRoles: [], projectRoles: [], groups: [],
    projects: [], grants: [], legacyRoles: [], folders: [], connections: [], recipes: [], properties: {}, oauthProfiles: [],
  }
  const next: NextNumber = () => (workspace.nextId += 1)
  workspace.environmentRoles = systemEnvironmentRoles(next, customer)
  workspace.projectRoles = systemProjectRoles(next, customer)
  workspace.groups = [allCollaborators(next, customer)]
  return workspace
}
