import type { CollaboratorGroup, EnvironmentRole, LegacyRole, Member, Project, ProjectGrant, ProjectRole } from '../../contract/access'
import type { MemberId } from '../../contract/ids'
import type { ProofDifference } from '../../contract/migration'
import { canonical } from '../canonical'

/** Everything of a customer that a migration changes. A part that the API does not answer before or after is told as null, and is the same only as null. */
export interface WholeCustomer {
  readonly members: readonly Member[]
  readonly legacyRoles: readonly LegacyRole[] | null
  readonly environmentRoles: readonly EnvironmentRole[] | null
  readonly projectRoles: readonly ProjectRole[] | null
  readonly groups: readonly (CollaboratorGroup & { readonly memberIds: readonly MemberId[] })[]
  readonly projects: readonly Project[]
  readonly grants: readonly ProjectGrant[]
}

type Part = ProofDifference['part']
const NOT_ANSWERED = 'not answered'

/** What is otherwise after than before, and how much was compared. */
export function compareWhole(before: WholeCustomer, after: WholeCustomer): { readonly compared: readonly { readonly part: Part; readonly before: number; readonly after: number }[]; readonly differences: readonly ProofDifference[] } {
  const [then, now] = [partsOf(before), partsOf(after)]
  const parts = [...then.keys()]
  return {
    compared: parts.map((part) => ({ part, before: then.get(part)?.size ?? 0, after: now.get(part)?.size ?? 0 })),
    differences: parts.flatMap((part) => differences(part, then.get(part) ?? new Map<string, string>(), now.get(part) ?? new Map<string, string>())),
  }
}

function differences(part: Part, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly ProofDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [was, is] = [before.get(what) ?? null, after.get(what) ?? null]
    return was === is ? [] : [{ part, what, before: was, after: is }]
  })
}

/** Each part by what identifies an entry to a person; not what time alone changes, as the last activity. */
function partsOf(whole: WholeCustomer): ReadonlyMap<Part, ReadonlyMap<string, string>> {
  const roles = (all: readonly { readonly id: string; readonly name: string; readonly kind: string }[] | null): [string, string][] =>
    all === null ? [[NOT_ANSWERED, NOT_ANSWERED]] : all.map(({ id, name, kind }) => [`${name} (${id})`, kind])
  const role = ({ environment, roleName, roleType }: Member['roles'][number]): string => `${environment}: ${roleName ?? 'No access'} (${roleType})`
  return new Map<Part, ReadonlyMap<string, string>>([
    ['member', new Map(whole.members.map((one) => [`${one.name} (${String(one.id)})`, [...one.roles].sort((a, b) => (a.environment < b.environment ? -1 : 1)).map(role).join(', ')]))],
    ['legacy-role', new Map(whole.legacyRoles === null ? [[NOT_ANSWERED, NOT_ANSWERED]] : whole.legacyRoles.map(({ id, name, folderIds, privileges }) => [`${name} (${id})`, canonical({ folderIds, privileges })]))],
    ['role', new Map([...roles(whole.environmentRoles), ...roles(whole.projectRoles)])],
    ['group', new Map(whole.groups.map(({ id, name, description }) => [`${name} (${id})`, description ?? '']))],
    ['group-member', new Map(whole.groups.map(({ id, name, memberIds }) => [`${name} (${id})`, [...memberIds].sort((a, b) => a - b).join(', ')]))],
    ['project', new Map(whole.projects.map(({ id, name, environment }) => [`${name} (${id})`, environment.type]))],
    ['grant', new Map(whole.grants.map(({ project, projectRole, assignee }) => [`${project.name} (${project.id}), ${assignee.name} (${String(assignee.id)})`, projectRole.name]))],
  ])
}
