import { onUnmounted, ref, shallowRef, watch } from 'vue'
import type { Output } from '@contract'
import type { EnvironmentType } from '@contract/access'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { GrantRow } from '@contract/methods/grants'
import { call, onAppEvent } from '../bridge/client'
import { makeFollower } from '../composables/follow'
import { RowWindows, WINDOW_SIZE } from '../composables/row-windows'
import type { CustomerTarget } from './customer'

export interface GrantQuery { readonly target: CustomerTarget; readonly environment: EnvironmentType; readonly search: string }

/** The rows of the sheet of grants in windows, following every edit and every reading. For use in a component's setup; query null: nothing is asked. */
export function useGrantRows(query: () => GrantQuery | null) {
  const matched = ref(0)
  const total = ref(0)
  const ready = ref(false)
  const unread = shallowRef<Output<'grants.page'>['unread']>([])
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Grows when rows are there that were not; what is drawn depends on it. */
  const version = ref(0)
  let range = { first: 0, last: 40 }
  let windows = makeWindows(null)

  function makeWindows(asked: GrantQuery | null): RowWindows<GrantRow, Output<'grants.page'>> {
    return new RowWindows<GrantRow, Output<'grants.page'>>(async (offset, limit) => (asked === null ? { rows: [], matched: 0, total: 0, unread: [] } : call('grants.page', { ...asked.target, environment: asked.environment, search: query()?.search ?? '', offset, limit })))
  }
  async function settle(reading: Promise<boolean>): Promise<void> {
    const asked = windows
    try {
      if (!(await reading) || asked !== windows) return
      failure.value = null
      matched.value = asked.matched
      total.value = asked.total
      unread.value = asked.latest?.unread ?? []
      ready.value = true
      version.value += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (asked === windows) failure.value = error.json
    }
  }
  const row = (index: number): GrantRow | undefined => (version.value < 0 ? undefined : windows.row(index))
  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }
  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))
  /** The rows of a range as they are now, also those that are not on screen. Throws what keeps them from being read. */
  async function take(first: number, last: number): Promise<readonly GrantRow[]> {
    const asked = query()
    const found: GrantRow[] = []
    while (asked !== null && first + found.length <= last) {
      const { rows } = await call('grants.page', { ...asked.target, environment: asked.environment, search: asked.search, offset: first + found.length, limit: Math.min(WINDOW_SIZE, last - first - found.length + 1) })
      found.push(...rows)
      if (rows.length === 0) break
    }
    return found
  }

  // Synchronous: no frame may show the grants of one customer or environment under the name of another.
  watch(() => { const one = query(); return `${one?.target.accountId ?? ''}/${String(one?.target.customerId ?? '')}/${one?.environment ?? ''}` }, () => {
    windows.clear()
    windows = makeWindows(query())
    matched.value = total.value = 0
    ready.value = false
    failure.value = null
    version.value += 1
    range = { first: 0, last: 40 }
    if (query() !== null) void settle(windows.ensure(0, 40))
  }, { immediate: true, flush: 'sync' })
  watch(() => query()?.search, () => {
    range = { first: 0, last: 40 }
    void reload()
  })
  const changed = makeFollower(() => void reload())
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents') void reload()
    else if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return { matched, total, ready, unread, failure, version, row, show, reload, take }
}
export type GrantRows = ReturnType<typeof useGrantRows>
