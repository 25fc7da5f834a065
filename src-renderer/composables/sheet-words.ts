import { useI18n } from 'vue-i18n'
import type { RoleName } from '@contract/access'
import { visibleText } from '@contract/plain-text'
import type { SheetPreview } from '@contract/sheet'
import { formatNumber } from './format'

type Refused = SheetPreview['refused'][number]

/** Words for acts on the matrix. For use in a component's setup. */
export function useSheetWords() {
  const { t } = useI18n()
  /** A role as the screen shows it. */
  const roleWord = (name: RoleName | null): string => (name === null ? t('sheet.noAccess') : visibleText(name))
  const reasonWord = ({ reason, roleName }: Pick<Refused, 'reason' | 'roleName'>): string => t(`sheet.reason.${reason}`, { role: roleName === null ? '' : visibleText(roleName) })
  /** A count with its noun: `cells`, `rows`, `lines` or `changes`. */
  const counted = (noun: 'cells' | 'rows' | 'lines' | 'changes', n: number): string => t(`sheet.${noun}`, { n: formatNumber(n) }, n)
  return { roleWord, reasonWord, counted }
}
