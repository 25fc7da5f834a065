import type { Intent, IntentId } from '../../contract/intents'
import type { Call, PlanItem, PlannedRequest } from '../../contract/plan'
import { grantKey, roleIn, type Customer } from '../facts'
import { isAdminRole } from '../guards/guard'
import { CALLS } from '../intents/kind'
import { isSent } from './decide'
import { personCall } from './person-request'

/** Most things in one call: the documented limit of grants (contract 7), and for user ids what a query still holds (contract 1.8). */
const CHUNK = 100

interface Grouped { readonly call: Call; readonly intentIds: readonly IntentId[] }

/**
 * The requests for the items of one customer: one for all environments of a person, one for each group and direction, one for up to 100 grants
 * of a project, one each for the rest. New administrators come first and removals last, so that a customer is never without one in between.
 */
export function buildRequests(items: readonly PlanItem[], customer: Customer, sendOnlyChanged: boolean): readonly PlannedRequest[] {
  const { accountId, customerId } = customer.facts
  const intents = items.filter(isSent).map(({ intent }) => intent)
  const bundles = bundle(intents, bundleKey)
  return bundles
    .flatMap((group) => callsFor(group, customer, sendOnlyChanged))
    .map(({ call, intentIds }): PlannedRequest => ({ accountId, customerId, call, ...CALLS[call.kind], intentIds }))
    .sort((a, b) => turn(a.call, customer) - turn(b.call, customer))
}

/** What may go into one call together. */
function bundleKey(one: Intent): string {
  switch (one.kind) {
    case 'member.role': return `role|${String(one.target.memberId)}`
    case 'group.member': return `group|${one.target.groupId}|${String(one.wish)}`
    case 'project.grant': return one.wish === null ? `single|${one.id}` : `grants|${one.target.projectId}`
    case 'member.invite': case 'member.add': case 'member.remove': return `single|${one.id}`
  }
}

/** The calls of one bundle, whose intents are all of the kind of the first. */
function callsFor(group: readonly Intent[], customer: Customer, sendOnlyChanged: boolean): readonly Grouped[] {
  const [first] = group
  if (first === undefined) return []
  switch (first.kind) {
    case 'member.role': return [{ call: personCall(only(group, first.kind), customer, sendOnlyChanged), intentIds: ids(group) }]
    case 'member.invite': return [{ call: { kind: 'member.invite', email: first.target.email, person: first.wish }, intentIds: ids(group) }]
    case 'member.add': return [{ call: { kind: 'member.add', who: first.target, person: first.wish }, intentIds: ids(group) }]
    case 'member.remove': return [{ call: { kind: 'member.remove', memberId: first.target.memberId }, intentIds: ids(group) }]
    case 'group.member': return chunks(only(group, first.kind)).map((part) => ({
      call: { kind: first.wish ? 'group.add' : 'group.remove', groupId: first.target.groupId, memberIds: part.map(({ target }) => target.memberId) },
      intentIds: ids(part),
    }))
    case 'project.grant': {
      const { projectId, assignee } = first.target
      if (first.wish === null) {
        const grant = customer.grants.get(grantKey(projectId, assignee))
        if (grant === undefined) throw new Error(`planned to remove a grant of project ${projectId} that was not read`)
        return [{ call: { kind: 'grant.remove', projectId, grantId: grant.id }, intentIds: ids(group) }]
      }
      return chunks(only(group, first.kind)).map((part) => ({
        call: { kind: 'grants.set', projectId, grants: part.flatMap(({ target, wish }) => (wish === null ? [] : [{ assignee: target.assignee, projectRoleId: wish.id }])) },
        intentIds: ids(part),
      }))
    }
  }
}

function turn(call: Call, { members }: Customer): number {
  if (call.kind === 'member.remove') return 2
  if (call.kind === 'member.add') return Object.values(call.person.roles).some((name) => isAdminRole(name)) ? 0 : 1
  if (call.kind !== 'member.update') return 1
  const member = members.get(call.memberId)
  return call.roles.some(({ environment, roleName }) => isAdminRole(roleName) && member !== undefined && !isAdminRole(roleIn(member, environment))) ? 0 : 1
}

function bundle<T>(things: readonly T[], keyOf: (thing: T) => string): readonly (readonly T[])[] {
  const bundles = new Map<string, T[]>()
  for (const one of things) {
    const known = bundles.get(keyOf(one))
    if (known === undefined) bundles.set(keyOf(one), [one])
    else known.push(one)
  }
  return [...bundles.values()]
}

function only<K extends Intent['kind']>(group: readonly Intent[], kind: K): readonly Extract<Intent, { kind: K }>[] {
  return group.filter((one): one is Extract<Intent, { kind: K }> => one.kind === kind)
}

function chunks<T>(things: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(things.length / CHUNK) }, (_, i) => things.slice(i * CHUNK, (i + 1) * CHUNK))
}

function ids(intents: readonly Intent[]): readonly IntentId[] {
  return intents.map(({ id }) => id)
}
