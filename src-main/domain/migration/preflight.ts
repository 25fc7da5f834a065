import type { EnvironmentType, LegacyRole, RoleName } from '../../contract/access'
import type { AppErrorJson } from '../../contract/errors'
import type { LegacyRoleUse, PreflightFinding } from '../../contract/migration'
import { kindOfLegacy, legacyRolesOf, type SnapshotMember, type SnapshotProject } from './snapshot'

/** So many names are told with a finding. */
const MOST_NAMES = 50

/** What is known of a customer before a dry run. */
export interface PreflightFacts {
  readonly environments: readonly EnvironmentType[]
  /** Null: never read. */
  readonly members: readonly SnapshotMember[] | null
  readonly legacyRoles: readonly LegacyRole[] | null
  readonly projects: readonly SnapshotProject[]
  /** Why the legacy roles could not be read; null: they were. */
  readonly error: AppErrorJson | null
  readonly rootConfirmed: boolean
  /** So much of what was kept is not what it was, and counts as not kept. */
  readonly altered: number
}

/** What stands against a migration, and what a person should look at. */
export function preflight(facts: PreflightFacts): readonly PreflightFinding[] {
  const finding = (kind: PreflightFinding['kind'], level: PreflightFinding['level'], names: readonly string[] = [], error: AppErrorJson | null = null, count = names.length): PreflightFinding =>
    ({ kind, level, count, names: names.slice(0, MOST_NAMES), error })
  const { environments, error, rootConfirmed, altered } = facts
  const unread = error !== null && ['FORBIDDEN', 'TOKEN_REFUSED'].includes(error.code) ? finding('no-permission', 'blocks', [], error, 1) : error !== null || facts.members === null ? finding('not-read', 'blocks', [], error, 1) : null
  const own = facts.legacyRoles ?? []
  const people = (facts.members ?? []).filter(({ kind }) => kind !== 'manager')
  const unknown = [...new Set(people.flatMap(legacyRolesOf))].filter((name) => kindOfLegacy(name, own) === 'inherited').sort()
  const without = people.filter((one) => legacyRolesOf(one).some((name) => unknown.includes(name)))
  return [
    ...(unread === null ? [] : [unread]),
    ...alteredFinding(altered),
    finding('root-folder', rootConfirmed ? 'ok' : 'blocks', [], null, 1),
    environments.length === 0 ? finding('environments', 'look', [], null, 1) : finding('environments', 'ok', environments),
    ...(own.length === 0 ? [] : [finding('custom-roles', 'look', own.map(({ name }) => name))]),
    ...(unknown.length === 0 ? [] : [finding('unknown-roles', 'look', unknown), finding('no-equivalent', 'look', without.map(({ name }) => name))]),
    ...(facts.members !== null && people.length === 0 ? [finding('no-people', 'look', [], null, 1)] : []),
  ]
}

/** Said of every customer, also of one that is migrated: something of it has to be confirmed, tried, acknowledged or verified again. */
export function alteredFinding(altered: number): readonly PreflightFinding[] {
  return altered === 0 ? [] : [{ kind: 'altered', level: 'look', count: altered, names: [], error: null }]
}

/** Legacy roles that somebody holds or that the customer lists, those with the most people first. */
export function legacyUse({ members, legacyRoles, projects }: Pick<PreflightFacts, 'members' | 'legacyRoles' | 'projects'>): readonly LegacyRoleUse[] {
  const own = legacyRoles ?? []
  const people = (members ?? []).filter(({ kind }) => kind !== 'manager')
  const names = new Set<RoleName>([...own.map(({ name }) => name), ...people.flatMap(legacyRolesOf)])
  return [...names].map((name): LegacyRoleUse => {
    const role = own.find((one) => one.name === name)
    return {
      name, kind: kindOfLegacy(name, own), id: role?.id ?? null, people: people.filter((one) => legacyRolesOf(one).includes(name)).length,
      projects: role === undefined || role.folderIds.length === 0 ? null : projects.flatMap((one) => (one.folderId !== null && role.folderIds.includes(one.folderId) ? [`${one.name} (${one.environment})`] : [])),
    }
  }).sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1))
}
