import { ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { RoleName } from '@contract/access'
import { AppError, appError, type AppErrorJson } from '@contract/errors'
import type { SheetEdit, SheetPreview } from '@contract/sheet'
import { call } from '../bridge/client'
import { ENVIRONMENTS } from '../composables/matrix-columns'
import { useChangesStore } from './changes'
import { useMatrixStore } from './matrix'
import { useMatrixSelectionStore, type CellRange, type Chosen } from './matrix-selection'

/** An act whose cells go beyond the selection: it is shown first, and done or left when somebody has said so. */
export interface Ghost {
  /** Cells that it would go to, those of them beyond the selection, and those of the text for which the sheet has no cell. */
  readonly cells: number; readonly beyond: number; readonly off: number
  readonly edit: SheetEdit; readonly nameOf: NameOf; readonly preview: SheetPreview; readonly firstLine: number; readonly lastLine: number; readonly firstColumn: number; readonly lastColumn: number
}
/** What the last act did, or why it did nothing. */
export interface ActResult { readonly edit: SheetEdit; readonly done: SheetPreview }
/** The name of an act from what it would do. */
export type NameOf = (preview: SheetPreview) => string

/** Everything that is done to many cells of the matrix at once: looked at first, staged as one step, told once. */
export const useMatrixActsStore = defineStore('matrix-acts', () => {
  const matrix = useMatrixStore()
  const selection = useMatrixSelectionStore()
  const changes = useChangesStore()
  const ghost = shallowRef<Ghost | null>(null)
  /** Cells that were left as they are, to be told; null: there were none. */
  const left = shallowRef<ActResult | null>(null)
  /** What is copied, as it was told; for those who do not see it. */
  const copied = shallowRef<{ readonly cells: number } | null>(null)

  /** An act is being looked at or staged. */
  const busy = ref(false)

  const fail = (problem: unknown): void => {
    if (!(problem instanceof AppError)) throw problem
    changes.failure = problem.json
  }
  const refuse = (error: AppErrorJson): void => void (changes.failure = error)

  const preview = (edit: SheetEdit): Promise<SheetPreview> => call('matrix.preview', { edit })

  /** Stages an act that was looked at; what it leaves as it is stands in `left`. False: it could not be kept. */
  async function act(edit: SheetEdit, nameOf: NameOf, found: SheetPreview): Promise<boolean> {
    if (found.edits === 0) {
      changes.last = { did: 'kept', name: null }
      left.value = found.refusedCount > 0 ? { edit, done: found } : null
      return true
    }
    // What is kept is on screen before anything else is done to it.
    const done = await matrix.after(() => changes.stageSheet(nameOf(found), edit))
    if (done === null) return false
    left.value = done.refusedCount > 0 ? { edit, done } : null
    return true
  }
  const previewed = async (edit: SheetEdit, nameOf: NameOf): Promise<boolean> => act(edit, nameOf, await preview(edit))
  /** One act after the other; what is too much or went wrong is told. */
  const lead = (work: () => Promise<unknown>): Promise<void> => changes.lead(async () => {
    busy.value = true
    try {
      await work()
    } catch (problem) {
      fail(problem)
    } finally {
      busy.value = false
    }
  })
  /** Looks at an act on rows that are known, and stages it. */
  const keep = (edit: SheetEdit, nameOf: NameOf): Promise<void> => lead(() => previewed(edit, nameOf))
  /** Does something with what is selected now, also if it has to wait for the act before. */
  function withSelection(work: (chosen: Chosen) => Promise<unknown>, beyond = 0): Promise<void> {
    const chosen = selection.keys(beyond)
    // Told when its turn comes.
    chosen.catch(() => undefined)
    return lead(async () => {
      ghost.value = null
      left.value = null
      copied.value = null
      await work(await chosen)
    })
  }

  /** One role for all chosen cells; null: no access. */
  const set = (wish: RoleName | null, nameOf: NameOf): Promise<void> => withSelection(({ rows, environments }) => previewed({ kind: 'set', rows, environments, wish }, nameOf))
  /** The first row or column of the range into the others; of a single one, from the one before. */
  async function fill(direction: 'down' | 'right', nameOf: NameOf): Promise<void> {
    await withSelection(async ({ rows, environments, range: { from } }) => {
      if (direction === 'down' && rows.length === 1) rows.unshift(...(from === 0 ? [] : await matrix.keys(from - 1, 1)))
      const first = matrix.columns.findIndex(({ environment }) => environment === environments[0])
      const before = matrix.columns[first - 1]?.environment
      if (direction === 'right' && environments.length === 1 && before != null) environments.unshift(before)
      if (direction === 'down' ? rows.length < 2 : environments.length < 2) return refuse(appError('BAD_INPUT', 'There is no cell to fill from.', 'The first row or column of the selection goes into the others; of a single cell, the one before it.').json)
      await previewed({ kind: 'fill', rows, environments, direction }, nameOf)
    })
  }
  /** Cells of the range as text into the clipboard, as spreadsheets exchange them. */
  const copy = (noAccess: string): Promise<void> => withSelection(async ({ rows, environments }) => {
    const { text } = await call('matrix.cells', { rows, environments, noAccess })
    await navigator.clipboard.writeText(text)
    copied.value = { cells: rows.length * environments.length }
  })
  /** A copied text from the first chosen cell on. Beyond the selection it is shown first. */
  async function paste(text: string, noAccess: string, nameOf: NameOf): Promise<void> {
    const deep = text.split('\n').length
    await withSelection(async ({ rows, chosen, environments, range }) => {
      if (text === '') return
      const across = matrix.columns.slice(range.firstColumn).flatMap(({ environment }) => environment ?? [])
      await suggest({ kind: 'paste', rows, environments: across, selectedRows: chosen, selectedEnvironments: environments.length, text, noAccess }, range, nameOf)
    }, deep)
  }
  /** The range, grown to a line or a column by its handle: what is new in it is filled from what was chosen. */
  async function fillTo(lastLine: number, lastColumn: number, nameOf: NameOf): Promise<void> {
    await withSelection(async ({ rows, chosen, environments, range }) => {
      const wider = matrix.columns.slice(range.firstColumn, lastColumn + 1).flatMap(({ environment }) => environment ?? [])
      if (wider.length > environments.length) return suggest({ kind: 'fill', rows: rows.slice(0, chosen), environments: wider, direction: 'right' }, range, nameOf, environments.length * chosen)
      const last = await matrix.fetchLine(lastLine)
      if (last?.kind !== 'row' || last.at < range.from + chosen) return
      const grown = [...(await matrix.keys(range.from, last.at - range.from + 1))]
      await suggest({ kind: 'fill', rows: grown, environments, direction: 'down' }, range, nameOf, environments.length * chosen)
    })
  }
  /** Does an act, or shows where it would go first. `inside`: cells of a fill that were chosen; a paste tells itself. */
  async function suggest(edit: Extract<SheetEdit, { kind: 'paste' | 'fill' }>, range: CellRange, nameOf: NameOf, inside?: number): Promise<void> {
    const found = await preview(edit)
    const beyond = inside === undefined ? found.beyond : edit.rows.length * edit.environments.length - inside
    if (beyond === 0) return void (await act(edit, nameOf, found))
    const last = edit.rows[found.range.rows - 1] ?? edit.rows.at(-1)
    const end = last === undefined ? null : await matrix.place(last)
    const width = found.range.environments.length
    let lastColumn = range.firstColumn
    for (let seen = 0; lastColumn < matrix.columns.length; lastColumn += 1) if (matrix.columns[lastColumn]?.environment != null && ++seen === width) break
    const cells = Math.min(found.range.rows, edit.rows.length) * width
    const within = inside ?? Math.min(found.range.rows, range.rows) * Math.min(width, range.environments.length)
    ghost.value = { cells, beyond: cells - within, off: Math.max(0, beyond - (cells - within)), edit, nameOf, preview: found, firstLine: range.firstLine, lastLine: end?.line ?? range.lastLine, firstColumn: range.firstColumn, lastColumn }
  }
  async function accept(): Promise<void> {
    const shown = ghost.value
    ghost.value = null
    if (shown !== null) await keep(shown.edit, shown.nameOf)
  }
  const dismiss = (): void => void (ghost.value = null)
  /** Another role for the cells that could not have theirs, as their customer has none of that name. */
  const instead = ({ edit, done }: ActResult, customer: { readonly accountId: string; readonly customerId: number; readonly roleName: RoleName }, wish: RoleName | null, nameOf: NameOf): Promise<void> => lead(async () => {
    const prefix = `${customer.accountId}/${String(customer.customerId)}/`
    const cells = done.refused.filter(({ row, reason, roleName }) => reason === 'unknown-role' && roleName === customer.roleName && row?.startsWith(prefix) === true)
    for (const environment of ENVIRONMENTS) {
      const rows = cells.flatMap((cell) => (cell.environment === environment && cell.row !== null ? [cell.row] : []))
      if (rows.length > 0 && !(await previewed({ kind: 'set', rows, environments: [environment], wish }, nameOf))) return
    }
    const rest = { ...done, missing: done.missing.filter((one) => one.customerId !== customer.customerId || one.accountId !== customer.accountId || one.roleName !== customer.roleName), refused: done.refused.filter((one) => !cells.includes(one)), refusedCount: done.refusedCount - cells.length }
    left.value = rest.refusedCount > 0 ? { edit, done: rest } : null
  })
  // A ghost belongs to the selection that it was made for.
  watch([() => selection.active, () => selection.anchor, () => selection.whole], dismiss)

  return { ghost, left, copied, busy, keep, set, fill, copy, paste, fillTo, accept, dismiss, instead }
})
