import { nextTick, shallowReactive, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Project } from '@contract/access'
import { AppError, appError } from '@contract/errors'
import type { GrantedRole, IntentDraft, IntentOf } from '@contract/intents'
import type { GrantCell, GrantLock, GrantRow } from '@contract/methods/grants'
import { visibleText } from '@contract/plain-text'
import { MOST_CELLS, tooManyCells } from '@contract/sheet-limits'
import type { CellRange, Rectangle } from '../../../composables/cell-range'
import { formatNumber } from '../../../composables/format'
import { roleOptions, type EditedCell, type RoleEditing, type RoleOption } from '../../../composables/role-editing'
import { useChangesStore } from '../../../stores/changes'
import { useCustomerStore } from '../../../stores/customer'
import type { GrantRows } from '../../../stores/grant-rows'

/** An act on the cells of a rectangle, and what its step is called; `wishOf` undefined leaves a cell as it is. */
type Act = readonly [area: Rectangle, nameOf: (n: number, all: readonly GrantRow[]) => string, wishOf: (row: GrantRow, of: Project, all: readonly GrantRow[]) => GrantedRole | null | undefined]
/** What the last act left as it is: cells by reason. */
export type LeftCells = ReadonlyMap<GrantLock, number>

export const grantAt = (row: GrantRow, project: Project): GrantCell | undefined => row.cells.find(({ projectId }) => projectId === project.id)

