import { shallowRef } from 'vue'
import type { CustomerId } from '@contract/ids'
import type { ListedCustomer } from '@contract/methods/customers'
import type { ActCustomer } from './customer-acts'

/** A row of the list as an act is about it. */
export function toActCustomer({ id, name, externalId, environments, people }: ListedCustomer): ActCustomer {
  return { id, name, externalId, provisioned: environments.length > 0, people }
}

/** Ticked customers with their names, also those that a search hides meanwhile. `rowAt`: undefined where a row is not read. */
export function useCustomerSelection(rowAt: (index: number) => ListedCustomer | undefined) {
  const chosen = shallowRef<ReadonlyMap<CustomerId, ActCustomer>>(new Map())
  let anchor = -1

  /** Turns one row over; `extend` ticks all from the last one to it. */
  function pick(index: number, extend: boolean): void {
    const next = new Map(chosen.value)
    const row = rowAt(index)
    if (extend && anchor >= 0) {
      for (let at = Math.min(anchor, index); at <= Math.max(anchor, index); at += 1) {
        const one = rowAt(at)
        if (one !== undefined) next.set(one.id, toActCustomer(one))
      }
    } else if (row !== undefined && !next.delete(row.id)) next.set(row.id, toActCustomer(row))
    anchor = index
    chosen.value = next
  }
  function add(rows: readonly ListedCustomer[]): void {
    chosen.value = new Map([...chosen.value, ...rows.map((row) => [row.id, toActCustomer(row)] as const)])
  }
  function clear(): void {
    anchor = -1
    if (chosen.value.size > 0) chosen.value = new Map()
  }
  return { chosen, pick, add, clear }
}
