import type { Customer, EnvironmentRole, EnvironmentType, Member, Project, ProjectGrant, ProjectRole } from '../../contract/access'
import type { ComparedPart } from '../../contract/methods/compare'
import { emailKey, ENVIRONMENTS } from '../facts'
import { flatten, sideBySide } from './flatten'

/** One thing that is said of a customer or person; two of the same part, environment and `what` are about the same. */
export interface Fact<Part extends string> { readonly part: Part; readonly environment: EnvironmentType | null; readonly what: string; readonly value: string }
/** What two have of the same thing; null: that one has nothing there. */
export interface Difference<Part extends string> { readonly part: Part; readonly environment: EnvironmentType | null; readonly what: string; readonly a: string | null; readonly b: string | null }

/** What was read of a customer; null: not read. */
export interface ComparedCustomer {
  readonly settings: Customer | null
  readonly members: readonly Member[] | null
  readonly environmentRoles: readonly EnvironmentRole[] | null
  readonly projectRoles: readonly ProjectRole[] | null
  readonly groups: readonly { readonly name: string; readonly description: string | null; readonly members: readonly { readonly email: string }[] }[] | null
  readonly groupMembers: boolean
  readonly projects: readonly Project[] | null
  readonly grants: readonly ProjectGrant[] | null
}

/** The order in which parts are told. */
const PARTS = ['member', 'setting', 'role', 'group', 'groupMember', 'person', 'access', 'project', 'grant']
const SETTINGS = ['planId', 'trial', 'inTrial', 'notificationEmail', 'adminNotificationEmails', 'errorNotificationEmails', 'originUrl', 'frameAncestors', 'fullEmbedding', 'whitelistedApps', 'timeZone', 'authSettings', 'taskLimit', 'connectionLimit'] as const

/** What can be said of a customer without the ids, names and times that every customer has of its own; by part, null: not read. */
export function factsOfCustomer({ settings, members, environmentRoles, projectRoles, groups, groupMembers, projects, grants }: ComparedCustomer): { readonly [P in ComparedPart]: readonly Fact<P>[] | null } {
  const person = (one: Member): string => emailKey(one.email) || one.name
  const ends = (what: string, value: unknown) => [...flatten(value, what)].map(([path, text]) => ({ what: path, value: text }))
  const roles = environmentRoles === null || projectRoles === null ? null : [...environmentRoles.map((one) => ['Environment', one] as const), ...projectRoles.map((one) => ['Project', one] as const)]
  return {
    setting: settings === null ? null : [
      ...SETTINGS.filter((name) => settings[name] !== null).flatMap((name) => ends(name, settings[name])).map((one) => ({ part: 'setting' as const, environment: null, ...one })),
      ...settings.environments.map(({ type }) => ({ part: 'setting' as const, environment: type, what: 'environment', value: 'provisioned' })),
    ],
    role: roles?.flatMap(([scope, { name, kind, config }]) => [
      { part: 'role' as const, environment: null, what: `${scope}: ${name}`, value: kind },
      ...(config === undefined ? [] : ends(`${scope}: ${name}`, config).map(({ what, value }) => ({ part: 'role' as const, environment: null, what: `${what} allows`, value }))),
    ]) ?? null,
    group: groups?.map(({ name, description }) => ({ part: 'group', environment: null, what: name, value: description ?? '' })) ?? null,
    groupMember: groups === null || !groupMembers ? null : groups.flatMap(({ name, members: inside }) => inside.map(({ email }) => ({ part: 'groupMember' as const, environment: null, what: `${name}: ${emailKey(email)}`, value: 'member' }))),
    person: members?.map((one) => ({ part: 'person', environment: null, what: person(one), value: one.kind })) ?? null,
    access: members?.flatMap((one) => one.roles.flatMap(({ environment, roleName }) => (roleName === null ? [] : [{ part: 'access' as const, environment, what: person(one), value: roleName }]))) ?? null,
    project: projects?.map(({ name, environment }) => ({ part: 'project', environment: environment.type, what: name, value: 'there' })) ?? null,
    grant: grants?.map(({ project, projectRole, assignee }) => ({
      part: 'grant', environment: project.environment.type, what: `${project.name}: ${assignee.kind === 'user' ? emailKey(assignee.email ?? '') || assignee.name : assignee.name}`, value: projectRole.name,
    })) ?? null,
  }
}

/** Everything in which two sets of facts differ, and what they have alike, in the order of part, name and environment. Of several facts about the same all values are told. */
export function compareFacts<Part extends string>(a: readonly Fact<Part>[], b: readonly Fact<Part>[]): { readonly rows: readonly Difference<Part>[]; readonly alike: readonly Difference<Part>[] } {
  const rows = sideBySide([indexed(a), indexed(b)])
  const told = (same: boolean): Difference<Part>[] => rows.filter((one) => one.same === same).map(({ key, values: [left = null, right = null] }) => {
    const [part, what, environment] = JSON.parse(key) as [Part, string, EnvironmentType | null]
    return { part, environment, what, a: left, b: right }
  }).sort(byPart)
  return { rows: told(false), alike: told(true) }
}

function byPart(one: Difference<string>, other: Difference<string>): number {
  const place = ({ environment }: Difference<string>): number => (environment === null ? -1 : ENVIRONMENTS.indexOf(environment))
  return PARTS.indexOf(one.part) - PARTS.indexOf(other.part) || (one.what < other.what ? -1 : one.what > other.what ? 1 : place(one) - place(other))
}

function indexed<Part extends string>(facts: readonly Fact<Part>[]): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>()
  for (const { part, what, environment, value } of facts) {
    const key = JSON.stringify([part, what, environment])
    found.set(key, [...(found.get(key) ?? []), value])
  }
  return new Map([...found].map(([key, values]) => [key, values.sort().join(', ')]))
}
