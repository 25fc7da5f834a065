import { useI18n } from 'vue-i18n'
import type { EnvironmentType } from '@contract/access'
import type { Intent, NewPerson } from '@contract/intents'
import type { BlockReason } from '@contract/plan'
import { visibleText } from '@contract/plain-text'
import { formatTime } from './format'

type AdminIntent = Extract<Intent, { kind: `role.${string}` | `customer.${string}` | 'group.create' | 'group.update' | 'group.delete' | 'manager.set' }>

/** The environment that a change is in; null: in none of them, or in several. */
export function environmentOf(intent: Intent): EnvironmentType | null {
  return intent.kind === 'member.role' || intent.kind === 'project.grant' ? intent.target.environment : null
}

/** Whether a change touches PROD. */
export function touchesProd(intent: Intent): boolean {
  if (intent.kind === 'customer.provision' || intent.kind === 'customer.delete' || intent.kind === 'manager.set' || intent.kind === 'migrate.system' || intent.kind === 'migrate.role') return true
  return environmentOf(intent) === 'prod' || ((intent.kind === 'member.invite' || intent.kind === 'member.add') && intent.wish.roles.prod !== undefined)
}

/** Whom a change is about, as far as its own facts tell. */
function addressOf(intent: Intent): string {
  switch (intent.kind) {
    case 'member.invite': return intent.target.email
    case 'member.add': return intent.target.by === 'email' ? intent.target.email : intent.target.oauthId
    case 'project.grant': return intent.target.assignee.kind === 'user' ? `ID ${String(intent.target.assignee.id)}` : visibleText(intent.target.assignee.id)
    case 'role.create': case 'group.create': case 'customer.create': case 'customer.provision': case 'customer.delete': case 'manager.set': case 'migrate.system': case 'migrate.role': return visibleText(intent.target.name)
    case 'role.update': case 'role.delete': case 'group.update': case 'group.delete': return visibleText(intent.base.name)
    case 'customer.setting': case 'customer.unread': return intent.target.field
    default: return `ID ${String(intent.target.memberId)}`
  }
}

/** Whom or what a change is about: by name, or as far as it is known. */
export function nameIn(intent: Intent, person: { readonly name: string; readonly email: string } | null): string {
  return person?.name || person?.email || addressOf(intent)
}

/** Words for changes. For use in a component's setup. */
export function useIntentWords() {
  const { t } = useI18n()

  /** A value of a change: what is there, was there or is wished. `undefined`: it was not read. */
  function valueWord(intent: Intent, value: unknown): string {
    if (value === undefined) return t('change.notRead')
    switch (intent.kind) {
      case 'member.role': return value === null ? t('customer.member.noAccess') : visibleText(String(value as string))
      case 'member.invite': case 'member.add': return value === null ? t('change.noMember') : newWord(intent.kind, value as NewPerson | true)
      case 'member.remove': return t(value === true ? 'change.member' : 'change.noMember')
      case 'group.member': return t(value === true ? 'change.inGroup' : 'change.notInGroup', { group: visibleText(intent.target.groupId) })
      case 'project.grant': return value === null ? t('change.noGrant') : visibleText((value as { name: string }).name)
      case 'migrate.system': case 'migrate.role': return t(value === 'migrated' ? 'change.migrated' : 'change.legacyRoles')
      default: return adminWord(intent, value)
    }
  }
  function adminWord(intent: AdminIntent, value: unknown): string {
    switch (intent.kind) {
      case 'role.create': case 'group.create': case 'customer.create': return t(value === null ? 'change.notThere' : 'change.there')
      case 'role.update': case 'role.delete': case 'group.update': case 'group.delete': return value === null ? t('change.notThere') : visibleText((value as { name: string }).name)
      case 'customer.delete': return t(value === true ? 'change.there' : 'change.notThere')
      case 'customer.provision': return t(value === true ? 'change.provisioned' : 'change.notProvisioned')
      case 'manager.set': return value === null ? t('change.noManager') : visibleText((value as { roleName: string }).roleName)
      case 'customer.setting': case 'customer.unread': return settingWord(value)
    }
  }
  function settingWord(value: unknown): string {
    if (value === null || value === '') return t('change.none')
    if (typeof value === 'boolean') return t(value ? 'change.on' : 'change.off')
    if (Array.isArray(value)) return value.length === 0 ? t('change.all') : value.map((one) => visibleText(String(one))).join(', ')
    return visibleText(typeof value === 'object' ? String((value as { type: unknown }).type) : String(value as string | number))
  }
  function newWord(kind: 'member.invite' | 'member.add', value: NewPerson | true): string {
    if (value === true) return t('change.member')
    const roles = Object.entries(value.roles).map(([environment, role]) => `${environment.toUpperCase()} ${visibleText(role)}`).join(', ')
    return t(kind === 'member.invite' ? 'change.invited' : 'change.added', { roles })
  }
  function reasonWord(reason: BlockReason): string {
    switch (reason.kind) {
      case 'not-read': return t('change.reason.not-read', { what: t(`change.part.${reason.what}`) })
      case 'no-environment': return t('change.reason.no-environment', { environment: reason.environment.toUpperCase() })
      case 'unknown-role': return t('change.reason.unknown-role', { role: visibleText(reason.roleName) })
      case 'last-admin': return t('change.reason.last-admin', { environments: reason.environments.map((one) => one.toUpperCase()).join(', ') })
      case 'invite-window': return t('change.reason.invite-window', { time: formatTime(reason.until) })
      case 'role-assigned': return t('change.reason.role-assigned', { n: reason.count, names: reason.holders.slice(0, 5).map(({ who, environment, project }) => `${visibleText(who.name)} (${project === null ? environment.toUpperCase() : visibleText(project)})`).join(', ') }, reason.count)
      case 'role-locked': return t(`change.reason.role-locked.${reason.roleKind === 'system' || reason.roleKind === 'inherited' ? reason.roleKind : 'other'}`)
      case 'name-taken': case 'other-name': return t(`change.reason.${reason.kind}`, { name: visibleText(reason.name) })
      case 'migration-locked': return t(`change.reason.migration-locked.${reason.lock}`)
      case 'migration-gate': return t(`change.reason.migration-gate.${reason.gate}`, { n: reason.count }, reason.count)
      default: return t(`change.reason.${reason.kind}`)
    }
  }
  return { valueWord, reasonWord }
}
