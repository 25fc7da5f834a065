import type { EnvironmentType, RoleName } from '../../contract/access'
import type { GroupId, MemberId } from '../../contract/ids'
import type { NewPerson } from '../../contract/intents'
import type { AccessChange, PlanItem } from '../../contract/plan'
import { rankOf, type RoleRanks } from '../access/highest'
import type { Customer } from '../facts'
import { wishedRoles } from '../guards/role'
import { isSent } from './decide'

type Place = Pick<AccessChange, 'where' | 'environment' | 'before' | 'after'> & { readonly gains?: boolean }

/** What an item gains or loses for whom, from what is there remotely; nothing unless it is sent. */
export function changesOf(item: PlanItem, customer: Customer, ranks: RoleRanks): readonly AccessChange[] {
  if (!isSent(item)) return []
  const { accountId, customerId } = item.intent
  const who = whoOf(item)
  return placesOf(item, customer).map(({ gains, ...place }) => ({
    accountId, customerId, who, ...place, direction: gains === undefined ? directionOf(place.before, place.after, ranks) : gains ? 'gain' : 'loss',
  }))
}

function whoOf({ intent }: PlanItem): AccessChange['who'] {
  switch (intent.kind) {
    case 'member.role': case 'member.remove': case 'group.member': return { kind: 'member', id: intent.target.memberId }
    case 'member.invite': return { kind: 'person', key: intent.target.email }
    case 'member.add': return { kind: 'person', key: intent.target.by === 'email' ? intent.target.email : intent.target.oauthId }
    case 'project.grant': return intent.target.assignee.kind === 'user' ? { kind: 'member', id: intent.target.assignee.id } : { kind: 'group', id: intent.target.assignee.id }
  }
}

function placesOf({ intent, remote }: Extract<PlanItem, { remote: unknown }>, customer: Customer): readonly Place[] {
  switch (intent.kind) {
    case 'member.role': return [{ where: { kind: 'environment' }, environment: intent.target.environment, before: remote as RoleName | null, after: intent.wish }]
    case 'member.invite': case 'member.add': return newPlaces(intent.wish, customer)
    case 'member.remove': return lostPlaces(intent.target.memberId, customer)
    case 'group.member': return [groupPlace(intent.target.groupId, intent.wish, customer)]
    case 'project.grant': return [{
      where: { kind: 'project', projectId: intent.target.projectId }, environment: intent.target.environment,
      before: remote === null ? null : (remote as { name: RoleName }).name, after: intent.wish?.name ?? null,
    }]
  }
}

function newPlaces(wish: NewPerson, customer: Customer): readonly Place[] {
  const roles = wishedRoles(wish).map(([environment, after]): Place => ({ where: { kind: 'environment' }, environment, before: null, after }))
  return [...roles, ...wish.groupIds.map((id) => groupPlace(id, true, customer))]
}

/** Everything that goes with a person: roles, groups other than the one of everybody, and what is granted to them directly. */
function lostPlaces(memberId: MemberId, { facts, groups, members }: Customer): readonly Place[] {
  const roles = (members.get(memberId)?.roles ?? []).filter(({ roleName }) => roleName !== null)
    .map(({ environment, roleName }): Place => ({ where: { kind: 'environment' }, environment, before: roleName, after: null }))
  const mine = [...groups.values()].filter((group) => !group.facts.system && group.members.has(memberId))
    .map(({ facts: { id } }) => groupPlace(id, false, { facts }))
  const grants = (facts.grants ?? []).filter(({ assignee }) => assignee.kind === 'user' && assignee.id === memberId)
    .map(({ project, projectRole }): Place => ({ where: { kind: 'project', projectId: project.id }, environment: project.environment.type, before: projectRole.name, after: null }))
  return [...roles, ...mine, ...grants]
}

function groupPlace(groupId: GroupId, gains: boolean, { facts }: Pick<Customer, 'facts'>): Place {
  const environments = (facts.grants ?? []).filter(({ assignee }) => assignee.kind === 'group' && assignee.id === groupId).map(({ project }) => project.environment.type)
  const environment: EnvironmentType | null = environments.includes('prod') ? 'prod' : (environments[0] ?? null)
  return { where: { kind: 'group', groupId }, environment, before: null, after: null, gains }
}

function directionOf(before: RoleName | null, after: RoleName | null, ranks: RoleRanks): AccessChange['direction'] {
  if (before === null) return 'gain'
  if (after === null) return 'loss'
  const from = rankOf(before, ranks)
  const to = rankOf(after, ranks)
  if (from === null || to === null || from === to) return 'change'
  return to > from ? 'gain' : 'loss'
}
