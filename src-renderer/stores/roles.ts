import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Input, Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import type { GridPlace } from '../composables/grid-place'
import { RowWindows } from '../composables/row-windows'
import { useReadingStore } from './reading'

type Query = Input<'roles.list'>
export type RoleRow = Output<'roles.list'>['rows'][number]
export type RoleFilter = Omit<Query, 'offset' | 'limit'>
export type RoleInCustomer = Output<'roles.customers'>['rows'][number]
type Window = { readonly rows: readonly RoleRow[]; readonly matched: number; readonly total: number }

const NO_FILTER: RoleFilter = { scope: 'environment', accounts: [], tags: [], search: '', kinds: [], differing: false }
/** As many customers and holders as the panel lists. */
const LISTED = 200

/** Roles over customers by their names: the filter, a window of rows, and the role whose customers are shown beside. */
export const useRolesStore = defineStore('roles', () => {
  const reading = useReadingStore()
  const filter = ref<RoleFilter>({ ...NO_FILTER })
  const matched = ref(0)
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  const version = ref(0)
  const place = shallowRef<GridPlace | null>(null)
  const chosen = ref<string | null>(null)
  const windows = new RowWindows<RoleRow, Window>(async (offset, limit) => {
    const found = await call('roles.list', { ...filter.value, offset, limit })
    return { ...found, total: found.matched }
  })
  const row = (index: number): RoleRow | undefined => (version.value < 0 ? undefined : windows.row(index))
  const filtered = computed(() => filter.value.search.trim() !== '' || filter.value.kinds.length > 0 || filter.value.tags.length > 0 || filter.value.differing || filter.value.accounts.length > 0)
  const among = computed(() => ({ accounts: filter.value.accounts, tags: filter.value.tags, scope: filter.value.scope }))
  const customers = makeAnswer((name: string) => call('roles.customers', { ...among.value, name, search: '', offset: 0, limit: LISTED }))
  const holders = makeAnswer((name: string) => call('roles.holders', { ...among.value, name, offset: 0, limit: LISTED }))
  /** Reads the privileges of the roles of a name; gives how many are not read after that. */
  const privileges = makeAnswer(async (name: string) => {
    const { accounts, tags, scope } = among.value
    return (await call('roles.compare', { scope, roles: { name, accounts, tags } })).columns.filter(({ read }) => !read).length
  })
  /** Some are read at a time, until none is left, none comes any more, or another role is shown. */
  async function readPrivileges(): Promise<void> {
    const name = chosen.value
    for (let before = Infinity, left = Infinity; name !== null && name === chosen.value && left > 0; before = left) {
      await privileges.ask(name)
      left = privileges.failure === null ? (privileges.value ?? 0) : 0
      if (left >= before) return
    }
  }
  let range = { first: 0, last: 60 }
  let unsubscribe: (() => void) | undefined

  async function settle(asking: Promise<boolean>): Promise<void> {
    try {
      if (!(await asking)) return
      failure.value = null
      matched.value = windows.matched
      ready.value = true
      version.value += 1
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
  function askChosen(): void {
    if (chosen.value === null) return
    void customers.ask(chosen.value)
    void holders.ask(chosen.value)
  }
  /** Shows who has a role of this name beside the list, or nobody. */
  function choose(name: string | null): void {
    chosen.value = name
    customers.clear()
    holders.clear()
    privileges.clear()
    askChosen()
  }
  function setFilter(changes: Partial<RoleFilter>): void {
    const other = changes.scope !== undefined && changes.scope !== filter.value.scope
    filter.value = { ...filter.value, ...changes }
    range = { first: 0, last: 60 }
    if (other) {
      windows.clear()
      ready.value = false
      choose(null)
    } else askChosen()
    reading.list(filter.value.accounts)
    void reload()
  }
  const clearFilter = (): void => setFilter({ ...NO_FILTER, scope: filter.value.scope })
  const changed = makeFollower(() => {
    if (unsubscribe === undefined) return
    void reload()
    askChosen()
  })
  /** The list is on screen: it follows what is read until it is left. */
  function enter(): void {
    unsubscribe ??= onAppEvent((event) => {
      const back = event.type === 'engine' && event.status === 'running'
      if (back || (event.type === 'changed' && ['environmentRoles', 'projectRoles', 'members', 'grants', 'customers'].includes(event.table))) changed()
    })
    reading.list(filter.value.accounts)
    void reload()
    askChosen()
  }
  function leave(): void {
    unsubscribe?.()
    unsubscribe = undefined
    reading.list(null)
  }
  return { filter, among, filtered, matched, ready, failure, version, place, chosen, customers, holders, privileges, row, show, reload, choose, readPrivileges, setFilter, clearFilter, enter, leave }
})
