import type { EnvironmentType } from '@contract/access'
import type { MatrixRow } from '@contract/matrix'
import type { EditedCell } from '../../composables/role-editing'

/** A cell of the matrix for the editor of roles; `others` cells become the same with it. */
export function editedCell(row: MatrixRow, environment: EnvironmentType, others = 0): EditedCell {
  const { base, edit, lock, state } = row.cells[environment]
  return { person: row, name: row.name, customer: row.customer, environment, base, current: edit === null ? base : edit.wish, lock: state === 'unknown' && lock === null ? 'not-read' : lock, others }
}
