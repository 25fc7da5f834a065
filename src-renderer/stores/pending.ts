import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import type { Output } from '@contract'
import type { EnvironmentType } from '@contract/access'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { IntentOf } from '@contract/intents'
import type { AccountId, CustomerId, MemberId } from '@contract/ids'
import { call, onAppEvent } from '../bridge/client'
import { readAll } from '../composables/read-all'

export type PendingRow = Output<'intents.pending'>['rows'][number]
/** Whose pending changes; null: of all. */
export interface PendingScope { readonly accountId: AccountId | null; readonly customerId: CustomerId | null }

const cellKey = (accountId: AccountId, customerId: CustomerId, memberId: MemberId, part: EnvironmentType | 'remove'): string => `${accountId}/${String(customerId)}/${String(memberId)}/${part}`

/** The place in a grid that a pending change is about; null: none. */
function placeOf({ intent: { accountId, customerId, ...one } }: PendingRow): string | null {
  if (one.kind === 'member.role') return cellKey(accountId, customerId, one.target.memberId, one.target.environment)
  return one.kind === 'member.remove' ? cellKey(accountId, customerId, one.target.memberId, 'remove') : null
}

/** What is wished and not sent yet in a scope, following every edit. For use in a component's setup; scope null: nothing is asked. */
export function usePending(scope: () => PendingScope | null) {
  const rows = shallowRef<readonly PendingRow[]>([])
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  let generation = 0

  async function reload(): Promise<void> {
    const asked = scope()
    const mine = ++generation
    if (asked === null) return
    try {
      const found = await readAll((offset, limit) => call('intents.pending', { accountId: asked.accountId, customerId: asked.customerId, offset, limit }), () => mine === generation)
      if (found === null) return
      rows.value = found
      failure.value = null
      ready.value = true
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      if (mine === generation) failure.value = problem.json
    }
  }

  // Synchronous: no frame may show the changes of one customer on another.
  watch(() => { const one = scope(); return `${one?.accountId ?? ''}/${String(one?.customerId ?? '')}/${String(one === null)}` }, () => {
    rows.value = []
    ready.value = false
    void reload()
  }, { immediate: true, flush: 'sync' })
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents' || event.type === 'accounts' || (event.type === 'engine' && event.status === 'running')) void reload()
  }))

  const places = computed(() => new Map(rows.value.filter(({ neutral }) => !neutral).flatMap((row) => { const place = placeOf(row); return place === null ? [] : [[place, row] as const] })))
  /** The change of a role that waits for a cell. */
  function roleWish(accountId: AccountId, customerId: CustomerId, memberId: MemberId, environment: EnvironmentType): IntentOf<'member.role'> | null {
    const intent = places.value.get(cellKey(accountId, customerId, memberId, environment))?.intent
    return intent?.kind === 'member.role' ? intent : null
  }
  /** Whether the person is to be removed from the customer. */
  const leaves = (accountId: AccountId, customerId: CustomerId, memberId: MemberId): boolean => places.value.has(cellKey(accountId, customerId, memberId, 'remove'))

  return { rows, ready, failure, reload, roleWish, leaves }
}
