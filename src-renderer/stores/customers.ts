import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import type { AccountId, CustomerId } from '@contract/ids'
import type { CustomerFilter, CustomerSort, ListedCustomer } from '@contract/methods/customers'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { ReadResource } from '@contract/reading'
import { call, onAppEvent } from '../bridge/client'
import { makeFollower } from '../composables/follow'
import type { GridPlace } from '../composables/grid-place'
import { readAll } from '../composables/read-all'
import { RowWindows } from '../composables/row-windows'
import { useAccountsStore } from './accounts'
import { useAppStore } from './app'

/** What the rows are made of; the rest that is read of a customer does not show here. */
const SHOWN: ReadonlySet<ReadResource> = new Set(['customers', 'members', 'connections'])
/** Every customer. */
export const NO_FILTER: CustomerFilter = { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null, tags: [] }
const ON_SCREEN_AFTER_MS = 200
/** Customers of one act, as the contract has it. */
const MOST_OF_AN_ACT = 5000

/** The customers of the account on screen: one window of rows, the filter, the order. */
export const useCustomersStore = defineStore('customers', () => {
  const accounts = useAccountsStore()
  const app = useAppStore()
  const filter = ref<CustomerFilter>({ ...NO_FILTER })
  const sort = computed(() => app.settings.customerSort)
  const matched = ref(0)
  const total = ref(0)
  const facets = ref<Output<'customers.facets'>>({ plans: [], statuses: [], models: [], apps: [] })
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Where the grid was left, for the way back. */
  const place = shallowRef<GridPlace | null>(null)
  /** Grows when rows are there that were not; what is drawn depends on it. */
  const version = ref(0)
  let range: { first: number; last: number } = { first: 0, last: 60 }
  let windows = makeWindows(null)
  let reporting: ReturnType<typeof setTimeout> | undefined

  function makeWindows(accountId: AccountId | null): RowWindows<ListedCustomer> {
    return new RowWindows(async (offset, limit) => {
      if (accountId === null) return { rows: [], matched: 0, total: 0 }
      return call('customers.page', { accountId, filter: filter.value, sort: sort.value, offset, limit })
    })
  }

  const row = (index: number): ListedCustomer | undefined => (version.value < 0 ? undefined : windows.row(index))

  async function settle(reading: Promise<boolean>): Promise<void> {
    const asked = windows
    try {
      const fresh = await reading
      if (!fresh || asked !== windows) return
      failure.value = null
      matched.value = asked.matched
      total.value = asked.total
      ready.value = true
      version.value += 1
    } catch (error) {
      if (asked === windows && error instanceof AppError) failure.value = error.json
    }
  }

  /** The rows that are drawn now; reads what is missing and tells the engine what is on screen. */
  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
    clearTimeout(reporting)
    reporting = setTimeout(() => void reportOnScreen(), ON_SCREEN_AFTER_MS)
  }

  async function reportOnScreen(): Promise<void> {
    const accountId = accounts.activeId
    if (accountId === null) return
    const ids: CustomerId[] = []
    for (let index = range.first; index <= range.last && ids.length < 200; index += 1) {
      const found = windows.row(index)
      if (found !== undefined) ids.push(found.id)
    }
    if (ids.length > 0) await call('customers.onScreen', { accountId, ids }).catch(() => undefined)
  }

  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))

  async function loadFacets(): Promise<void> {
    const accountId = accounts.activeId
    if (accountId === null) return
    const found = await call('customers.facets', { accountId })
    if (accountId === accounts.activeId) facets.value = found
  }

  function setFilter(changes: Partial<CustomerFilter>): void {
    filter.value = { ...filter.value, ...changes }
    place.value = null
    range = { first: 0, last: 60 }
    void reload()
  }

  function sortBy(by: CustomerSort): void {
    const direction = sort.value.by === by && sort.value.direction === 'asc' ? 'desc' : 'asc'
    void app.saveSettings({ customerSort: { by, direction } })
    void reload()
  }

  /** Every customer that matches, at most as many as one act takes; none when the account changes meanwhile, or when they could not be read. */
  async function everyMatch(): Promise<readonly ListedCustomer[]> {
    const accountId = accounts.activeId
    if (accountId === null) return []
    const query = { accountId, filter: filter.value, sort: sort.value }
    try {
      const rows = await readAll((offset, limit) => call('customers.page', { ...query, offset, limit }), () => accounts.activeId === accountId)
      return (rows ?? []).slice(0, MOST_OF_AN_ACT)
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return []
    }
  }

  /** Another account: nothing of the one before may stay. */
  function open(accountId: AccountId | null): Promise<void> {
    windows.clear()
    windows = makeWindows(accountId)
    filter.value = { ...NO_FILTER }
    matched.value = 0
    total.value = 0
    ready.value = false
    failure.value = null
    place.value = null
    facets.value = { plans: [], statuses: [], models: [], apps: [] }
    version.value += 1
    range = { first: 0, last: 60 }
    void loadFacets().catch(() => undefined)
    return settle(windows.ensure(0, 60))
  }

  /** Follows the account on screen; resolves with the first rows. */
  function load(): Promise<void> {
    const changed = makeFollower(() => {
      void reload()
      void loadFacets().catch(() => undefined)
    })
    onAppEvent((event) => {
      const engineIsBack = event.type === 'engine' && event.status === 'running'
      const shown = event.type === 'changed' && event.accountId === accounts.activeId && SHOWN.has(event.table)
      if (engineIsBack || shown || event.type === 'tags') changed()
    })
    // Synchronous: no frame may show the rows of one account under the name of another.
    watch(() => accounts.activeId, (id) => void open(id), { flush: 'sync' })
    return open(accounts.activeId)
  }

  return { filter, sort, matched, total, facets, ready, failure, place, version, row, show, reload, setFilter, sortBy, load, loadFacets, everyMatch }
})
