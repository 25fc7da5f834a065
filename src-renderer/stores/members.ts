import { reactive, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Input } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { Member } from '@contract/access'
import type { AccountId, CustomerId } from '@contract/ids'
import type { MemberSort } from '@contract/methods/workspace'
import { call } from '../bridge/client'
import { RowWindows } from '../composables/row-windows'

type Query = Input<'workspace.members'>
export type MemberFilter = Pick<Query, 'search' | 'roles' | 'environment' | 'kinds'>

const NO_FILTER: MemberFilter = { search: '', roles: [], environment: null, kinds: [] }

/** The collaborators of the customer on screen: one window of rows, the filter, the order. */
export const useMembersStore = defineStore('members', () => {
  const filter = ref<MemberFilter>({ ...NO_FILTER })
  const sort = ref<Query['sort']>({ by: 'name', direction: 'asc' })
  const matched = ref(0)
  const total = ref(0)
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Role names seen in this customer. */
  const roles = reactive(new Set<string>())
  /** Grows when rows are there that were not; what is drawn depends on it. */
  const version = ref(0)
  let range = { first: 0, last: 60 }
  let windows = makeWindows(null)

  function makeWindows(target: { accountId: AccountId; customerId: CustomerId } | null): RowWindows<Member> {
    return new RowWindows(async (offset, limit) => {
      if (target === null) return { rows: [], matched: 0, total: 0 }
      const answer = await call('workspace.members', { ...target, ...filter.value, sort: sort.value, offset, limit })
      for (const row of answer.rows) for (const { roleName } of row.roles) if (roleName !== null) roles.add(roleName)
      return answer
    })
  }

  const row = (index: number): Member | undefined => (version.value < 0 ? undefined : windows.row(index))

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
      if (!(error instanceof AppError)) throw error
      if (asked === windows) failure.value = error.json
    }
  }

  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }

  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))

  function setFilter(changes: Partial<MemberFilter>): void {
    filter.value = { ...filter.value, ...changes }
    range = { first: 0, last: 60 }
    void reload()
  }

  function sortBy(by: MemberSort): void {
    sort.value = { by, direction: sort.value.by === by && sort.value.direction === 'asc' ? 'desc' : 'asc' }
    void reload()
  }

  /** Another customer, or none: nothing of the one before may stay. */
  function open(target: { accountId: AccountId; customerId: CustomerId } | null): void {
    windows.clear()
    windows = makeWindows(target)
    filter.value = { ...NO_FILTER }
    sort.value = { by: 'name', direction: 'asc' }
    matched.value = 0
    total.value = 0
    ready.value = false
    failure.value = null
    roles.clear()
    version.value += 1
    range = { first: 0, last: 60 }
    if (target !== null) void settle(windows.ensure(0, 60))
  }

  return { filter, sort, matched, total, ready, failure, roles, version, row, show, reload, setFilter, sortBy, open }
})
