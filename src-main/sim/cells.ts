import type { AccountId, CustomerId, MemberId } from '../contract/ids'
import { canonical } from '../domain/canonical'
import { roleKey } from '../domain/intents/kinds'
import type { Account } from '../emulator/account'
import { roleName } from '../emulator/member-view'
import { ENVIRONMENTS, type Customer } from '../emulator/model'
import type { Workspace } from '../emulator/workspace'

/** Everything that a customer's edits can be about, by the key of its target, as text; a cell that is missing holds nothing. */
export type Cells = ReadonlyMap<string, string>

/** Between two things of the same name, of which there must be one. */
const TWICE = ' and '

/** The cells of a customer as the emulator holds them now; 0 stands for those of the partner account itself. */
export function cellsOf(account: Account, customerId: number): Cells {
  if (customerId === 0) return partnerCells(account)
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
  for (const [key, value] of definitions(workspace, found.customer)) cells.set(`${at}|${key}`, value)
  if (!workspace.system_roles_migrated) cells.set(`${at}|migrate.system|system`, 'legacy')
  for (const { id, inherited } of workspace.legacyRoles) if (!inherited) cells.set(`${at}|migrate.role|${String(id)}`, 'legacy')
  for (const invitation of workspace.invitations) cells.set(`${at}|member.invite|${invitation.email}`, 'invited')
  return cells
}

/** Roles, groups and settings of a customer. What is there twice is spelt twice. */
function* definitions({ environmentRoles, projectRoles, groups }: Workspace, customer: Customer): Generator<readonly [string, string]> {
  const lists = [['environment', environmentRoles], ['project', projectRoles]] as const
  for (const [scope, roles] of lists) {
    for (const { id, name, config } of roles) {
      yield [`role.create|${scope}|${name}`, roles.filter((one) => one.name === name).map((one) => canonical({ config: one.config })).join(TWICE)]
      for (const kind of ['role.update', 'role.delete']) yield [`${kind}|${scope}|${String(id)}`, canonical({ name, config })]
    }
  }
  for (const { id, name, description, system } of groups) {
    if (system) continue
    yield [`group.create|${name}`, groups.filter((one) => one.name === name).map((one) => canonical({ description: one.description })).join(TWICE)]
    for (const kind of ['group.update', 'group.delete']) yield [`${kind}|${id}`, canonical({ name, description })]
  }
  yield ['customer.delete|customer', 'true']
  if (customer.environments.length > 0) yield ['customer.provision|environments', 'true']
  yield ['customer.setting|timeZone|', canonical(customer.time_zone)]
  yield ['customer.setting|originUrl|', canonical(customer.origin_url)]
  yield ['customer.unread|taskLimitAdjustment|', String(customer.task_limit)]
}

function partnerCells({ id, customers, managers }: Account): Cells {
  const at = `${id}|0`
  const cells = new Map<string, string>()
  for (const { name } of customers) cells.set(`${at}|customer.create|name|${name}`, customers.filter((one) => one.name === name).map(() => 'there').join(TWICE))
  for (const { user, role_id: role, permitted_workspace_ids: ids } of managers) cells.set(`${at}|manager.set|${String(user.id)}`, `${String(role)} ${ids.length === 0 ? 'all' : ids.join(' ')}`)
  return cells
}

/** Keys at which two states differ. */
export function differing(before: Cells, after: Cells): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
}

/** A value of an intent as its cell spells it; undefined: the cell is missing. */
export function spelled(kind: string, value: unknown): string | undefined {
  if (kind === 'customer.setting' && value === null) return 'null'
  // What is migrated is no longer there.
  if (kind.startsWith('migrate.')) return value === 'migrated' ? undefined : 'legacy'
  if (value === null || value === false) return undefined
  if (value === true) return 'true'
  if (kind === 'customer.create') return 'there'
  if (kind === 'manager.set') {
    const { roleId, workspaces } = value as { readonly roleId: string; readonly workspaces: 'all' | readonly number[] }
    return `${roleId} ${workspaces === 'all' ? 'all' : workspaces.join(' ')}`
  }
  if (kind.startsWith('role.') || kind === 'customer.setting' || ['group.create', 'group.update', 'group.delete'].includes(kind)) return canonical(value)
  if (kind === 'project.grant') return (value as { readonly id: string }).id
  if (kind === 'member.add') return 'there'
  return kind === 'member.invite' ? 'invited' : String(value)
}

/** Whether something is there twice that was to be made once. */
export function isTwice(key: string, value: string | undefined): boolean {
  return /\|(role|group|customer)\.create\|/.test(key) && value?.includes(TWICE) === true
}

/** Whether a cell is named by an id that is given anew each time, so that two runs may call it otherwise. */
export function isById(key: string): boolean {
  return /\|(role|group)\.(update|delete)\|/.test(key)
}
