import type { GrantedRole, IntentOf } from '../../contract/intents'
import { grantKey, type Customer } from '../facts'
import { firstReason } from '../guards/guard'
import { ownGrant } from '../guards/own-access'
import { knownProjectRole } from '../guards/role'
import { legacyCustomer, managerLocked, missingEnvironment } from '../guards/target'
import { chunks, type IntentKind, type Reading, type Written } from './kind'

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
  bundle: ({ target, wish }) => `${target.projectId}|${String(wish === null)}`,
  write: (intents, customer) => (intents[0]?.wish === null ? intents.flatMap((one) => removal(one, customer)) : chunks(intents).flatMap(setting)),
  who: ({ target: { assignee } }) => (assignee.kind === 'user' ? { kind: 'member', id: assignee.id } : { kind: 'group', id: assignee.id }),
  places: ({ target, wish }, remote) => [{
    where: { kind: 'project', projectId: target.projectId }, environment: target.environment, before: remote?.name ?? null, after: wish?.name ?? null,
  }],
}

function readGrant({ target, wish }: IntentOf<'project.grant'>, { facts, groups, members, grants }: Customer): Reading<GrantedRole | null> {
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

/** One call for each removal: the API removes a grant by its id only. */
function removal(one: IntentOf<'project.grant'>, { grants }: Customer): readonly Written<'project.grant'>[] {
  const { projectId, assignee } = one.target
  const grant = grants.get(grantKey(projectId, assignee))
  return grant === undefined ? [] : [{ call: { kind: 'grant.remove', projectId, grantId: grant.id }, intents: [one] }]
}

function setting(part: readonly IntentOf<'project.grant'>[]): readonly Written<'project.grant'>[] {
  const grants = part.flatMap(({ target, wish }) => (wish === null ? [] : [{ assignee: target.assignee, projectRoleId: wish.id }]))
  return part.slice(0, 1).map(({ target: { projectId } }) => ({ call: { kind: 'grants.set', projectId, grants }, intents: part }))
}
