import { computed, ref } from 'vue'
import { defineStore } from 'pinia'
import type { AccountId } from '@contract/ids'
import type { SyncState } from '@contract/methods/customers'
import { call, onAppEvent } from '../bridge/client'
import { useAccountsStore } from './accounts'

/** How far each account is read. */
export const useSyncStore = defineStore('sync', () => {
  const accounts = useAccountsStore()
  const states = ref<Partial<Record<AccountId, SyncState>>>({})
  const current = computed(() => (accounts.activeId === null ? null : (states.value[accounts.activeId] ?? null)))

  function load(): void {
    onAppEvent((event) => {
      if (event.type === 'sync') states.value = { ...states.value, [event.state.accountId]: event.state }
    })
  }

  async function fetch(accountId: AccountId): Promise<void> {
    const before = states.value[accountId]
    const state = await call('sync.state', { accountId })
    // An event that came meanwhile is newer than this answer.
    if (states.value[accountId] === before) states.value = { ...states.value, [accountId]: state }
  }

  async function refresh(accountId: AccountId): Promise<void> {
    const state = await call('customers.refresh', { accountId })
    states.value = { ...states.value, [accountId]: state }
  }

  return { states, current, load, fetch, refresh }
})
