/** What areas of privileges mean, for comparing the old words with the new ones. Words that are not here are compared as they are. */

/** Where something belongs: to the workspace, to an environment of it, or to the projects in it. */
export type AreaScope = 'workspace' | 'environment' | 'project'

/** The same area in both spellings: `Lookup tables` of a legacy role, `lookup_tables` of a new one (contract 5, 8). */
export function areaKey(area: string): string {
  return area.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')
}

/** Areas that are about a workspace as a whole [contract 8; where each belongs in the new model is assumed]. */
const WORKSPACE = new Set([
  'team', 'collaborators', 'collaborator_roles_non_system', 'collaborator_saml_sso_auth', 'developer_api', 'workspace_settings', 'debug', 'log_and_security', 'network_trace', 'activity_audit', 'workbot', 'data_masking', 'recipe_lifecycle_management',
])
const ENVIRONMENT = new Set(['environment', 'logs', 'environment_properties', 'secrets_management', 'on_prem_groups_agents', 'message_templates', 'common_data_models', 'event_streams'])

export function scopeOf(area: string): AreaScope {
  return WORKSPACE.has(area) ? 'workspace' : ENVIRONMENT.has(area) ? 'environment' : 'project'
}

/** An area of a new role that stands for all areas of some scopes [assumed from the descriptions of the system roles, contract 5], and the legacy area that amounts to it. */
const SUMMARIES: Readonly<Record<string, { readonly covers: readonly AreaScope[]; readonly like: string }>> = {
  team: { covers: ['workspace', 'environment'], like: 'collaborators' },
  environment: { covers: ['environment'], like: 'workspace_settings' },
  project: { covers: ['project'], like: 'projects' },
}

/** Areas that say of this one what they say of themselves. */
export function summariesOf(area: string): readonly string[] {
  return Object.keys(SUMMARIES).filter((name) => name !== area && SUMMARIES[name]?.covers.includes(scopeOf(area)) === true)
}

/** The legacy area that amounts to a summary; null: it is none. */
export function likeSummary(area: string): string | null {
  return SUMMARIES[area]?.like ?? null
}

const BUILD = ['read', 'create', 'update', 'delete']
/** Every verb of an area where they are known, so that all of them are `all` (contract 8). */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  recipes: [...BUILD, 'run', 'read_run_history'], folders: BUILD, projects: BUILD, connections: BUILD, on_prem_groups_agents: BUILD, common_data_models: BUILD, message_templates: BUILD, workbot: BUILD, job_history_search: BUILD,
  event_streams: [...BUILD, 'view_history'], lookup_tables: ['read', 'create', 'update_records', 'delete', 'update_schema'], environment_properties: ['read', 'update_records', 'create', 'delete'],
  project_properties: ['read', 'update_records', 'create', 'delete'], runtime_user_connections: ['read', 'update', 'delete'], test_automation: ['read', 'manage_test_cases'], secrets_management: ['read', 'update'],
}

export function verbsOf(area: string): readonly string[] | null {
  return VERBS[area] ?? null
}
