import type { EnvironmentType } from '../../contract/access'
import type { GroupId } from '../../contract/ids'
import type { Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { ownGroup } from '../guards/own-access'
import { legacyCustomer, managerLocked, systemGroup } from '../guards/target'
import { asMember, chunks, type IntentKind, type Place } from './kind'

export const groupMember: IntentKind<'group.member'> = {
  key: ({ target }) => `${target.groupId}|${String(target.memberId)}`,
  read: ({ target, wish }, { facts, groups, members }) => {
    if (facts.groups === null) return { blocked: { kind: 'not-read', what: 'groups' } }
    const group = groups.get(target.groupId)
    // Out of what is gone: already so.
    if (group === undefined) return wish ? { blocked: { kind: 'group-gone' } } : { value: false }
    if (!members.has(target.memberId)) return wish ? { blocked: { kind: 'member-gone' } } : { value: false }
    return { value: group.members.has(target.memberId) }
  },
  same: (a, b) => a === b,
  merges: () => false,
  guard: () => firstReason<'group.member'>([
    legacyCustomer,
    ({ target }, customer) => systemGroup(customer, target.groupId),
    ({ target }, customer) => managerLocked(customer, target.memberId),
    ownGroup,
  ]),
  bundle: ({ target, wish }) => `${target.groupId}|${String(wish)}`,
  write: (intents) => chunks(intents).flatMap((part) => part.slice(0, 1).map(({ target: { groupId }, wish }) => ({
    call: { kind: wish ? 'group.add' : 'group.remove', groupId, memberIds: part.map(({ target }) => target.memberId) }, intents: part,
  }))),
  who: ({ target }) => asMember(target.memberId),
  places: ({ target, wish }, _, customer) => [groupPlace(target.groupId, wish, customer)],
}

/** A membership as a place; in PROD when the group has any grant there. */
export function groupPlace(groupId: GroupId, gains: boolean, { facts }: Pick<Customer, 'facts'>): Place {
  const environments = (facts.grants ?? []).filter(({ assignee }) => assignee.kind === 'group' && assignee.id === groupId).map(({ project }) => project.environment.type)
  const environment: EnvironmentType | null = environments.includes('prod') ? 'prod' : (environments[0] ?? null)
  return { where: { kind: 'group', groupId }, environment, before: null, after: null, gains }
}
