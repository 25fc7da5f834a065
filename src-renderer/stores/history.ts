import { ref, shallowReactive, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { AccountId, CustomerId } from '@contract/ids'
import type { JobId } from '@contract/jobs'
import { call, onAppEvent } from '../bridge/client'
import { RowWindows } from '../composables/row-windows'

export type JournalLine = Output<'journal.page'>['rows'][number]
/** Which lines; null: without that condition. */
export interface JournalFilter { readonly accountId: AccountId | null; readonly customerId: CustomerId | null; readonly jobId: JobId | null }
export const EVERY_LINE: JournalFilter = { accountId: null, customerId: null, jobId: null }

const FOLLOW_EVERY_MS = 500

/** The journal, newest first: what was sent and what came back. */
export const useHistoryStore = defineStore('history', () => {
  const filter = shallowRef<JournalFilter>(EVERY_LINE)
  const matched = ref(0)
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** The first line that is not what was written; null: all is whole. */
  const alteredAt = ref<number | null>(null)
  /** Number of the newest line that was seen. */
  const newest = ref(0)
  const version = ref(0)
  const names = shallowReactive(new Map<string, string>())
  let range = { first: 0, last: 60 }
  let windows = makeWindows()
  let following: ReturnType<typeof setTimeout> | undefined
  let unsubscribe: (() => void) | undefined

  function makeWindows(): RowWindows<JournalLine> {
    const wanted = filter.value
    return new RowWindows(async (offset, limit) => {
      const page = await call('journal.page', { ...wanted, offset, limit })
      alteredAt.value = page.alteredAt
      newest.value = Math.max(newest.value, page.rows[0]?.n ?? 0)
      for (const row of page.rows) void nameCustomer(row)
      return { rows: page.rows, matched: page.matched, total: page.matched }
    })
  }
  async function nameCustomer({ accountId, customerId }: JournalLine): Promise<void> {
    const key = `${accountId}/${String(customerId)}`
    if (names.has(key)) return
    names.set(key, '')
    try {
      names.set(key, (await call('workspace.get', { accountId, customerId })).customer.name)
    } catch (problem) {
      // A customer that is gone is called by its id.
      if (!(problem instanceof AppError)) throw problem
    }
  }
  async function settle(reading: Promise<boolean>): Promise<void> {
    const asked = windows
    try {
      if (!(await reading) || asked !== windows) return
      failure.value = null
      matched.value = asked.matched
      ready.value = true
      version.value += 1
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      if (asked === windows) failure.value = problem.json
    }
  }
  const row = (index: number): JournalLine | undefined => (version.value < 0 ? undefined : windows.row(index))
  const customerName = ({ accountId, customerId }: JournalLine): string | null => { const name = names.get(`${accountId}/${String(customerId)}`); return name === undefined || name === '' ? null : name }
  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }
  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))

  function setFilter(changes: Partial<JournalFilter>): void {
    filter.value = { ...filter.value, ...changes }
    windows = makeWindows()
    range = { first: 0, last: 60 }
    ready.value = false
    void settle(windows.ensure(0, 60))
  }
  function enter(first: JournalFilter): void {
    filter.value = first
    setFilter({})
    unsubscribe ??= onAppEvent((event) => {
      if (event.type === 'job' || (event.type === 'engine' && event.status === 'running')) following ??= setTimeout(() => { following = undefined; void reload() }, FOLLOW_EVERY_MS)
    })
  }
  function leave(): void {
    unsubscribe?.()
    unsubscribe = undefined
  }
  /** Saves the filtered lines, oldest first, to a file that the person chooses; true: they were saved. */
  async function save(): Promise<boolean> {
    try {
      return (await call('files.saveJournal', { ...filter.value })).rows !== null
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return false
    }
  }

  return { filter, matched, ready, failure, alteredAt, newest, version, row, customerName, show, reload, setFilter, enter, leave, save }
})
