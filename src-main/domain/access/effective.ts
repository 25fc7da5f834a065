import type { Project, ProjectGrant, RoleName } from '../../contract/access'
import type { GroupId, MemberId } from '../../contract/ids'
import type { Intent } from '../../contract/intents'
import type { CustomerFacts } from '../facts'
import { stagedGrants } from './staged-grants'

/** One way to a project role: directly, or through a group; whether it is there now, and when what is staged is applied. */
export interface EffectiveRole { readonly name: RoleName; readonly group: string | null; readonly now: boolean; readonly after: boolean }

/** What somebody belongs to and may do in projects, now and when what is staged is applied. */
export interface Effective {
  readonly groups: readonly { readonly id: GroupId; readonly name: string; readonly system: boolean; readonly now: boolean; readonly after: boolean }[]
  /** Projects without any role, now or after, are left out. */
  readonly projects: readonly { readonly project: ProjectGrant['project']; readonly roles: readonly EffectiveRole[] }[]
}

/**
 * Project roles of a member by what was read and by what is staged on top of it. A role that several ways lead to is listed once for each of
 * them: taking one away leaves the others. The built-in group of all collaborators holds every member (contract 4). Nothing is read: no groups and no projects.
 */
export function effectiveAccess(facts: CustomerFacts, projects: readonly Project[], staged: readonly Intent[], memberId: MemberId): Effective {
  const leaves = staged.some((one) => one.kind === 'customer.delete' || (one.kind === 'member.remove' && one.target.memberId === memberId))
  const groups = (facts.groups ?? []).map(({ id, name, system, memberIds }) => {
    const now = system || memberIds.includes(memberId)
    const goes = leaves || staged.some((one) => one.kind === 'group.delete' && one.target.groupId === id)
    const wish = staged.flatMap((one) => (one.kind === 'group.member' && one.target.groupId === id && one.target.memberId === memberId ? [one.wish] : [])).at(-1)
    return { id, name, system, now, after: !goes && (wish ?? now) }
  })
  const mine = groups.filter(({ now, after }) => now || after)
  const granted = stagedGrants(facts.grants ?? [], projects, staged)
  return { groups, projects: projects.flatMap(({ id: projectId, name, environment }) => {
    const project = { id: projectId, name, environment }
    const roles = (granted.get(projectId) ?? []).flatMap(({ assignee, now, after }) => {
      const way = assignee.kind === 'group' ? mine.find(({ id }) => id === assignee.id) : assignee.id === memberId ? { name: null, now: true, after: !leaves } : undefined
      return way === undefined ? [] : between(way, now?.name ?? null, after?.name ?? null)
    })
    return roles.length === 0 ? [] : [{ project, roles }]
  }) }
}

type Way = { readonly name: string | null; readonly now: boolean; readonly after: boolean }

/** The role of one grant that somebody has in one way, or the two that follow each other when it is changed. */
export function between(way: Way, now: RoleName | null, after: RoleName | null): readonly EffectiveRole[] {
  const names = [...new Set([now, after])].flatMap((name) => (name === null ? [] : [name]))
  return names.map((name) => ({ name, group: way.name, now: way.now && name === now, after: way.after && name === after })).filter((one) => one.now || one.after)
}
