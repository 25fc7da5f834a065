import { grantKey, type Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { ownGrant, ownGroup } from '../guards/own-access'
import { knownProjectRole } from '../guards/role'
import { legacyCustomer, managerLocked, missingEnvironment, systemGroup } from '../guards/target'
import type { IntentOf, ValueOf } from '../../contract/intents'
import type { IntentKind, Reading } from './kind'

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
  calls: ['group.add', 'group.remove'],
}

export const projectGrant: IntentKind<'project.grant'> = {
  key: ({ target }) => grantKey(target.projectId, target.assignee),
  read: readGrant,
  // A role that was only renamed is the same role.
  same: (a, b) => a?.id === b?.id,
  merges: () => false,
  guard: () => firstReason<'project.grant'>([
    legacyCustomer, missingEnvironment,
    ({ target: { assignee } }, customer) => (assignee.kind === 'user' ? managerLocked(customer, assignee.id) : null),
    knownProjectRole, ownGrant,
  ]),
  calls: ['grants.set', 'grant.remove'],
}

function readGrant({ target, wish }: IntentOf<'project.grant'>, { facts, groups, members, grants }: Customer): Reading<ValueOf<'project.grant'>> {
  const { assignee, projectId } = target
  if (facts.grants === null) return { blocked: { kind: 'not-read', what: 'grants' } }
  const found = grants.get(grantKey(projectId, assignee))
  if (found !== undefined) return { value: { id: found.projectRole.id, name: found.projectRole.name } }
  if (wish === null) return { value: null }
  if (facts.projects === null) return { blocked: { kind: 'not-read', what: 'projects' } }
  if (!facts.projects.some(({ id }) => id === projectId)) return { blocked: { kind: 'project-gone' } }
  if (assignee.kind === 'user') return members.has(assignee.id) ? { value: null } : { blocked: { kind: 'member-gone' } }
  if (facts.groups === null) return { blocked: { kind: 'not-read', what: 'groups' } }
  return groups.has(assignee.id) ? { value: null } : { blocked: { kind: 'group-gone' } }
}
