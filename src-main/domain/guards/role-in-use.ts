import type { EnvironmentType } from '../../contract/access'
import type { Intent, IntentId, IntentOf } from '../../contract/intents'
import type { BlockReason, RoleHolding } from '../../contract/plan'
import type { Customer } from '../facts'
import { grantKey } from '../facts'
import { wishedRoles } from './role'

/** So many holders are named; there may be thousands. */
const NAMED = 100

/**
 * Deletions of roles that somebody would still hold when all the given intents are done, with the holders: the API refuses them (seed 001). The
 * intents must be those of one customer that would be sent, so that whoever gets another role in the same plan does not count.
 */
export function roleInUse(customer: Customer, intents: readonly Intent[]): ReadonlyMap<IntentId, BlockReason> {
  const deletions = intents.filter((one) => one.kind === 'role.delete')
  if (deletions.length === 0) return new Map()
  const moved = movedBy(intents)
  return new Map(deletions.flatMap((one): [IntentId, BlockReason][] => {
    if (one.target.scope === 'project' && customer.facts.grants === null) return [[one.id, { kind: 'not-read', what: 'grants' }]]
    const holders = one.target.scope === 'environment' ? inEnvironments(one, customer, intents, moved) : onProjects(one, customer, intents, moved)
    return holders.length === 0 ? [] : [[one.id, { kind: 'role-assigned', holders: holders.slice(0, NAMED), count: holders.length }]]
  }))
}

interface Moved { readonly people: ReadonlySet<number>; readonly cells: ReadonlySet<string>; readonly groups: ReadonlySet<string> }
const cell = (id: number, environment: EnvironmentType): string => `${String(id)}|${environment}`

/** People, cells, grants and groups that the intents change or take away. */
function movedBy(intents: readonly Intent[]): Moved {
  const of = <T>(pick: (one: Intent) => T | null): ReadonlySet<T> => new Set(intents.map(pick).filter((one) => one !== null))
  return {
    people: of((one) => (one.kind === 'member.remove' ? one.target.memberId : null)),
    cells: of((one) => (one.kind === 'member.role' ? cell(one.target.memberId, one.target.environment) : one.kind === 'project.grant' ? grantKey(one.target.projectId, one.target.assignee) : null)),
    groups: of((one) => (one.kind === 'group.delete' ? one.target.groupId : null)),
  }
}

function inEnvironments({ base: { name } }: IntentOf<'role.delete'>, { facts, members }: Customer, intents: readonly Intent[], moved: Moved): readonly RoleHolding[] {
  const now = facts.members.filter(({ id }) => !moved.people.has(id)).flatMap((member) => member.roles
    .filter((one) => one.roleName === name && one.roleType === 'environment' && !moved.cells.has(cell(member.id, one.environment)))
    .map(({ environment }): RoleHolding => ({ who: { kind: 'member', id: member.id, name: member.name, email: member.email }, environment, project: null })))
  const then = intents.flatMap((one): readonly RoleHolding[] => {
    if (one.kind === 'member.invite' || one.kind === 'member.add') return coming(one, name)
    const member = one.kind === 'member.role' && one.wish === name ? members.get(one.target.memberId) : undefined
    return member === undefined || one.kind !== 'member.role' ? [] : [{ who: { kind: 'member', id: member.id, name: member.name, email: member.email }, environment: one.target.environment, project: null }]
  })
  return [...now, ...then]
}

/** Somebody new, in each environment in which they are to have the role. */
function coming({ target, wish }: IntentOf<'member.invite' | 'member.add'>, name: string): readonly RoleHolding[] {
  const email = 'email' in target ? target.email : target.oauthId
  return wishedRoles(wish).filter(([, roleName]) => roleName === name).map(([environment]) => ({ who: { kind: 'person', name: wish.name || email, email }, environment, project: null }))
}

function onProjects({ target }: IntentOf<'role.delete'>, { facts, members, groups }: Customer, intents: readonly Intent[], moved: Moved): readonly RoleHolding[] {
  const now = (facts.grants ?? []).filter(({ projectRole, project, assignee }) => String(projectRole.id) === target.id && !moved.cells.has(grantKey(project.id, assignee))
    && !(assignee.kind === 'user' ? moved.people.has(assignee.id) : moved.groups.has(assignee.id)))
    .map(({ project, assignee }): RoleHolding => ({
      who: assignee.kind === 'user' ? { kind: 'member', id: assignee.id, name: assignee.name, email: assignee.email ?? '' } : { kind: 'group', id: assignee.id, name: assignee.name },
      environment: project.environment.type, project: project.name,
    }))
  const then = intents.flatMap((one): RoleHolding[] => {
    if (one.kind !== 'project.grant' || String(one.wish?.id) !== target.id) return []
    const { assignee, environment, projectId } = one.target
    const member = assignee.kind === 'user' ? members.get(assignee.id) : undefined
    const who: RoleHolding['who'] = assignee.kind === 'user' ? { kind: 'member', id: assignee.id, name: member?.name ?? '', email: member?.email ?? '' } : { kind: 'group', id: assignee.id, name: groups.get(assignee.id)?.facts.name ?? '' }
    return [{ who, environment, project: projectId }]
  })
  return [...now, ...then]
}
