import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { EnvironmentType } from '@contract/access'
import { appError } from '@contract/errors'
import type { MatrixRow } from '@contract/matrix'
import { MOST_CELLS, tooManyCells } from '@contract/sheet-limits'
import { isEnvironment, type MatrixColumnKey } from '../composables/matrix-columns'
import { useMatrixStore } from './matrix'

/** Line of the heads of the columns, above line 0. */
export const HEAD = -1

/** A cell by its place: `line` and the column by its number; `at` is its row's place among the rows, `key` the row, both null on a head or while the line is not read. */
export interface CellPlace { readonly line: number; readonly column: number; readonly at: number | null; readonly key: string | null }

/** Chosen rows and columns: lines first to last, as drawn, rows by their place among the rows, and the environments among the columns. */
export interface CellRange { readonly firstLine: number; readonly lastLine: number; readonly from: number; readonly rows: number; readonly firstColumn: number; readonly lastColumn: number; readonly environments: readonly EnvironmentType[] }

/** What an act is about: keys of rows from the first chosen one on, how many of them are chosen, the environments, and the range that they are of. */
export interface Chosen { readonly rows: string[]; readonly chosen: number; readonly environments: EnvironmentType[]; readonly range: CellRange }

const START: CellPlace = { line: 0, column: 1, at: null, key: null }

