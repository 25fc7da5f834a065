import type { EnvironmentRole, EnvironmentType, ProjectRole, RoleName } from '../../contract/access'
import type { RoleScope } from '../../contract/admin-intents'
import type { Intent, IntentDraft } from '../../contract/intents'
import type { RoleEdit } from '../../contract/methods/role-edits'
import type { BlockReason } from '../../contract/plan'
import { seenRoles } from '../../contract/seen-roles'
import { sameValue } from '../canonical'
import { grantKey, type CustomerFacts } from '../facts'

type Role = EnvironmentRole | ProjectRole
/** What an act on a role is in one customer: its edits, nothing to do, nothing possible, or not known before privileges are read. */
export type RoleDrafts =
  | { readonly kind: 'edits'; readonly drafts: readonly IntentDraft[] }
  | { readonly kind: 'same' }
  | { readonly kind: 'left'; readonly reason: BlockReason }
  | { readonly kind: 'unread'; readonly role: Role }

/** Roles of one scope; null: not read. */
export function rolesIn({ environmentRoles, projectRoles }: Pick<CustomerFacts, 'environmentRoles' | 'projectRoles'>, scope: RoleScope): readonly Role[] | null {
  return scope === 'environment' ? environmentRoles : projectRoles
}

/** The edits of an act in one customer; `id` is its role, null when it is made; `staged` what is wished there already. Whether they may be sent is for the planner. */
export function roleDrafts(edit: RoleEdit, id: string | null, facts: CustomerFacts, staged: readonly Intent[]): RoleDrafts {
  const { scope } = edit
  const roles = rolesIn(facts, scope)
  if (roles === null) return left({ kind: 'not-read', what: scope === 'environment' ? 'environment-roles' : 'project-roles' })
  const { accountId, customerId } = facts
  if (edit.kind === 'create') {
    const taken = roles.some(({ name }) => name === edit.name) || staged.some((one) => one.kind === 'role.create' && one.target.scope === scope && one.target.name === edit.name)
    if (taken) return left({ kind: 'name-taken', name: edit.name })
    return { kind: 'edits', drafts: [{ kind: 'role.create', accountId, customerId, target: { scope, name: edit.name }, base: null, wish: { config: edit.config } }] }
  }
  const role = roles.find((one) => one.id === id)
  if (role === undefined) return left({ kind: 'role-gone' })
  if (role.kind !== 'custom') return left({ kind: 'role-locked', roleKind: role.kind })
  const { name, config } = role
  if (config === undefined) return { kind: 'unread', role }
  const sealed = { accountId, customerId, target: { scope, id: role.id } as never, base: { name, config } }
  if (edit.kind === 'update') {
    const wish = { name: edit.name ?? name, config: edit.config ?? config }
    return sameValue(wish, sealed.base) ? { kind: 'same' } : { kind: 'edits', drafts: [{ kind: 'role.update', ...sealed, wish }] }
  }
  if (edit.instead === name) return left({ kind: 'unknown-role', roleName: name })
  const moved = edit.instead === null ? [] : reassign(scope, role, edit.instead, facts, staged)
  return moved === null ? left({ kind: 'unknown-role', roleName: edit.instead ?? '' }) : { kind: 'edits', drafts: [...moved, { kind: 'role.delete', ...sealed, wish: null }] }
}

const left = (reason: BlockReason): RoleDrafts => ({ kind: 'left', reason })

/** Edits that give everybody who holds the role another one; null: there is no such project role. Whoever is to get something else already is left out. */
function reassign(scope: RoleScope, role: Role, instead: RoleName, facts: CustomerFacts, staged: readonly Intent[]): readonly IntentDraft[] | null {
  const { accountId, customerId } = facts
  const elsewhere = new Set(staged.flatMap((one) => wishedElsewhere(one, role)))
  if (scope === 'environment') {
    return facts.members.flatMap(({ id, roles }) => roles
      .filter((one) => one.roleName === role.name && one.roleType === 'environment' && !elsewhere.has(cell(id, one.environment)) && !elsewhere.has(String(id)))
      .map(({ environment }): IntentDraft => ({ kind: 'member.role', accountId, customerId, target: { memberId: id, environment }, base: role.name, wish: instead, seen: seenRoles(roles, environment) })))
  }
  const other = facts.projectRoles?.find(({ name }) => name === instead)
  if (other === undefined) return null
  return (facts.grants ?? []).filter(({ projectRole, project, assignee }) => projectRole.id === role.id && !elsewhere.has(grantKey(project.id, assignee)))
    .map(({ project, projectRole, assignee }): IntentDraft => ({
      kind: 'project.grant', accountId, customerId, target: { projectId: project.id, environment: project.environment.type, assignee: assignee.kind === 'user' ? { kind: 'user', id: assignee.id } : { kind: 'group', id: assignee.id } },
      base: { id: projectRole.id, name: projectRole.name }, wish: { id: other.id, name: other.name },
    }))
}

const cell = (id: number, environment: EnvironmentType): string => `${String(id)}|${environment}`

/** Keys of cells, grants and people that what is staged takes away from the role. */
function wishedElsewhere(one: Intent, role: Role): readonly string[] {
  if (one.kind === 'member.role') return one.wish === role.name ? [] : [cell(one.target.memberId, one.target.environment)]
  if (one.kind === 'member.remove') return [String(one.target.memberId)]
  return one.kind === 'project.grant' && one.wish?.id !== role.id ? [grantKey(one.target.projectId, one.target.assignee)] : []
}
