import type { EnvironmentType, Member, RoleName } from '../../contract/access'
import type { IntentDraft } from '../../contract/intents'
import type { Template, TemplatePerson } from '../../contract/methods/templates'
import type { AccessModel } from '../../contract/reading'
import { lockOf, type LockReason } from '../../contract/role-lock'
import { seenRoles } from '../../contract/seen-roles'
import { ENVIRONMENTS } from '../facts'

/** A person as a template is held against them. */
export interface TemplateTarget extends TemplatePerson {
  /** Null: nobody of this id is in the customer. */
  readonly member: Pick<Member, 'name' | 'email' | 'kind' | 'roles'> | null
  readonly customer: string
  readonly environments: readonly EnvironmentType[]
  readonly model: AccessModel
  /** Names of the customer's environment roles; null: not read, so that any may be there. */
  readonly roleNames: ReadonlySet<RoleName> | null
  /** What is staged for the person; a missing environment has no edit. */
  readonly staged: { readonly leaving: boolean; readonly wishes: Readonly<Partial<Record<EnvironmentType, RoleName | null>>> }
}

/** One cell that the template says something about. `is` is what was read, `shown` what is wished already, else the same; null: no access. `refused` null: it can be as it says. */
export interface TemplateCell {
  readonly target: TemplateTarget
  readonly environment: EnvironmentType
  readonly is: RoleName | null
  readonly shown: RoleName | null
  readonly should: RoleName | null
  readonly pinned: boolean
  readonly refused: LockReason | 'gone' | 'unknown-role' | null
}

/** Every cell of these people that the template is about; `isPinned` tells those that stay as they are. */
export function templateCells({ roles }: Pick<Template, 'roles'>, targets: readonly TemplateTarget[], isPinned: (person: TemplatePerson, environment: EnvironmentType) => boolean): readonly TemplateCell[] {
  return targets.flatMap((target) => ENVIRONMENTS.flatMap((environment): TemplateCell[] => {
    const should = roles[environment]
    if (should === undefined) return []
    const is = target.member?.roles.find((one) => one.environment === environment)?.roleName ?? null
    const wish = target.staged.wishes[environment]
    return [{ target, environment, is, shown: wish === undefined ? is : wish, should, pinned: isPinned(target, environment), refused: refusal(target, environment, should) }]
  }))
}

/** The cells that are to change. */
export function isEdit({ shown, should, pinned, refused }: TemplateCell): boolean {
  return shown !== should && !pinned && refused === null
}

/** Whether the cell is not as the template says, though nothing excuses it and it could be. */
export function drifts({ is, should, pinned, refused }: TemplateCell): boolean {
  return is !== should && !pinned && refused === null
}

/** Whether the cell is not as the template says and cannot be, as where the customer has no such environment. */
export function cannotFollow({ is, should, pinned, refused }: TemplateCell): boolean {
  return is !== should && !pinned && refused !== null
}

/** The edit of a cell that is to change. */
export function templateDraft({ target: { accountId, customerId, memberId, member }, environment, is, should }: TemplateCell): IntentDraft {
  return { kind: 'member.role', accountId, customerId, target: { memberId, environment }, base: is, wish: should, seen: seenRoles(member?.roles ?? [], environment) }
}

function refusal({ member, environments, model, roleNames, staged }: TemplateTarget, environment: EnvironmentType, should: RoleName | null): TemplateCell['refused'] {
  if (member === null) return 'gone'
  const lock = lockOf({ kind: member.kind, roles: member.roles, environments, model, environment, leaving: staged.leaving })
  if (lock !== null) return lock
  return should !== null && roleNames !== null && !roleNames.has(should) ? 'unknown-role' : null
}
