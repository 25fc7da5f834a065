import type { EnvironmentType } from '@contract/access'
import type { MatrixSort, MatrixView } from '@contract/matrix'

/** Every column there is, in the order in which they stand at first. The number and the person stay where they are. */
export const MATRIX_COLUMNS = ['number', 'person', 'customer', 'dev', 'test', 'prod', 'groups', 'activity', 'findings'] as const
export type MatrixColumnKey = (typeof MATRIX_COLUMNS)[number]

/** How a person has a column: in px, and whether it is shown. */
export interface ColumnChoice { readonly key: MatrixColumnKey; readonly width: number; readonly shown: boolean }

/** One column as it is drawn. `left`: where a column that stays in sight sticks, in px; null: it scrolls. */
export interface MatrixColumn { readonly key: MatrixColumnKey; readonly width: number; readonly environment: EnvironmentType | null; readonly sort: MatrixSort | null; readonly left: number | null }

export type Density = 'compact' | 'normal' | 'roomy'
/** Height of a row, in px. */
export const ROW_HEIGHTS: Readonly<Record<Density, number>> = { compact: 24, normal: 28, roomy: 36 }

const WIDTHS: Readonly<Record<MatrixColumnKey, number>> = { number: 48, person: 232, customer: 176, dev: 176, test: 176, prod: 192, groups: 124, activity: 108, findings: 116 }
const SORTS: Readonly<Record<MatrixColumnKey, MatrixSort | null>> = { number: null, person: 'name', customer: 'customer', dev: 'dev', test: 'test', prod: 'prod', groups: 'groups', activity: 'lastActivity', findings: 'findings' }

/** The columns as they are before anybody chooses. */
export const firstColumns = (): ColumnChoice[] => MATRIX_COLUMNS.map((key) => ({ key, width: WIDTHS[key], shown: true }))

/** In the order in which they stand at first. */
export const ENVIRONMENTS: readonly EnvironmentType[] = ['dev', 'test', 'prod']
export const isEnvironment = (key: string): key is EnvironmentType => key === 'dev' || key === 'test' || key === 'prod'

/** The columns that are drawn: the customer has no column of its own where the rows stand below it. */
export function shownColumns(choices: readonly ColumnChoice[], grouping: MatrixView['grouping']): readonly MatrixColumn[] {
  const shown = choices.filter(({ key, shown: on }) => key === 'number' || key === 'person' || (on && !(key === 'customer' && grouping === 'customer')))
  const ordered = [...shown].sort((a, b) => rank(a.key) - rank(b.key))
  const number = ordered.find(({ key }) => key === 'number')?.width ?? 0
  return ordered.map(({ key, width }) => ({ key, width, environment: isEnvironment(key) ? key : null, sort: SORTS[key], left: key === 'number' ? 0 : key === 'person' ? number : null }))
}

const rank = (key: MatrixColumnKey): number => (key === 'number' ? 0 : key === 'person' ? 1 : 2)

/** First and last column of the one cell of a customer manager that a column belongs to; null: it belongs to none. */
export function mergedCell(columns: readonly MatrixColumn[], column: number): { readonly from: number; readonly to: number } | null {
  if (columns[column]?.environment == null) return null
  let from = column
  while (columns[from - 1]?.environment != null) from -= 1
  return { from, to: from + mergedSpan(columns, from) - 1 }
}

/** How many columns the one cell of a customer manager takes from here on; 0: it is covered by the one before. */
export function mergedSpan(columns: readonly MatrixColumn[], index: number): number {
  if (columns[index]?.environment == null) return 1
  if (columns[index - 1]?.environment != null) return 0
  let span = 1
  while (columns[index + span]?.environment != null) span += 1
  return span
}
