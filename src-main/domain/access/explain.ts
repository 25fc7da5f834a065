import type { CustomerManager, EnvironmentRole, EnvironmentType, Member, ProjectGrant } from '../../contract/access'
import type { AccessVerdict, PathElement } from '../../contract/access-path'
import type { CustomerId, GroupId } from '../../contract/ids'
import { environmentsOf, type GroupFacts } from '../facts'

/** What has to be known of a person in one customer to explain their access. */
export interface PersonFacts {
  readonly customerId: CustomerId
  readonly environments: readonly EnvironmentType[]
  /** The person's entry in the member list; null: not in it. */
  readonly member: Member | null
  /** The person's record among the partner's customer managers, whatever customers it covers. */
  readonly manager: CustomerManager | null
  readonly environmentRoles: readonly EnvironmentRole[]
  readonly groups: readonly GroupFacts[]
  /** Grants of the customer, also those of others. */
  readonly grants: readonly ProjectGrant[]
}

export interface Explanation { readonly verdict: AccessVerdict; readonly path: readonly PathElement[] }

/** Why a person can do what they can in one environment of a customer. Pure; says only what follows from the facts given. */
export function explainAccess(person: PersonFacts, environment: EnvironmentType): Explanation {
  if (!environmentsOf(person).includes(environment)) return nothing('no-environment')
  const { member } = person
  const manager = person.manager !== null && covers(person.manager, person.customerId) ? person.manager : null
  if (member === null || member.kind === 'manager') return explainManager(person, manager, environment)

  const assignment = member.roles.find((one) => one.environment === environment && one.roleName !== null)
  const overridden: PathElement[] = manager === null ? [] : [{ kind: 'manager-overridden', managerId: manager.id }]
  const start: PathElement[] = [{ kind: 'member', customerId: person.customerId, memberId: member.id }, ...overridden]
  const grants = grantPath(person, member, environment)
  const projects = new Set(grants.flatMap((one) => (one.kind === 'grant' ? [one.projectId] : []))).size
  if (assignment === undefined || assignment.roleName === null) {
    return projects === 0 ? { verdict: { kind: 'none', why: 'no-access' }, path: start } : { verdict: { kind: 'projects-only', projects }, path: [...start, ...grants] }
  }
  const { roleName } = assignment
  const legacy = assignment.roleType === 'privilege_group'
  const role: PathElement = legacy
    ? { kind: 'legacy-role', environment, roleName }
    : { kind: 'environment-role', environment, roleName, roleId: person.environmentRoles.find((one) => one.name === roleName)?.id ?? null }
  return { verdict: { kind: 'role', roleName, legacy, projects }, path: [...start, role, ...grants] }
}

/** A customer manager has one role in every environment (seed 000); what the member list says of it is nearer than the record. */
function explainManager({ member, customerId }: PersonFacts, manager: CustomerManager | null, environment: EnvironmentType): Explanation {
  const listed = member?.roles.find((one) => one.environment === environment)?.roleName ?? member?.roles.find((one) => one.roleName !== null)?.roleName
  const roleName = listed ?? manager?.role.name
  const start: PathElement[] = member === null ? [] : [{ kind: 'member', customerId, memberId: member.id }]
  if (roleName === undefined) return { ...nothing(member === null ? 'not-a-member' : 'no-access'), path: start }
  return { verdict: { kind: 'manager', roleName }, path: [...start, { kind: 'manager', managerId: manager?.id ?? null, roleName }] }
}

/** Direct grants first, then those of each group of the person, each behind its group. The built-in group of all collaborators holds every member (contract 4). */
function grantPath({ grants, groups }: PersonFacts, member: Member, environment: EnvironmentType): readonly PathElement[] {
  const here = grants.filter(({ project }) => project.environment.type === environment)
  const direct = here.filter(({ assignee }) => assignee.kind === 'user' && assignee.id === member.id).map((one) => grantElement(one, null))
  const mine = groups.filter((group) => group.system || group.memberIds.includes(member.id) || (member.groups ?? []).some(({ id }) => id === group.id))
  return [...direct, ...mine.flatMap((group) => {
    const granted = here.filter(({ assignee }) => assignee.kind === 'group' && assignee.id === group.id)
    const element: PathElement = { kind: 'group', groupId: group.id, name: group.name, system: group.system }
    return granted.length === 0 ? [] : [element, ...granted.map((one) => grantElement(one, group.id))]
  })]
}

function grantElement({ id, project, projectRole }: ProjectGrant, groupId: GroupId | null): PathElement {
  return { kind: 'grant', grantId: id, projectId: project.id, project: project.name, projectRoleId: projectRole.id, roleName: projectRole.name, groupId }
}

function covers({ workspaces }: CustomerManager, customerId: CustomerId): boolean {
  return workspaces === 'all' || workspaces.includes(customerId)
}

function nothing(why: 'no-environment' | 'not-a-member' | 'no-access'): Explanation {
  return { verdict: { kind: 'none', why }, path: [] }
}
