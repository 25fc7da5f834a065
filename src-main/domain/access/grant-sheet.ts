import type { EnvironmentType, GrantAssignee, Project } from '../../contract/access'
import type { GroupId, MemberId } from '../../contract/ids'
import type { IntentId, IntentOf, PendingIntent } from '../../contract/intents'
import type { GrantCell, GrantLock } from '../../contract/methods/grants'
import { grantKey, type CustomerFacts, type GroupFacts } from '../facts'
import { grouped } from '../../contract/grouped'
import { between } from './effective'
import { stagedGrants, type StagedGrant } from './staged-grants'

/** A row of the sheet of grants: who it is, and why no role can be given. `people` counts a group's members after what is staged. */
export interface GrantHead { readonly key: string; readonly assignee: GrantAssignee; readonly system: boolean; readonly people: number | null; readonly lock: GrantLock | null }
/** Somebody's place in a group. */
interface InGroup { readonly group: GroupFacts; readonly now: boolean; readonly after: boolean }

/** Groups and people of a customer with their roles on the projects of one environment, as read and as staged. Cells are made for the rows that are asked for only: there may be hundreds of rows and of projects. */
export function grantSheet(facts: CustomerFacts, projects: readonly Project[], pending: readonly PendingIntent[], environment: EnvironmentType): { readonly rows: readonly GrantHead[]; readonly cellsOf: (row: GrantHead) => readonly GrantCell[] } {
  const staged = pending.map(({ intent }) => intent)
  const deleted = staged.some(({ kind }) => kind === 'customer.delete')
  const leaving = new Set(staged.flatMap((one) => (one.kind === 'member.remove' ? [one.target.memberId] : [])))
  const going = new Set(staged.flatMap((one) => (one.kind === 'group.delete' ? [one.target.groupId] : [])))
  const places = placesInGroups(facts, staged.flatMap((one) => (one.kind === 'group.member' ? [one] : [])), leaving, going)
  const here = projects.filter((one) => one.environment.type === environment)
  const grants = grouped([...stagedGrants(facts.grants ?? [], here, staged).values()].flat(), ({ assignee }) => assigneeKey(assignee))
  const covers = new Map<string, readonly IntentId[]>(pending.flatMap(({ intent, covers: ids }) => (intent.kind === 'project.grant' ? [[grantKey(intent.target.projectId, intent.target.assignee), ids] as const] : [])))
  const lockOf = (own: GrantLock | null): GrantLock | null => (facts.accessModel === 'legacy' ? 'legacy' : own)

  const groups = (facts.groups ?? []).map((group): GrantHead => ({
    key: `group-${group.id}`, assignee: { kind: 'group', id: group.id, name: group.name }, system: group.system,
    people: [...places.values()].filter((of) => of.some((one) => one.group === group && one.after)).length, lock: lockOf(deleted || going.has(group.id) ? 'group-leaving' : null),
  }))
  const people = facts.members.map(({ id, name, email, kind }): GrantHead => ({
    key: `user-${String(id)}`, assignee: { kind: 'user', id, name, email }, system: false, people: null, lock: lockOf(kind === 'manager' ? 'manager' : deleted || leaving.has(id) ? 'leaving' : null),
  }))
  const named = (a: GrantHead, b: GrantHead): number => Number(b.system) - Number(a.system) || a.assignee.name.localeCompare(b.assignee.name) || a.key.localeCompare(b.key)

  function cellsOf({ assignee }: GrantHead): readonly GrantCell[] {
    const goes = deleted || (assignee.kind === 'user' ? leaving.has(assignee.id) : going.has(assignee.id))
    const cells = new Map<string, { own: StagedGrant | null; through: GrantCell['through'] }>()
    const at = (id: string) => {
      const found = cells.get(id) ?? { own: null, through: [] }
      cells.set(id, found)
      return found
    }
    for (const one of grants.get(assigneeKey(assignee)) ?? []) at(one.projectId).own = one
    if (assignee.kind === 'user') for (const { group, now, after } of places.get(assignee.id) ?? []) {
      for (const one of grants.get(assigneeKey({ kind: 'group', id: group.id })) ?? []) {
        at(one.projectId).through.push(...between({ name: group.name, now, after }, one.now?.name ?? null, one.after?.name ?? null).map(({ name, now: is, after: will }) => ({ role: name, group: group.name, now: is, after: will })))
      }
    }
    return here.flatMap(({ id }) => {
      const found = cells.get(id)
      if (found === undefined || (found.own === null && found.through.length === 0)) return []
      return [{ projectId: id, now: found.own?.now ?? null, after: goes ? null : (found.own?.after ?? null), covers: [...(covers.get(grantKey(id, assignee)) ?? [])], through: found.through }]
    })
  }
  return { rows: [...groups.sort(named), ...people.sort(named)], cellsOf }
}

/** The groups of each member, now and after what is staged; the built-in one holds everybody (contract 4). */
function placesInGroups({ groups, members }: CustomerFacts, changes: readonly IntentOf<'group.member'>[], leaving: ReadonlySet<MemberId>, going: ReadonlySet<GroupId>): ReadonlyMap<MemberId, readonly InGroup[]> {
  const wishes = new Map(changes.map(({ target, wish }) => [`${target.groupId}/${String(target.memberId)}`, wish]))
  const inside = (groups ?? []).map((group) => ({ group, ids: new Set(group.memberIds) }))
  return new Map(members.map(({ id }) => [id, inside.flatMap(({ group, ids }): readonly InGroup[] => {
    const now = group.system || ids.has(id)
    const after = !leaving.has(id) && !going.has(group.id) && (wishes.get(`${group.id}/${String(id)}`) ?? now)
    return now || after ? [{ group, now, after }] : []
  })]))
}

function assigneeKey({ kind, id }: { readonly kind: 'user' | 'group'; readonly id: MemberId | GroupId }): string {
  return `${kind}-${String(id)}`
}
