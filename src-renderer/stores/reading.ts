import { ref } from 'vue'
import { defineStore } from 'pinia'
import type { AccountId, CustomerId } from '@contract/ids'
import type { Completeness } from '@contract/reading'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'

/** How complete the lists are, and the dialog that tells what could not be read and why. */
export const useReadingStore = defineStore('reading', () => {
  const ask = (accounts: readonly AccountId[]): Promise<Completeness> => call('reading.completeness', { resource: 'members', accounts: [...accounts], customers: null })
  /** Of the list on screen. */
  const listed = makeAnswer(ask)
  /** Of the dialog. */
  const shown = makeAnswer(ask)
  const again = makeAnswer(async (groups: ReadonlyMap<AccountId, readonly CustomerId[] | null>) => {
    await Promise.all([...groups].map(([accountId, customers]) => call('reading.retry', { accountId, customers: customers === null ? null : [...customers] })))
  })
  /** Accounts that the list, and the dialog, are about; empty: all. Null: nothing is on screen. */
  const listScope = ref<readonly AccountId[] | null>(null)
  const dialogScope = ref<readonly AccountId[] | null>(null)

  function refresh(): void {
    if (listScope.value !== null) void listed.ask(listScope.value)
    if (dialogScope.value !== null) void shown.ask(dialogScope.value)
  }

  /** Follows what is read, for as long as the app runs. */
  function load(): void {
    const changed = makeFollower(refresh)
    onAppEvent((event) => {
      if ((event.type === 'changed' || event.type === 'sync') && (listScope.value !== null || dialogScope.value !== null)) changed()
    })
  }

  /** Says which accounts the list on screen is about; null: it was left. */
  function list(accounts: readonly AccountId[] | null): void {
    listScope.value = accounts
    listed.clear()
    if (accounts !== null) void listed.ask(accounts)
  }

  /** Opens the dialog for some accounts (none given: all), or closes it. */
  function explain(accounts: readonly AccountId[] | null): void {
    dialogScope.value = accounts
    shown.clear()
    again.clear()
    if (accounts !== null) void shown.ask(accounts)
  }

  /** Reads again what the dialog lists, and what it has no room for. */
  async function retry(): Promise<void> {
    const found = shown.value
    if (found === null) return
    const groups = new Map<AccountId, readonly CustomerId[] | null>()
    for (const { accountId, customerId } of found.failures) groups.set(accountId, found.failed > found.failures.length ? null : [...(groups.get(accountId) ?? []), customerId])
    await again.ask(groups)
  }

  return { listed, shown, again, dialogScope, load, list, explain, retry }
})
