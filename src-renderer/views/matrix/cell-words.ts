import { useI18n } from 'vue-i18n'
import type { EnvironmentType, RoleName } from '@contract/access'
import type { MatrixRow } from '@contract/matrix'
import { visibleText } from '@contract/plain-text'
import { managerRole } from '../../composables/role-edit'

/** What is said of cells. For use in a component's setup. */
export function useCellWords() {
  const { t } = useI18n()
  const role = (name: RoleName | null): string => (name === null ? t('customer.member.noAccess') : visibleText(name))

  /** The state of a cell without its place: "Manager, changed from Member, kept on this computer". */
  function state(row: MatrixRow, environment: EnvironmentType): string {
    const { base, edit, lock, state: kind } = row.cells[environment]
    if (row.kind === 'manager') return t('matrix.say.manager', { role: managerRole(row.roles) ?? t('matrix.cell.severalRoles') })
    switch (kind) {
      case 'clean': return role(base)
      case 'pending': return t(edit?.jobId == null ? 'matrix.say.pending' : 'matrix.say.sending', { wish: role(edit?.wish ?? null), base: role(edit?.base ?? null) })
      case 'conflict': return t('matrix.say.conflict', { wish: role(edit?.wish ?? null), theirs: role(base), base: role(edit?.base ?? null) })
      case 'failed': return t('matrix.say.failed', { wish: role(edit?.wish ?? null), why: edit?.error?.title ?? '' })
      case 'unknown': return t('matrix.say.unknown')
      case 'locked': return t('matrix.say.locked', { role: lock === 'no-environment' ? t('customer.member.notAvailable') : role(base), why: lock === null ? '' : t(`staging.lock.${lock}`) })
    }
  }
  /** The cell with its place: person, customer, environment, state. */
  const cell = (row: MatrixRow, environment: EnvironmentType): string => t('matrix.say.cell', { name: row.name, customer: row.customer, environment: row.kind === 'manager' ? t('matrix.say.all') : environment.toUpperCase(), state: state(row, environment) })
  return { role, state, cell }
}
