import { computed, onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'
import type { AccountId } from '@contract/ids'
import type { ScopeName, ScopeResult } from '@contract/methods/doctor'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'

/** What the API client of an account may do, as far as it is known; follows what reading finds out. For use in the setup of a component or a store. */
export function useScopes(accountId: MaybeRefOrGetter<AccountId | null>) {
  const known = makeAnswer(async (id: AccountId) => (await call('doctor.scopes', { accountId: id })).scopes)
  const asking = makeAnswer(async (id: AccountId) => (await call('doctor.checkScopes', { accountId: id })).scopes)
  const load = (): void => {
    const id = toValue(accountId)
    if (id !== null) void known.ask(id)
  }
  watch(() => toValue(accountId), () => {
    known.clear()
    asking.clear()
    load()
  }, { immediate: true })
  const changed = makeFollower(load)
  onScopeDispose(onAppEvent((event) => {
    if ((event.type === 'changed' || event.type === 'sync') && (event.type === 'sync' ? event.state.accountId : event.accountId) === toValue(accountId)) changed()
  }))
  const list = computed<readonly ScopeResult[]>(() => known.value ?? [])
  const closed = computed<readonly ScopeName[]>(() => list.value.flatMap(({ scope, state }) => (state === 'forbidden' ? [scope] : [])))

  /** Asks the API about each group of endpoints, with one request for each. */
  async function check(): Promise<void> {
    const id = toValue(accountId)
    if (id === null) return
    await asking.ask(id)
    load()
  }
  return { list, closed, check, asking }
}
