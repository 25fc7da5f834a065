import type { Danger, MigrationLane, MigrationProof, ReviewRow } from '../contract/migration'

/** The words of a report of a migration, which is read outside of the app. */
export const LANES: Readonly<Record<MigrationLane, string>> = {
  'unknown': 'not read yet', 'not-checked': 'not checked', 'preparation': 'needs preparation', 'ready': 'ready', 'dry-run': 'dry run done', 'reviewed': 'reviewed', 'migrating': 'migrating', 'failed': 'failed', 'migrated': 'migrated', 'differs': 'came out differently', 'verified': 'verified',
}
export const DANGERS: Readonly<Record<Danger, string>> = {
  'prod-access': 'into PROD for the first time', 'prod-gain': 'gain in PROD', 'gain': 'gain elsewhere', 'keeps-legacy': 'keep a legacy role', 'loss': 'only lose', 'none': 'can do the same as before',
}
export const PARTS: Readonly<Record<MigrationProof['compared'][number]['part'], string>> = {
  'member': 'people with their roles', 'role': 'environment and project roles', 'legacy-role': 'custom legacy roles', 'group': 'groups', 'group-member': 'members of groups', 'project': 'projects', 'grant': 'project grants',
}

/** To the minute; `ms` is UTC. */
export function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

type Change = ReviewRow['summary'][number]
/** What somebody gains, or loses: each area once with all that is done in it, and with all the environments in which it is so. */
export function changes(summary: readonly Change[], direction: Change['direction']): string {
  const areas = new Map<string, { readonly what: string; readonly environment: string; readonly projects: number | null; readonly verbs: string[] }>()
  for (const { environment, privilege, role, projects } of summary.filter((one) => one.direction === direction)) {
    const what = privilege?.area ?? role ?? ''
    const key = JSON.stringify([what, privilege === null, environment, projects])
    const verbs = areas.get(key)?.verbs ?? []
    if (privilege !== null) verbs.push(privilege.verb)
    areas.set(key, { what, environment: environment.toUpperCase(), projects, verbs })
  }
  const alike = new Map<string, { readonly text: string; readonly environments: string[]; readonly projects: number | null }>()
  for (const { what, environment, projects, verbs } of areas.values()) {
    const text = verbs.length === 0 ? what : `${what}: ${[...verbs].sort().join(', ')}`
    const key = JSON.stringify([text, projects === null])
    const held = alike.get(key)
    alike.set(key, { text, environments: [...(held?.environments ?? []), environment], projects: projects === null ? null : projects + (held?.projects ?? 0) })
  }
  return [...alike.values()].map(({ text, environments, projects }) => `${text} in ${environments.join(', ')}${projects === null ? '' : ` (${String(projects)} ${projects === 1 ? 'project' : 'projects'})`}`).join('; ')
}
