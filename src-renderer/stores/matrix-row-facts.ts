import { onUnmounted, watch } from 'vue'
import type { Output } from '@contract'
import type { EnvironmentType } from '@contract/access'
import type { HistoryEntry, MatrixRow } from '@contract/matrix'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'

const PAUSE_MS = 150

/** Why there is access in one environment of a row, and what was sent for it. For use in a component's setup; row null: nothing is asked. */
export function useRowFacts(row: () => MatrixRow | null, environment: () => EnvironmentType) {
  const why = makeAnswer((one: Pick<MatrixRow, 'accountId' | 'customerId' | 'memberId'> & { readonly environment: EnvironmentType }): Promise<Output<'people.why'>> => call('people.why', one))
  const history = makeAnswer(async (key: string): Promise<readonly HistoryEntry[]> => (await call('matrix.history', { key })).entries)
  let waiting: ReturnType<typeof setTimeout> | undefined
  function ask(): void {
    const one = row()
    if (one === null) return
    void why.ask({ accountId: one.accountId, customerId: one.customerId, memberId: one.memberId, environment: environment() })
    void history.ask(one.key)
  }
  watch([() => row()?.key ?? null, environment], () => {
    clearTimeout(waiting)
    why.clear()
    history.clear()
    waiting = setTimeout(ask, PAUSE_MS)
  }, { immediate: true })
  const changed = makeFollower(ask)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'changed' || event.type === 'job' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  onUnmounted(() => clearTimeout(waiting))
  return { why, history }
}
