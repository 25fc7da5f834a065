import type { EnvironmentType, RoleName } from '../../contract/access'
import type { MemberId } from '../../contract/ids'
import type { Danger, EnvironmentDifference, ProjectDifference } from '../../contract/migration'
import { DANGERS } from '../../contract/migration-lanes'
import { ENVIRONMENTS } from '../facts'
import { scopeOf } from './areas'
import { isMoreThanSeeing, missing, NO_PRIVILEGES, ofConfig, ofLegacy, type Privileges } from './privileges'
import { legacyRoleIn, reportsOf, type DryRunAnswers, type MigrationSnapshot, type SnapshotMember, type SnapshotProject } from './snapshot'

/** What a migration does to one person. Environments in which there was and will be nothing are left out, and so are projects. */
export interface PersonDifference {
  readonly memberId: MemberId; readonly name: string; readonly email: string; readonly danger: Danger
  readonly environments: readonly EnvironmentDifference[]
  readonly projects: readonly ProjectDifference[]
}

/** What each person gains and loses by what the dry run answered, most dangerous first. Pure; assumes nothing of what a legacy role becomes. */
export function privilegeDiff(snapshot: MigrationSnapshot, answers: DryRunAnswers): readonly PersonDifference[] {
  const book = bookOf(snapshot, answers)
  const known = new Set(snapshot.members.map(({ id }) => id))
  // Somebody who joined between the reading and the answer had nothing that is known.
  const others = [...book.people.entries()].filter(([id]) => !known.has(id)).map(([id, { name, email }]): SnapshotMember => ({ id, name, email, kind: 'unknown', roles: [] }))
  return [...snapshot.members, ...others].map((member) => differenceOf(member, book)).sort(byDanger)
}

type Gained = Pick<EnvironmentDifference, 'gains' | 'losses' | 'known'>
interface Told { readonly name: string; readonly email: string; readonly environments: Map<EnvironmentType, RoleName>; readonly projects: Map<string, RoleName> }

/** The answers by person, and the privileges of roles by name. */
interface Book {
  readonly snapshot: MigrationSnapshot
  readonly people: ReadonlyMap<MemberId, Told>
  readonly projects: readonly SnapshotProject[]
  readonly before: (name: RoleName) => Privileges | null
  readonly environmentRole: (name: RoleName) => Privileges | null
  readonly projectRole: (name: RoleName) => Privileges | null
  /** Equal pairs of roles, which most people have, are compared once. */
  readonly compared: Map<string, Gained>
}

function bookOf(snapshot: MigrationSnapshot, answers: DryRunAnswers): Book {
  const people = new Map<MemberId, Told>()
  const projects = new Map(snapshot.projects.map((one) => [one.id, one]))
  const person = ({ memberId, name, email }: { readonly memberId: MemberId; readonly name: string; readonly email: string }): Told => {
    const found = people.get(memberId) ?? { name, email, environments: new Map(), projects: new Map() }
    people.set(memberId, found)
    return found
  }
  const reports = reportsOf(answers)
  for (const report of reports) {
    for (const one of report.collaborators) for (const { environment, name } of one.roles) person(one).environments.set(environment, name)
    for (const { id, name, environment, collaborators } of report.projects) {
      if (!projects.has(id)) projects.set(id, { id, name, environment, folderId: null })
      for (const one of collaborators) person(one).projects.set(id, one.projectRole)
    }
  }
  const configs = (of: 'environmentRoles' | 'projectRoles') => new Map(reports.flatMap((report) => report[of]).map(({ name, config }) => [name, ofConfig(config)]))
  const [environmentRoles, projectRoles] = [configs('environmentRoles'), configs('projectRoles')]
  const legacy = new Map([...Object.entries(snapshot.system).map(([name, map]) => [name, ofLegacy(map)] as const), ...(snapshot.legacyRoles ?? []).map(({ name, privileges }) => [name, ofLegacy(privileges)] as const)])
  return {
    snapshot, people, projects: [...projects.values()], compared: new Map(), before: (name) => legacy.get(name) ?? null,
    environmentRole: (name) => environmentRoles.get(name) ?? null, projectRole: (name) => projectRoles.get(name) ?? null,
  }
}