/** Everything that is done to cells of the sheet of grants: kept as one step, on the customer whose sheet it is. For use in a component's setup. */
export function useGrantEditing({ rows, range, projects, cell }: { readonly rows: GrantRows; readonly range: CellRange; readonly projects: () => readonly Project[]; readonly cell: () => HTMLElement | null }) {
  const { t } = useI18n()
  const changes = useChangesStore()
  const customer = useCustomerStore()
  const left = shallowRef<LeftCells>(new Map())
  const customerName = (): string => customer.head.value?.customer.name ?? ''
  const project = (column: number): Project | undefined => projects()[column - 1]
  const roles = (): readonly GrantedRole[] => (customer.roles.value?.project ?? []).map(({ id, name }) => ({ id, name }))

  function draft(row: GrantRow, of: Project, wish: GrantedRole | null): IntentDraft | null {
    const here = customer.target
    const [now, after] = [grantAt(row, of)?.now ?? null, grantAt(row, of)?.after ?? null]
    if (here === null || after?.id === wish?.id) return null
    const assignee = { kind: row.assignee.kind, id: row.assignee.id } as IntentOf<'project.grant'>['target']['assignee']
    return { kind: 'project.grant', ...here, target: { projectId: of.id, environment: of.environment.type, assignee }, base: now, wish }
  }
  /** Where an act begins: customer, projects and the rows that are chosen. */
  function place() {
    return { here: customer.target, columns: projects(), chosen: range.pin() }
  }
  async function perform({ here, columns, chosen }: ReturnType<typeof place>, [area, nameOf, wishOf]: Act): Promise<void> {
    const cells = (area.lastLine - area.firstLine + 1) * (area.lastColumn - area.firstColumn + 1)
    if (cells > MOST_CELLS) throw tooManyCells(cells)
    const taken = await rows.take(area.firstLine, area.lastLine)
    const moved = customer.target !== here || columns.length !== projects().length || columns.some(({ id }, i) => projects()[i]?.id !== id)
    if (moved || !chosen((line) => taken[line - area.firstLine]?.key ?? null)) throw appError('BAD_INPUT', 'The rows moved while they were chosen.', 'Nothing was changed. Look at the selection and do it again.')
    const counted = new Map<GrantLock, number>()
    const edits: IntentDraft[] = []
    for (const row of taken) for (let column = area.firstColumn; column <= area.lastColumn; column += 1) {
      const of = project(column)
      const wish = of === undefined ? undefined : wishOf(row, of, taken)
      const edit = of === undefined || wish === undefined ? null : draft(row, of, wish)
      if (edit === null) continue
      if (row.lock === null) edits.push(edit)
      else counted.set(row.lock, (counted.get(row.lock) ?? 0) + 1)
    }
    left.value = counted
    if (edits.length === 0) changes.last = { did: 'kept', name: null }
    else if (await changes.stage(nameOf(edits.length, taken), edits)) await rows.reload()
  }
  /** One act after the other, each about what was chosen when it was asked for; an undo that is asked for meanwhile waits. */
  function act(...asked: Act): Promise<void> {
    const where = place()
    return changes.lead(async () => {
      try {
        await perform(where, asked)
      } catch (problem) {
        if (!(problem instanceof AppError)) throw problem
        changes.failure = problem.json
      }
    })
  }
  const many = (role: string) => (n: number): string => t('grants.batch.set', { n: formatNumber(n), role, customer: customerName() }, n)
  async function set(wish: GrantedRole | null): Promise<void> {
    const [area, of] = [range.range.value, project(range.active.value.column)]
    if (area === null || of === undefined) return
    const role = wish === null ? t('change.noGrant') : visibleText(wish.name)
    const one = (_: number, [row]: readonly GrantRow[]): string => t('edits.batch.grant', { name: visibleText(row?.assignee.name ?? ''), project: visibleText(of.name), role, customer: customerName() })
    await act(area, range.count.value > 1 ? many(role) : one, () => wish)
  }
  const filled = (n: number): string => t('grants.batch.fill', { n: formatNumber(n), customer: customerName() }, n)
  const after = (row: GrantRow | undefined, of: Project | undefined): GrantedRole | null | undefined => (row === undefined || of === undefined ? undefined : (grantAt(row, of)?.after ?? null))
  /** The first line or column of the rectangle into the others. */
  const fillArea = (area: Rectangle, direction: 'down' | 'right'): Promise<void> =>
    act(area, filled, (row, of, all) => (direction === 'down' ? after(all[0], of) : after(row, project(area.firstColumn))))
  /** Of a single line or column it is the one before that goes into it. */
  async function fill(direction: 'down' | 'right'): Promise<void> {
    const area = range.range.value
    if (area === null) return
    if (direction === 'down') await fillArea(area.firstLine === area.lastLine ? { ...area, firstLine: Math.max(0, area.firstLine - 1) } : area, direction)
    else await fillArea(area.firstColumn === area.lastColumn ? { ...area, firstColumn: Math.max(1, area.firstColumn - 1) } : area, direction)
  }
  async function fillTo(line: number, column: number): Promise<void> {
    const area = range.range.value
    if (area === null) return
    await fillArea({ ...area, lastLine: Math.max(area.lastLine, line), lastColumn: Math.max(area.lastColumn, column) }, line > area.lastLine ? 'down' : 'right')
  }

  const editing: RoleEditing = shallowReactive({
    cell: null as EditedCell | null, anchor: null as HTMLElement | null, options: null as readonly RoleOption[] | null, failure: null, typed: '',
    // The roles of the customer are on the page already.
    open(next: EditedCell, at: HTMLElement, typed = ''): Promise<void> {
      Object.assign(editing, { cell: next, anchor: at, options: next.lock === null ? (roles().length === 0 ? [] : roleOptions(customer.roles.value?.project ?? [])) : null, typed })
      return Promise.resolve()
    },
    async close(back: boolean): Promise<void> {
      const at = editing.anchor
      Object.assign(editing, { cell: null, anchor: null })
      if (!back || at === null) return
      await nextTick()
      at.focus({ preventScroll: true })
    },
    async choose(name: string | null): Promise<void> {
      const edited = editing.cell
      await editing.close(true)
      const wish = name === null ? null : roles().find((one) => one.name === name)
      if (edited !== null && wish !== undefined && (name !== edited.current || (edited.others ?? 0) > 0)) await set(wish)
    },
  })
  function edit(typed = ''): void {
    const [row, of, at, here] = [rows.row(range.active.value.line), project(range.active.value.column), cell(), customer.target]
    if (row === undefined || of === undefined || at === null || here === null) return
    const [now, then, others] = [grantAt(row, of)?.now ?? null, grantAt(row, of)?.after ?? null, Math.max(0, range.count.value - 1)]
    void editing.open({
      person: { ...here, memberId: row.assignee.id as never, roles: [] }, name: t('grants.at', { name: visibleText(row.assignee.name), project: visibleText(of.name) }), customer: customerName(), environment: of.environment.type,
      base: now?.name ?? null, current: then?.name ?? null, others,
      // Of several cells those that can be changed are.
      lock: others > 0 ? null : row.lock,
    }, at, typed)
  }
  /** What a key does besides moving. */
  function onKey(event: KeyboardEvent): void {
    const whole = event.ctrlKey || event.metaKey
    const key = whole ? `Ctrl+${event.key.toLowerCase()}` : event.key
    const done: Readonly<Record<string, () => void>> = {
      Enter: () => edit(), F2: () => edit(), Escape: range.shrink, Delete: () => void set(null), Backspace: () => void set(null), 'Ctrl+d': () => void fill('down'), 'Ctrl+r': () => void fill('right'),
    }
    const work = done[key] ?? (whole || event.key.length !== 1 || event.key === ' ' ? undefined : () => edit(event.key))
    if (work === undefined) return
    event.preventDefault()
    // On the name of a row nothing is chosen; Escape may close something around.
    if (key === 'Escape' || range.active.value.column > 0) work()
  }
  return { editing, edit, onKey, fillTo, left }
}
