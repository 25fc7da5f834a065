import { useI18n } from 'vue-i18n'
import type { EnvironmentType, RoleName } from '@contract/access'
import type { Template, TemplateCellTold, TemplatePerson } from '@contract/methods/templates'
import { visibleText } from '@contract/plain-text'

/** Whose a row of the matrix is, by its key. */
export function personOfRow(key: string): TemplatePerson {
  const [accountId = '', customerId = '', memberId = ''] = key.split('/')
  return { accountId, customerId: Number(customerId), memberId: Number(memberId) } as TemplatePerson
}
/** A person of a template as a text that tells one from another. */
export const personKey = ({ accountId, customerId, memberId }: TemplatePerson): string => `${accountId}/${String(customerId)}/${String(memberId)}`

/** What becomes of a cell. */
export type TemplateCellState = 'follows' | 'pinned' | 'refused' | 'kept' | 'drifts'

/** Words for templates. For use in a component's setup. */
export function useTemplateWords() {
  const { t } = useI18n()
  const roleWord = (name: RoleName | null): string => (name === null ? t('customer.member.noAccess') : visibleText(name))
  /** What a template says of an environment; undefined: nothing. */
  const ruleWord = (roles: Template['roles'], environment: EnvironmentType): string => { const rule = roles[environment]; return rule === undefined ? t('templates.asIs') : roleWord(rule) }
  const stateOf = ({ is, shown, should, pinned, refused }: TemplateCellTold): TemplateCellState => (is === should ? 'follows' : pinned ? 'pinned' : refused !== null ? 'refused' : shown === should ? 'kept' : 'drifts')
  /** Why the cell is not, and does not become, what the template says; null: it does. */
  function whyNot(cell: TemplateCellTold): string | null {
    const state = stateOf(cell)
    if (state === 'pinned') return t('templates.cell.pinned')
    if (state !== 'refused' || cell.refused === null) return null
    return cell.refused === 'unknown-role' ? t('sheet.reason.unknown-role', { role: roleWord(cell.should) }) : t(`sheet.reason.${cell.refused}`)
  }
  return { roleWord, ruleWord, stateOf, whyNot }
}
