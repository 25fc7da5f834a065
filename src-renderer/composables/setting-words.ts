import { useI18n } from 'vue-i18n'
import type { AuthSettings } from '@contract/access'
import { visibleText } from '@contract/plain-text'
import { formatNumber, humanise } from './format'
import type { SettingField, SettingValue } from './setting-fields'

/** Words for the values of settings. For use in a component's setup. */
export function useSettingWords() {
  const { t } = useI18n()
  /** What an empty value of a setting means. */
  const EMPTY: Readonly<Record<string, string>> = {
    adminEmails: 'asNotification', errorEmails: 'asNotification', originUrl: 'inheritsOrigin', frameAncestors: 'none', fullEmbedding: 'inherits', externalId: 'none', externalIdTest: 'none', externalIdProd: 'none',
  }
  const emptyWord = ({ key }: SettingField): string => t(`customer.settings.${EMPTY[key] ?? 'notTold'}`)

  /** As it is shown: a text, or lines; null where nothing is set or told. */
  function settingWord({ control, what }: SettingField, value: SettingValue): string | readonly string[] | null {
    if (value === null || value === '') return null
    if (typeof value === 'boolean') return t(value ? 'customer.settings.on' : 'customer.settings.off')
    if (typeof value === 'number') return what.field === 'taskLimitAdjustment' && value > 0 ? `+${formatNumber(value)}` : formatNumber(value)
    if (typeof value === 'string') return control === 'list' ? value.split(',').map((one) => visibleText(one.trim())).filter((one) => one !== '') : control === 'plan' ? humanise(value) : visibleText(value)
    if (Array.isArray(value)) return value.length === 0 ? t('custEdit.apps.all') : value.map((one) => humanise(String(one)))
    const { type, provider } = value as AuthSettings
    const name = ['workato_auth', 'two_fa_auth', 'saml_sso'].includes(type) ? t(`customer.settings.auth.${type}`) : visibleText(type)
    return type === 'saml_sso' && provider !== null ? `${name}, ${visibleText(provider)}` : name
  }
  /** In one line, for the name of a step of undo. */
  function settingLine(field: SettingField, value: SettingValue): string {
    const word = settingWord(field, value)
    return word === null ? emptyWord(field) : typeof word === 'string' ? word : word.join(', ')
  }
  return { settingWord, settingLine, emptyWord }
}