function differenceOf(member: SnapshotMember, book: Book): PersonDifference {
  const told = book.people.get(member.id)
  const environments = ENVIRONMENTS.flatMap((environment): EnvironmentDifference[] => {
    const before = member.roles.find((one) => one.environment === environment)?.roleName ?? null
    const converted = told?.environments.get(environment)
    if (converted === undefined) return before === null ? [] : [{ environment, before, after: before, ...NOTHING, access: null }]
    const granted = [...new Set(book.projects.flatMap((one) => (one.environment === environment ? (told?.projects.get(one.id) ?? []) : [])))]
    return [{ environment, before, after: converted, ...compareEnvironment(before, converted, granted, book), access: before === null ? 'gained' : null }]
  })
  const projects = book.projects.flatMap((project): ProjectDifference[] => {
    const legacy = legacyRoleIn(member, project.environment)
    const after = told?.projects.get(project.id) ?? null
    const converted = told?.environments.get(project.environment)
    // Nothing converts the role: it stays what it is.
    if (converted === undefined && after === null) return []
    const covered = legacy === null ? 'none' : coverage(legacy, project, book)
    const before = covered === 'none' ? null : legacy
    if (before === null && after === null) return []
    const { name, ...at } = { projectId: project.id, name: project.name, environment: project.environment }
    return [{ ...at, project: name, before, after, ...compareProject(legacy, covered, after, converted ?? null, book), access: before === null ? 'gained' : after === null ? 'lost' : null }]
  })
  const keepsLegacy = ENVIRONMENTS.some((environment) => legacyRoleIn(member, environment) !== null && told?.environments.get(environment) === undefined)
  return { memberId: member.id, name: member.name, email: member.email, environments, projects, danger: dangerOf(environments, projects, keepsLegacy) }
}

const NOTHING: Gained = { gains: [], losses: [], known: true }

function compareEnvironment(before: RoleName | null, after: RoleName, granted: readonly RoleName[], book: Book): Gained {
  return once(book, `e|${String(before)}|${after}|${granted.join('|')}`, () => {
    const had = before === null ? NO_PRIVILEGES : book.before(before)
    const has = book.environmentRole(after)
    if (had === null || has === null) return { gains: [], losses: [], known: false }
    const through = granted.flatMap((name) => book.projectRole(name) ?? [])
    return { gains: [...missing([has], [had])], losses: [...missing([inScope(had, false)], [has, ...through])], known: true }
  })
}

function compareProject(legacy: RoleName | null, covered: Coverage, after: RoleName | null, environmentRole: RoleName | null, book: Book): Gained {
  return once(book, `p|${String(legacy)}|${covered}|${String(after)}|${String(environmentRole)}`, () => {
    const had = legacy === null ? NO_PRIVILEGES : book.before(legacy)
    const has = after === null ? NO_PRIVILEGES : book.projectRole(after)
    if (had === null || has === null) return { gains: [], losses: [], known: false }
    const wide = environmentRole === null ? NO_PRIVILEGES : (book.environmentRole(environmentRole) ?? NO_PRIVILEGES)
    const inside = inScope(had, true)
    // A new role is for the whole project: of what was had in one folder of it, all else is a gain.
    return { gains: [...missing([has], [covered === 'whole' ? inside : NO_PRIVILEGES, inScope(had, false)])], losses: [...missing([covered === 'none' ? NO_PRIVILEGES : inside], [has, wide])], known: true }
  })
}

function once(book: Book, key: string, compare: () => Gained): Gained {
  const found = book.compared.get(key) ?? compare()
  book.compared.set(key, found)
  return found
}

/** The part of a legacy role that is about what lies in projects, or the rest. */
function inScope(privileges: Privileges, projects: boolean): Privileges {
  return new Map([...privileges].filter(([area]) => (scopeOf(area) === 'project') === projects))
}

/** How much of a project a legacy role is for; `part`: of one of its folders. */
type Coverage = 'whole' | 'part' | 'none'

/** A custom role counts in its folders and what lies in them; no folders means all (contract 8). A folder of which it is not known where it lies counts in no project. */
function coverage(legacy: RoleName, project: SnapshotProject, { snapshot }: Book): Coverage {
  const folders = (snapshot.legacyRoles ?? []).find(({ name }) => name === legacy)?.folderIds ?? []
  if (folders.length === 0 || (project.folderId !== null && folders.includes(project.folderId))) return 'whole'
  return folders.some((id) => snapshot.folders[id] === project.id) ? 'part' : 'none'
}

function dangerOf(environments: readonly EnvironmentDifference[], projects: readonly ProjectDifference[], keepsLegacy: boolean): Danger {
  const all = [...environments, ...projects]
  const inProd = all.filter(({ environment }) => environment === 'prod')
  if (inProd.some(({ access }) => access === 'gained')) return 'prod-access'
  // What could not be compared may be anything.
  if (inProd.some(({ gains, known, after }) => gains.some(isMoreThanSeeing) || (!known && after !== null))) return 'prod-gain'
  if (all.some(({ gains, access }) => gains.length > 0 || access === 'gained')) return 'gain'
  if (keepsLegacy) return 'keeps-legacy'
  return all.some(({ losses, access, known }) => losses.length > 0 || access === 'lost' || !known) ? 'loss' : 'none'
}

/** Whether a person has to look at it before it may happen. */
export function needsAcknowledging(danger: Danger): boolean {
  return danger === 'prod-access' || danger === 'prod-gain'
}

function byDanger(a: PersonDifference, b: PersonDifference): number {
  return DANGERS.indexOf(a.danger) - DANGERS.indexOf(b.danger) || prodGains(b) - prodGains(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.memberId - b.memberId)
}

function prodGains({ environments, projects }: PersonDifference): number {
  return [...environments, ...projects].reduce((sum, { environment, gains }) => sum + (environment === 'prod' ? gains.length : 0), 0)
}