/** The active cell of the matrix and the range around it: one rectangle, by places; the keys of its rows are asked for when something is done. */
export const useMatrixSelectionStore = defineStore('matrix-selection', () => {
  const matrix = useMatrixStore()
  const active = shallowRef(START)
  /** The other corner of the range; where there is no range it is the active cell. */
  const anchor = shallowRef(START)
  /** Whole columns or all: no row of them has to be known. */
  const whole = shallowRef(false)

  const column = computed<MatrixColumnKey | null>(() => matrix.columns[active.value.column]?.key ?? null)
  const environment = computed<EnvironmentType | null>(() => (column.value !== null && isEnvironment(column.value) ? column.value : null))
  /** The row of the active cell; null on a head, or while it is not read. */
  const row = computed<MatrixRow | null>(() => {
    const line = matrix.lineAt(active.value.line)
    return line?.kind === 'row' ? line.row : null
  })
  /** Null: there is no cell of a role in it. */
  const range = computed<CellRange | null>(() => {
    const [a, b] = [anchor.value, active.value]
    const [firstColumn, lastColumn] = [Math.min(a.column, b.column), Math.max(a.column, b.column)]
    const environments = matrix.columns.slice(firstColumn, lastColumn + 1).flatMap(({ environment: one }) => one ?? [])
    if (environments.length === 0) return null
    if (whole.value) return matrix.matched === 0 ? null : { firstLine: 0, lastLine: matrix.lines - 1, from: 0, rows: matrix.matched, firstColumn, lastColumn, environments }
    if (a.at === null || b.at === null) return null
    return { firstLine: Math.min(a.line, b.line), lastLine: Math.max(a.line, b.line), from: Math.min(a.at, b.at), rows: Math.abs(a.at - b.at) + 1, firstColumn, lastColumn, environments }
  })
  /** Cells of roles in the range. */
  const count = computed(() => (range.value === null ? 0 : range.value.rows * range.value.environments.length))

  function known(line: number, at: number): CellPlace {
    const found = matrix.lineAt(line)
    return { line, column: at, at: found?.kind === 'row' ? found.at : null, key: found?.kind === 'row' ? found.row.key : null }
  }
  /** Puts the active cell somewhere; `extend` keeps the other corner of the range. */
  async function go(line: number, to: number, extend: boolean): Promise<void> {
    const wanted = known(line, to)
    active.value = wanted
    if (!extend) {
      anchor.value = wanted
      whole.value = false
    } else if (whole.value) whole.value = false
    if (line === HEAD || matrix.lineAt(line) !== undefined) return
    await matrix.fetchLine(line)
    // Another key went further meanwhile.
    if (active.value !== wanted) return
    active.value = known(line, to)
    if (!extend) anchor.value = active.value
  }
  const environmentColumns = (): readonly number[] => matrix.columns.flatMap(({ environment: one }, index) => (one === null ? [] : [index]))
  /** The row, or the rows of the range, in every environment. */
  function wholeRows(): void {
    const columns = environmentColumns()
    active.value = { ...active.value, column: columns[0] ?? 0 }
    anchor.value = { ...anchor.value, column: columns.at(-1) ?? 0 }
  }
  /** Every row, in the columns of the range; `all`: in every environment. */
  function wholeColumns(all: boolean): void {
    if (all) wholeRows()
    whole.value = true
  }
  /** Only the active cell. */
  function shrink(): void {
    anchor.value = active.value
    whole.value = false
  }

  /** Keys of the chosen rows, in order; `beyond` rows after them as well, as far as there are any. Throws where it is more than an act may take, or the rows are no longer those that were chosen. */
  async function keys(beyond = 0): Promise<Chosen> {
    // All of it as it is now: while the keys are read, another key may have gone on.
    const [chosen, all, one, other] = [range.value, whole.value, active.value, anchor.value]
    if (chosen === null) throw appError('BAD_INPUT', 'No cell of a role is chosen.', 'Choose cells in DEV, TEST or PROD.')
    const cells = chosen.rows * chosen.environments.length
    if (cells > MOST_CELLS) throw tooManyCells(cells)
    const most = Math.floor(MOST_CELLS / chosen.environments.length)
    const rows = [...(await matrix.keys(chosen.from, Math.min(most, chosen.rows + beyond)))]
    const [first, last] = (other.at ?? 0) > (one.at ?? 0) ? [one, other] : [other, one]
    if (!all && (rows[0] !== first.key || rows[chosen.rows - 1] !== last.key)) {
      void follow()
      throw appError('BAD_INPUT', 'The rows moved while they were chosen.', 'Nothing was changed. Look at the selection and do it again.')
    }
    return { rows, chosen: Math.min(chosen.rows, rows.length), environments: [...chosen.environments], range: chosen }
  }

  /** After the rows were read anew: the corners stay at their rows, wherever these are now. */
  async function follow(): Promise<void> {
    const [one, other] = [active.value, anchor.value]
    const settled = (place: CellPlace): boolean => {
      const line = matrix.lineAt(place.line)
      return line?.kind === 'row' ? line.row.key === place.key && line.at === place.at : place.key === null
    }
    if (settled(one) && settled(other)) return
    const moved = await Promise.all([one, other].map(async (place): Promise<CellPlace> => {
      if (place.key === null) return known(place.line, place.column)
      const { row: at, line } = await matrix.place(place.key)
      return at === null || line === null ? { line: Math.max(0, Math.min(place.line, matrix.lines - 1)), column: place.column, at: null, key: null } : { ...place, line, at }
    }))
    if (active.value !== one || anchor.value !== other) return
    const [first = START, second = START] = moved
    active.value = first
    // A range that lost one of its corners is none any more.
    anchor.value = one === other || first.key === null || second.key === null ? first : second
  }
  watch(() => matrix.version, () => void follow())
  // Another question: the range would be about other cells. Who is on a head, as to sort by it, stays there.
  watch(() => matrix.view, () => {
    active.value = anchor.value = { ...known(active.value.line === HEAD ? HEAD : 0, active.value.column), key: null }
    whole.value = false
  })
  // Other columns: the active cell stays in its own, as far as that is there.
  watch(() => matrix.columns.map(({ key }) => key).join(), (now, before) => {
    const [keysNow, keyBefore] = [now.split(','), before.split(',')[active.value.column]]
    const found = keysNow.findIndex((key) => key === keyBefore)
    active.value = anchor.value = { ...active.value, column: found < 0 ? Math.min(active.value.column, keysNow.length - 1) : found }
    whole.value = false
  })

  return { active, anchor, whole, column, environment, row, range, count, go, wholeRows, wholeColumns, shrink, keys, follow }
})
