import { shallowRef } from 'vue'
import type { Input } from '@contract'
import { AppError } from '@contract/errors'
import type { CustomerId } from '@contract/ids'
import type { MigrationRow } from '@contract/migration'
import { call } from '../bridge/client'
import { readAll } from '../composables/read-all'
import { useWindowList } from '../composables/window-list'
import { useAccountsStore } from './accounts'
import { useMigrationStore } from './migration'

/** Which customers are shown. */
export type FleetFilter = Omit<Input<'migration.board'>, 'accountId' | 'offset' | 'limit'>
export const ALL_CUSTOMERS: FleetFilter = { search: '', lanes: [], tags: [], findings: [], waveId: null }

/** Customers of the account on screen with where they stand, in windows. For use in a component's setup. */
export function useFleet(filter: () => FleetFilter) {
  const accounts = useAccountsStore()
  const store = useMigrationStore()
  const list = useWindowList(
    () => (accounts.activeId === null ? null : { accountId: accounts.activeId, ...filter() }),
    (asked, window) => call('migration.board', { ...asked, ...window }),
    () => store.version,
  )
  return list
}
export type Fleet = ReturnType<typeof useFleet>

/** Every customer that a filter takes; null: it could not be told. */
export async function everyCustomer(filter: FleetFilter): Promise<readonly MigrationRow[] | null> {
  const accountId = useAccountsStore().activeId
  if (accountId === null) return null
  try {
    return await readAll((offset, limit) => call('migration.board', { accountId, ...filter, offset, limit }), () => useAccountsStore().activeId === accountId)
  } catch (problem) {
    if (!(problem instanceof AppError)) throw problem
    return null
  }
}

/** Customers that are ticked, with their names. */
export function useChosenCustomers() {
  const chosen = shallowRef<ReadonlyMap<CustomerId, string>>(new Map())
  let anchor: number | null = null
  /** Turns one over; `extend` ticks all from the last one to it. */
  function pick(index: number, extend: boolean, rowAt: (index: number) => MigrationRow | undefined): void {
    const next = new Map(chosen.value)
    const from = extend ? (anchor ?? index) : index
    for (let at = Math.min(from, index); at <= Math.max(from, index); at += 1) {
      const row = rowAt(at)
      if (row === undefined) continue
      if (extend || !next.delete(row.customerId)) next.set(row.customerId, row.customer)
    }
    anchor = index
    chosen.value = next
  }
  async function pickAll(filter: FleetFilter): Promise<void> {
    const rows = await everyCustomer(filter)
    if (rows !== null) chosen.value = new Map(rows.map(({ customerId, customer }) => [customerId, customer]))
  }
  const clear = (): void => void (chosen.value = new Map())
  return { chosen, pick, pickAll, clear }
}
