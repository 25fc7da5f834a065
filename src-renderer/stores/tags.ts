import { onUnmounted, watch } from 'vue'
import type { AccountId, CustomerId } from '@contract/ids'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'

/** A tag with the number of customers that have it. */
export interface TagCount { readonly tag: string; readonly customers: number }
interface Tagged { readonly accountId: AccountId; readonly customerId: CustomerId }

/** The tags of some accounts (none: of all), followed. For use in a component's setup. */
export function useTagList(accounts: () => readonly AccountId[]) {
  const list = makeAnswer(async (of: readonly AccountId[]): Promise<readonly TagCount[]> => (await call('tags.list', { accounts: [...of] })).tags)
  const read = (): void => void list.ask(accounts())
  watch(() => accounts().join(), read, { immediate: true })
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'tags' || event.type === 'accounts' || (event.type === 'engine' && event.status === 'running')) read()
  }))
  return list
}

/** The tags of one customer, followed; null: none is asked for. For use in a component's setup. */
export function useTagsOf(customer: () => Tagged | null) {
  const list = makeAnswer(async (one: Tagged): Promise<readonly string[]> => (await call('tags.of', { customers: [{ accountId: one.accountId, customerId: one.customerId }] })).customers[0]?.tags ?? [])
  function read(): void {
    const one = customer()
    if (one !== null) void list.ask(one)
  }
  // Synchronous: no frame may show the tags of one customer on another.
  watch(() => `${customer()?.accountId ?? ''}/${String(customer()?.customerId ?? '')}`, () => {
    list.clear()
    read()
  }, { immediate: true, flush: 'sync' })
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'tags' || (event.type === 'engine' && event.status === 'running')) read()
  }))
  return list
}

/** The tags of each of some customers of an account. Throws AppError. */
export async function tagsOfEach(accountId: AccountId, ids: readonly CustomerId[]): Promise<ReadonlyMap<CustomerId, readonly string[]>> {
  const { customers } = await call('tags.of', { customers: ids.map((customerId) => ({ accountId, customerId })) })
  return new Map(customers.map(({ customerId, tags }) => [customerId, tags]))
}

/** Gives tags to customers of an account and takes others away; they stay on this computer. Throws AppError. */
export async function changeTags(accountId: AccountId, ids: readonly CustomerId[], add: readonly string[], remove: readonly string[]): Promise<void> {
  await call('tags.change', { customers: ids.map((customerId) => ({ accountId, customerId })), add: [...add], remove: [...remove] })
}
