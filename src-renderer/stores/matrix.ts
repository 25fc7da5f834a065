import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { MatrixFilter, MatrixLine, MatrixScope, MatrixSort, MatrixView } from '@contract/matrix'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { firstColumns, ROW_HEIGHTS, shownColumns, type ColumnChoice, type Density } from '../composables/matrix-columns'
import { NO_FILTER } from '../composables/matrix-query'
import { RowWindows, type WindowAnswer } from '../composables/row-windows'
import { useAccountsStore } from './accounts'

type Page = Output<'matrix.page'>
/** As they are before anybody chooses. */
export const FIRST_GROUPING: MatrixView['grouping'] = 'customer'
export const FIRST_SORT: MatrixView['sort'] = { by: 'name', direction: 'asc' }

/** The matrix on screen: what is asked for, windows of its lines, and the counts for its heads. */
export const useMatrixStore = defineStore('matrix', () => {
  const accounts = useAccountsStore()
  /** Null: the account that is on screen. */
  const chosenScope = shallowRef<MatrixScope | null>(null)
  const filter = shallowRef<MatrixFilter>(NO_FILTER)
  const grouping = ref<MatrixView['grouping']>(FIRST_GROUPING)
  const sort = shallowRef(FIRST_SORT)
  const collapsed = shallowRef<readonly string[]>([])
  const choices = shallowRef<readonly ColumnChoice[]>(firstColumns())
  const density = ref<Density>('normal')
  const lines = ref(0)
  const matched = ref(0)
  const total = ref(0)
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  const completeness = shallowRef<Page['completeness'] | null>(null)
  /** Where the grid was left, in px. */
  const offset = ref(0)
  /** Grows with every answer; what is drawn depends on it. */
  const version = ref(0)
  /** Grows with every other question: it is looked at from its first line. */
  const asked = ref(0)
  let range = { first: 0, last: 60 }
  let unsubscribe: (() => void) | undefined
  let acting = 0

  const scope = computed<MatrixScope>(() => chosenScope.value ?? { kind: 'accounts', accounts: accounts.activeId === null ? [] : [accounts.activeId] })
  const view = computed<MatrixView>(() => ({ scope: scope.value, filter: filter.value, grouping: grouping.value, sort: sort.value }))
  const columns = computed(() => shownColumns(choices.value, grouping.value))
  const rowHeight = computed(() => ROW_HEIGHTS[density.value])
  const filtered = computed(() => JSON.stringify(filter.value) !== JSON.stringify(NO_FILTER))
  const counts = makeAnswer((of: MatrixView): Promise<Output<'matrix.counts'>> => call('matrix.counts', of))

  const windows = new RowWindows<MatrixLine, WindowAnswer<MatrixLine> & { readonly page: Page }>(async (from, limit) => {
    const page = await call('matrix.page', { ...view.value, collapsed: [...collapsed.value], offset: from, limit })
    return { rows: page.window, matched: page.lines, total: page.total, page }
  })
  const lineAt = (index: number): MatrixLine | undefined => (version.value < 0 ? undefined : windows.row(index))

  /** False: something newer was asked meanwhile, or it failed. */
  async function settle(asking: Promise<boolean>): Promise<boolean> {
    try {
      if (!(await asking)) return false
      failure.value = null
      lines.value = windows.matched
      total.value = windows.total
      matched.value = windows.latest?.page.matched ?? 0
      completeness.value = windows.latest?.page.completeness ?? null
      ready.value = true
      version.value += 1
      return true
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return false
    }
  }
  /** Lines first to last are on screen. */
  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }
  /** The line, read if it is not there yet; undefined beyond the end. */
  async function fetchLine(index: number): Promise<MatrixLine | undefined> {
    await settle(windows.ensure(index, index))
    return windows.row(index)
  }
  async function reload(): Promise<boolean> {
    const done = settle(windows.reload(range.first, range.last))
    countSoon()
    return done
  }
  /** Does what stages something and reads the lines again once, when it is done: what is told of it meanwhile asks for nothing more. */
  async function after<T>(work: () => Promise<T>): Promise<T> {
    acting += 1
    try {
      return await work()
    } finally {
      acting -= 1
      await reload()
    }
  }
  const countSoon = makeFollower(() => unsubscribe !== undefined && void counts.ask(view.value))

  /** Another question: what is on screen stays until its answer is there. */
  function ask(changes: () => void): void {
    changes()
    range = { first: 0, last: 60 }
    offset.value = 0
    asked.value += 1
    if (unsubscribe !== undefined) void reload()
  }
  const setFilter = (changes: Partial<MatrixFilter>): void => ask(() => (filter.value = { ...filter.value, ...changes }))
  const clearFilter = (): void => ask(() => (filter.value = NO_FILTER))
  const setGrouping = (to: MatrixView['grouping']): void => ask(() => {
    grouping.value = to
    collapsed.value = []
  })
  const sortBy = (by: MatrixSort): void => ask(() => (sort.value = { by, direction: sort.value.by === by && sort.value.direction === 'asc' ? 'desc' : 'asc' }))
  /** Other customers or accounts: nothing of those before may stay under their name. Null: the account on screen. */
  function setScope(to: MatrixScope | null): void {
    chosenScope.value = to
    rescope()
  }
  function rescope(): void {
    ask(() => {
      windows.clear()
      counts.clear()
      collapsed.value = []
      completeness.value = null
      ready.value = false
      lines.value = matched.value = total.value = 0
      version.value += 1
    })
  }
  // Also while it is not on screen: entered under another account it shows nothing of the one before.
  watch(() => accounts.activeId, () => chosenScope.value === null && rescope(), { flush: 'sync' })
  /** Everything at once, as a saved view has it. */
  function showView(to: Omit<MatrixView, 'scope'> & { readonly scope: MatrixScope | null; readonly choices: readonly ColumnChoice[]; readonly density: Density }): void {
    filter.value = to.filter
    grouping.value = to.grouping
    sort.value = to.sort
    choices.value = to.choices
    density.value = to.density
    setScope(to.scope)
  }
  async function toggle(group: string): Promise<void> {
    collapsed.value = collapsed.value.includes(group) ? collapsed.value.filter((one) => one !== group) : [...collapsed.value, group]
    await reload()
  }
  /** Keys of the rows at some places, in order; rows of collapsed groups are among them. */
  const keys = async (from: number, limit: number): Promise<readonly string[]> => (await call('matrix.keys', { ...view.value, offset: from, limit })).keys
  /** Where a row is now. */
  const place = (key: string): Promise<Output<'matrix.place'>> => call('matrix.place', { ...view.value, collapsed: [...collapsed.value], key })

  const changed = makeFollower(() => unsubscribe !== undefined && void reload())
  /** The matrix is on screen: it follows what is read and what is staged until it is left. */
  function enter(): void {
    unsubscribe ??= onAppEvent((event) => {
      // What was staged is shown at once, what is read every now and then.
      if (event.type === 'intents') void (acting === 0 && reload())
      else if (event.type === 'engine' ? event.status === 'running' : event.type === 'job' || event.type === 'tags' || (event.type === 'changed' && ['members', 'customers', 'managers', 'groups', 'details', 'environmentRoles'].includes(event.table))) changed()
    })
    void reload()
  }
  function leave(): void {
    unsubscribe?.()
    unsubscribe = undefined
  }

  return {
    chosenScope, scope, view, filter, filtered, grouping, sort, collapsed, choices, columns, density, rowHeight, lines, matched, total, ready, failure, completeness, offset, asked, version, counts,
    lineAt, show, fetchLine, reload, after, setFilter, clearFilter, setGrouping, sortBy, setScope, rescope, showView, toggle, keys, place, enter, leave,
  }
})
