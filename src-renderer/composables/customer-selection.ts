import type { CustomerId } from '@contract/ids'
import type { ListedCustomer } from '@contract/methods/customers'
import type { ActCustomer } from './customer-acts'
import { useTicked } from './selection'

/** A row of the list as an act is about it. */
function toEntry({ id, name, externalId, environments, people }: ListedCustomer): readonly [CustomerId, ActCustomer] {
  return [id, { id, name, externalId, provisioned: environments.length > 0, people }]
}

/** Ticked customers with their names, also those that a search hides meanwhile. `rowAt`: undefined where a row is not read. */
export function useCustomerSelection(rowAt: (index: number) => ListedCustomer | undefined) {
  const { chosen, pick, add, clear } = useTicked((index) => {
    const row = rowAt(index)
    return row === undefined ? null : toEntry(row)
  })
  return { chosen, pick, add: (rows: readonly ListedCustomer[]): void => add(rows.map(toEntry)), clear }
}
