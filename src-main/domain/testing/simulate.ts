import type { EnvironmentType, Member, ProjectGrant } from '../../contract/access'
import type { Call, PlannedRequest } from '../../contract/plan'
import type { CustomerFacts } from '../facts'
import { grant } from './build'

/** Whether an update touches only the environments that it lists, or all (contract 1.10 leaves it open). */
export type UpdateMode = 'merge' | 'replace'

/** What the remote API would make of a customer by these requests: written from the contract, without the planner's code. */
export function simulate(facts: CustomerFacts, requests: readonly PlannedRequest[], mode: UpdateMode): CustomerFacts {
  return requests
    .filter((one) => one.accountId === facts.accountId && one.customerId === facts.customerId)
    .reduce((state, { call }) => applyCall(state, call, mode), facts)
}

function applyCall(facts: CustomerFacts, call: Call, mode: UpdateMode): CustomerFacts {
  switch (call.kind) {
    case 'member.update': return { ...facts, members: facts.members.map((one) => (one.id === call.memberId ? updated(one, call, mode) : one)) }
    case 'member.remove': return {
      ...facts, members: facts.members.filter(({ id }) => id !== call.memberId),
      groups: (facts.groups ?? []).map((one) => ({ ...one, memberIds: one.memberIds.filter((id) => id !== call.memberId) })),
      grants: (facts.grants ?? []).filter(({ assignee }) => !(assignee.kind === 'user' && assignee.id === call.memberId)),
    }
    case 'member.invite': case 'member.add': return facts
    case 'group.add': case 'group.remove': return { ...facts, groups: (facts.groups ?? []).map((one) => (one.id !== call.groupId ? one : {
      ...one, memberIds: [...one.memberIds.filter((id) => !call.memberIds.includes(id)), ...(call.kind === 'group.add' ? call.memberIds : [])],
    })) }
    case 'grants.set': return call.grants.reduce((state, { assignee, projectRoleId }) => {
      const others = (state.grants ?? []).filter((one) => !(one.project.id === call.projectId && one.assignee.kind === assignee.kind && one.assignee.id === assignee.id))
      return { ...state, grants: [...others, grant(call.projectId, call.projectId.endsWith('prod') ? 'prod' : 'dev', projectRoleId.slice(3), assignee.id)] }
    }, facts)
    case 'grant.remove': return { ...facts, grants: (facts.grants ?? []).filter(({ id }) => id !== call.grantId) }
    // What they change is not what a person or group can do in a place.
    default: return facts
  }
}

function updated(member: Member, call: Extract<Call, { kind: 'member.update' }>, mode: UpdateMode): Member {
  const listed = new Set(call.roles.map(({ environment }) => environment))
  const others = mode === 'merge' ? member.roles.filter(({ environment }) => !listed.has(environment)) : []
  return { ...member, roles: [...others, ...call.roles] }
}

/** Everything that a person or group can do in a customer as sorted lines, to compare two states. */
export function describe(facts: CustomerFacts): readonly string[] {
  const cells = facts.members.flatMap((one) => [`${String(one.id)} is a member`, ...one.roles.filter(({ roleName }) => roleName !== null).map(({ environment, roleName, roleType }) => cellLine(one.id, environment, roleName, roleType))])
  const groups = (facts.groups ?? []).flatMap((one) => one.memberIds.map((id) => `${String(id)} in ${one.id}`))
  return [...cells, ...groups, ...(facts.grants ?? []).map(grantLine)].sort()
}

export function cellLine(id: number, environment: EnvironmentType, roleName: string | null, roleType = 'environment'): string {
  return `${String(id)} ${environment} ${String(roleName)} ${roleType}`
}

export function grantLine({ assignee, project, projectRole }: Pick<ProjectGrant, 'project' | 'projectRole'> & { readonly assignee: { readonly id: unknown } }): string {
  return `${String(assignee.id)} on ${project.id} ${projectRole.id}`
}
