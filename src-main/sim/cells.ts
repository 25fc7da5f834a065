import type { AccountId, CustomerId, MemberId } from '../contract/ids'
import { roleKey } from '../domain/intents/kinds'
import type { Account } from '../emulator/account'
import { ENVIRONMENTS } from '../emulator/model'
import { roleName } from '../emulator/member-view'

/** Everything that a customer's edits can be about, by the key of its target, as text; a cell that is missing holds nothing. */
export type Cells = ReadonlyMap<string, string>

/** The cells of a customer as the emulator holds them now. */
export function cellsOf(account: Account, customerId: number): Cells {
  const found = account.find(String(customerId))
  if (found === undefined) return new Map()
  const workspace = account.workspace(found.customer)
  const at = `${account.id}|${String(found.customer.id)}`
  const cells = new Map<string, string>()
  for (const member of workspace.members) {
    cells.set(`${at}|member.remove|${String(member.id)}`, 'true')
    if (member.email !== null) cells.set(`${at}|member.add|${member.email.toLowerCase()}`, 'there')
    for (const environment of ENVIRONMENTS) {
      const held = member.roles[environment]
      if (held !== undefined) cells.set(roleKey(account.id as AccountId, found.customer.id as CustomerId, member.id as MemberId, environment), roleName(workspace, held))
    }
  }
  for (const group of workspace.groups) if (!group.system) for (const id of group.member_ids) cells.set(`${at}|group.member|${group.id}|${String(id)}`, 'true')
  for (const grant of workspace.grants) {
    const assignee = grant.user_id === null ? `group|${String(grant.group_id)}` : `user|${String(grant.user_id)}`
    cells.set(`${at}|project.grant|${String(grant.project_id)}|${assignee}`, grant.project_role_id)
  }
  for (const invitation of workspace.invitations) cells.set(`${at}|member.invite|${invitation.email}`, 'invited')
  return cells
}

/** Keys at which two states differ. */
export function differing(before: Cells, after: Cells): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
}

/** A value of an intent as its cell spells it; undefined: the cell is missing. */
export function spelled(kind: string, value: unknown): string | undefined {
  if (value === null || value === false) return undefined
  if (value === true) return 'true'
  if (kind === 'project.grant') return (value as { readonly id: string }).id
  if (kind === 'member.add') return 'there'
  return kind === 'member.invite' ? 'invited' : String(value)
}
