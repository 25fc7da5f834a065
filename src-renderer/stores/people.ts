import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Input, Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { AccountId } from '@contract/ids'
import type { PersonRow, PersonSort } from '@contract/methods/people'
import { call, onAppEvent } from '../bridge/client'
import type { GridPlace } from '../composables/grid-place'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { RowWindows } from '../composables/row-windows'
import { useAccountsStore } from './accounts'
import { useReadingStore } from './reading'

type Query = Input<'people.page'>
export type PeopleFilter = Pick<Query, 'search' | 'environment' | 'roles' | 'tags'>

const NO_FILTER: PeopleFilter = { search: '', environment: null, roles: [], tags: [] }
/** Counting roles takes long; in ms. */
const FACETS_EVERY_MS = 3000

/** The people of all accounts, or of the one on screen: one window of rows, the filter, the order. */
export const usePeopleStore = defineStore('people', () => {
  const accounts = useAccountsStore()
  const reading = useReadingStore()
  const filter = ref<PeopleFilter>({ ...NO_FILTER })
  const sort = ref<Query['sort']>({ by: 'name', direction: 'asc' })
  const onlyActive = ref(false)
  const matched = ref(0)
  /** False: more than `matched` match, and their number is being counted. */
  const exact = ref(true)
  const everybody = ref(0)
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Where the grid was left. */
  const place = shallowRef<GridPlace | null>(null)
  /** Grows when rows are there that were not; what is drawn depends on it. */
  const version = ref(0)
  const scope = computed<AccountId[]>(() => (onlyActive.value && accounts.activeId !== null ? [accounts.activeId] : []))
  const facets = makeAnswer((of: AccountId[]): Promise<Output<'people.facets'>> => call('people.facets', { accounts: of }))
  const ofAccount = makeAnswer(async (of: AccountId[]) => (await call('people.count', { ...NO_FILTER, accounts: of, sort: sort.value, offset: 0, limit: 1 })).matched)
  const counted = makeAnswer(async (query: Query) => (await call('people.count', query)).matched)
  /** People in the scope, whatever the filter; null while they are counted. */
  const total = computed(() => (scope.value.length === 0 ? everybody.value : ofAccount.value))
  let range = { first: 0, last: 60 }
  let facetsAt = 0
  let unsubscribe: (() => void) | undefined

  const query = (offset: number, limit: number): Query => ({ ...filter.value, accounts: scope.value, sort: sort.value, offset, limit })
  const windows = new RowWindows<PersonRow, Output<'people.page'>>((offset, limit) => call('people.page', query(offset, limit)))
  const row = (index: number): PersonRow | undefined => (version.value < 0 ? undefined : windows.row(index))

  async function settle(asking: Promise<boolean>): Promise<void> {
    try {
      if (!(await asking)) return
      failure.value = null
      matched.value = windows.matched
      everybody.value = windows.total
      exact.value = windows.latest?.exact ?? true
      ready.value = true
      version.value += 1
      if (exact.value) return counted.clear()
      await counted.ask(query(0, 1))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failure.value = error.json
    }
  }

  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }
  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))

  function setFilter(changes: Partial<PeopleFilter>): void {
    filter.value = { ...filter.value, ...changes }
    range = { first: 0, last: 60 }
    counted.clear()
    void reload()
  }
  const clearFilter = (): void => setFilter(NO_FILTER)

  function sortBy(by: PersonSort): void {
    sort.value = { by, direction: sort.value.by === by && sort.value.direction === 'asc' ? 'desc' : 'asc' }
    void reload()
  }

  function loadFacets(): void {
    facetsAt = Date.now()
    void facets.ask(scope.value)
    if (scope.value.length > 0) void ofAccount.ask(scope.value)
  }

  /** Another scope: nothing of the one before may stay under its name. */
  function rescope(): void {
    windows.clear()
    range = { first: 0, last: 60 }
    ready.value = false
    matched.value = 0
    place.value = null
    ofAccount.clear()
    counted.clear()
    version.value += 1
    reading.list(scope.value)
    loadFacets()
    void reload()
  }
  function showOnly(active: boolean): void {
    onlyActive.value = active
    rescope()
  }

  const changed = makeFollower(() => {
    if (unsubscribe === undefined) return
    void reload()
    if (Date.now() - facetsAt > FACETS_EVERY_MS) loadFacets()
  })
  /** The list is on screen: it follows what is read until it is left. */
  function enter(): void {
    unsubscribe ??= onAppEvent((event) => {
      const back = event.type === 'engine' && event.status === 'running'
      if (back || event.type === 'tags' || (event.type === 'changed' && ['members', 'customers', 'managers'].includes(event.table))) changed()
    })
    reading.list(scope.value)
    loadFacets()
    void reload()
  }
  function leave(): void {
    unsubscribe?.()
    unsubscribe = undefined
    reading.list(null)
  }

  return { filter, sort, onlyActive, scope, matched, exact, counted, total, everybody, ready, failure, place, version, facets, row, show, reload, setFilter, clearFilter, sortBy, showOnly, rescope, enter, leave }
})
