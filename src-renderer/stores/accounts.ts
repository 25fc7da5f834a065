import { computed, ref } from 'vue'
import { defineStore } from 'pinia'
import type { Input } from '@contract'
import type { AccountId } from '@contract/ids'
import type { Account, AccountShape, WaitingChanges, Workspace } from '@contract/methods/accounts'
import { call, onAppEvent } from '../bridge/client'
import { useAppStore } from './app'

const SHAPES: readonly AccountShape[] = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star']

/** Partner accounts, and which of them is on screen. */
export const useAccountsStore = defineStore('accounts', () => {
  const app = useAppStore()
  const list = ref<Account[]>([])
  const loaded = ref(false)
  const activeId = ref<AccountId | null>(null)
  const active = computed(() => list.value.find(({ id }) => id === activeId.value) ?? null)

  async function reload(): Promise<void> {
    list.value = await call('accounts.list', {})
    loaded.value = true
    if (active.value === null) activeId.value = list.value[0]?.id ?? null
  }

  async function load(): Promise<void> {
    onAppEvent((event) => {
      if (event.type === 'accounts') void reload()
    })
    activeId.value = app.settings.activeAccountId
    await reload()
  }

  function activate(id: AccountId): void {
    activeId.value = id
    void app.saveSettings({ activeAccountId: id })
  }

  /** Colour and shape that no account has yet; the cross is the sandbox's. */
  function nextIdentity(): { colour: number; shape: AccountShape } {
    const order = [1, 2, 3, 4, 6, 5]
    const colour = order.find((one) => !list.value.some((account) => account.colour === one)) ?? order[list.value.length % order.length] ?? 1
    return { colour, shape: SHAPES[colour - 1] ?? 'circle' }
  }

  const check = (input: Input<'accounts.check'>): Promise<Workspace> => call('accounts.check', input)

  async function add(input: Input<'accounts.add'>): Promise<void> {
    const account = await call('accounts.add', input)
    await reload()
    activate(account.id)
  }

  async function openSandbox(): Promise<void> {
    const account = await call('accounts.openSandbox', {})
    await reload()
    activate(account.id)
  }

  async function update(input: Input<'accounts.update'>): Promise<void> {
    await call('accounts.update', input)
    await reload()
  }

  async function replaceToken(input: Input<'accounts.replaceToken'>): Promise<void> {
    await call('accounts.replaceToken', input)
    await reload()
  }

  const waiting = (accountId: AccountId): Promise<WaitingChanges> => call('accounts.waiting', { accountId })

  async function remove(input: Input<'accounts.remove'>): Promise<void> {
    await call('accounts.remove', input)
    await reload()
  }

  return { list, loaded, activeId, active, load, reload, activate, nextIdentity, check, add, openSandbox, update, replaceToken, waiting, remove }
})
