import { reactive } from 'vue'
import { AppError } from '@contract/errors'
import type { AccountId, CustomerId } from '@contract/ids'
import { call } from '../bridge/client'

/** A customer by its ids. */
interface CustomerKey { readonly accountId: AccountId; readonly customerId: CustomerId }
const keyOf = ({ accountId, customerId }: CustomerKey): string => `${accountId}/${String(customerId)}`
const names = reactive(new Map<string, string>())
const asked = new Set<string>()

/** Names of customers of which something holds the ids only. */
export function useCustomerNames() {
  /** Reads the names that are not known yet; who is in no list stays without one. */
  async function learn(customers: readonly CustomerKey[]): Promise<void> {
    const fresh = customers.filter((one) => !names.has(keyOf(one)) && !asked.has(keyOf(one)))
    for (const one of fresh) asked.add(keyOf(one))
    for (const accountId of new Set(fresh.map((one) => one.accountId))) {
      const mine = fresh.filter((one) => one.accountId === accountId)
      try {
        const ids = mine.map(({ customerId }) => customerId)
        const found = await call('customers.settings', { accountId, ids })
        for (const { id, name } of found.customers) names.set(keyOf({ accountId, customerId: id }), name)
      } catch (problem) {
        if (!(problem instanceof AppError)) throw problem
        // Without names the ids are shown, until they are asked for again.
        for (const one of mine) asked.delete(keyOf(one))
      }
    }
  }
  const nameOf = (one: CustomerKey): string | null => names.get(keyOf(one)) ?? null
  return { learn, nameOf }
}
