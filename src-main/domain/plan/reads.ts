import type { RoleScope } from '../../contract/admin-intents'
import type { PlannedRead, PlannedRequest } from '../../contract/plan'
import { canonical } from '../canonical'

/**
 * Reads that go with requests: each thing once for each customer, however many edits it has. Before the first write whatever the verdicts rest
 * on (`preflight`), after the last one what shows that they took effect (`readBack`).
 */
export function readsFor(requests: readonly PlannedRequest[]): { readonly preflight: readonly PlannedRead[]; readonly readBack: readonly PlannedRead[] } {
  return { preflight: once(requests.flatMap((one) => [...effects(one), ...grounds(one)])), readBack: once(requests.flatMap(effects)) }
}

/** Where the effect of a request is seen. */
function effects({ accountId, customerId, call }: PlannedRequest): readonly PlannedRead[] {
  const at = { accountId, customerId }
  switch (call.kind) {
    case 'member.update': case 'member.invite': case 'member.add': case 'member.remove': return [{ ...at, kind: 'members', limitClass: 'members' }]
    case 'group.add': case 'group.remove': return [{ ...at, kind: 'group-members', groupId: call.groupId, limitClass: 'userGroups' }]
    case 'grants.set': case 'grant.remove': return [{ ...at, kind: 'project-grants', projectId: call.projectId, limitClass: 'projectGrants' }]
    case 'role.create': return roleReads(at, call.scope, call.role.name)
    case 'role.update': return roleReads(at, call.target.scope, call.target.id)
    case 'role.delete': return roleReads(at, call.target.scope, call.target.id).slice(0, 1)
    case 'group.create': case 'group.update': case 'group.delete': return [{ ...at, kind: 'groups', limitClass: 'userGroups' }]
    case 'customer.update': case 'customer.provision': case 'customer.delete': return [{ ...at, kind: 'customer', limitClass: 'customers' }]
    case 'customer.send': return []
    case 'customer.create': return [{ ...at, kind: 'customers', limitClass: 'customers' }]
    case 'migrate.system': case 'migrate.role': return [{ ...at, kind: 'members', limitClass: 'members' }, { ...at, kind: 'legacy-roles', limitClass: 'legacyRoles' }]
    case 'manager.create': case 'manager.update': case 'manager.remove': return [{ ...at, kind: 'managers', limitClass: 'customerManagers' }]
  }
}

/** What else a verdict rests on. */
function grounds({ accountId, customerId, call }: PlannedRequest): readonly PlannedRead[] {
  const at = { accountId, customerId }
  const members: PlannedRead = { ...at, kind: 'members', limitClass: 'members' }
  switch (call.kind) {
    case 'member.update': case 'member.invite': case 'member.add': return [{ ...at, kind: 'environment-roles', limitClass: 'environmentRoles' }]
    case 'group.add': case 'group.remove': return [members]
    case 'grants.set': return [members, { ...at, kind: 'project-roles', limitClass: 'projectRoles' }]
    case 'role.create': case 'role.update': return [members]
    case 'role.delete': return [members, ...roleReads(at, call.target.scope, call.target.id)]
    case 'group.create': case 'group.update': case 'group.delete': return [members]
    case 'customer.send': return [{ ...at, kind: 'customer', limitClass: 'customers' }]
    default: return []
  }
}

/** The list, and the role alone with its privileges, which no list tells (contract 5). */
function roleReads(at: Pick<PlannedRead, 'accountId' | 'customerId'>, scope: RoleScope, role: string): readonly PlannedRead[] {
  const limitClass = scope === 'environment' ? 'environmentRoles' : 'projectRoles'
  return [{ ...at, kind: scope === 'environment' ? 'environment-roles' : 'project-roles', limitClass }, { ...at, kind: 'role', role: `${scope}|${role}`, limitClass }]
}

function once(reads: readonly PlannedRead[]): readonly PlannedRead[] {
  return [...new Map(reads.map((one) => [canonical(one), one])).values()]
}
