import { useI18n } from 'vue-i18n'
import type { GrantCell, GrantLock, GrantRow } from '@contract/methods/grants'
import { visibleText } from '@contract/plain-text'
import { formatNumber } from './format'

/** What is said of cells of the sheet of grants. For use in a component's setup. */
export function useGrantWords() {
  const { t } = useI18n()
  const role = (name: string | null | undefined): string => (name == null ? t('change.noGrant') : visibleText(name))
  const lock = (why: GrantLock): string => t(`grants.lock.${why}`)
  /** Every way to a role on the project that is there when what is staged is applied, or that `own` would leave, in words. */
  function ways(cell: GrantCell | undefined, own: string | null | undefined = cell?.after?.name): string {
    const direct = own == null ? [] : [t('grants.direct', { role: visibleText(own) })]
    return [...direct, ...(cell?.through ?? []).flatMap(({ role: name, group, after }) => (after ? [t('grants.byGroup', { role: visibleText(name), group: visibleText(group) })] : []))].join(', ') || t('change.noGrant')
  }
  /** The state of a cell without its place. */
  function state(row: GrantRow, cell: GrantCell | undefined): string {
    const words = cell === undefined || cell.now?.id === cell.after?.id ? ways(cell) : t('grants.say.pending', { ways: ways(cell), base: role(cell.now?.name) })
    return row.lock === null ? words : t('grants.say.locked', { ways: words, why: lock(row.lock) })
  }
  /** What stands beside the name of a row. */
  const about = ({ assignee, people }: GrantRow): string => (assignee.kind === 'user' ? (assignee.email ?? '') : people === null ? '' : t('grants.people', { n: formatNumber(people) }, people))
  return { role, lock, ways, state, about }
}
