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
    case 'member.remove': case 'grant.remove': return []
  }
}

function once(reads: readonly PlannedRead[]): readonly PlannedRead[] {
  return [...new Map(reads.map((one) => [canonical(one), one])).values()]
}
