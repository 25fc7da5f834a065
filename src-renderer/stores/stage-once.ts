import { ref, shallowRef } from 'vue'
import type { AppErrorJson } from '@contract/errors'
import type { IntentDraft } from '@contract/intents'
import { useChangesStore } from './changes'
import { useCustomerStore, type CustomerTarget } from './customer'

/** One act of a dialog on the customer that it was opened for: staged at most once, and never while another customer is on screen. */
export function useStageOnce() {
  const changes = useChangesStore()
  const customer = useCustomerStore()
  const here = shallowRef<CustomerTarget | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** From the first press until the dialog is opened anew: a second press, also while it closes, does nothing. */
  const busy = ref(false)

  /** The dialog was opened: all that follows is for the customer that is on screen now. */
  function begin(): void {
    here.value = customer.target
    failure.value = null
    busy.value = false
  }
  /** True when the edits are on disk. `make` gives none when there is nothing to stage; `nameOf` their number is what the step of undo is called. */
  async function stage(nameOf: (n: number) => string, make: (here: CustomerTarget) => readonly IntentDraft[] | Promise<readonly IntentDraft[]>): Promise<boolean> {
    const [mine, shown] = [here.value, customer.target]
    if (busy.value || mine === null || shown?.accountId !== mine.accountId || shown.customerId !== mine.customerId) return false
    busy.value = true
    let kept = false
    try {
      const edits = await make(mine)
      kept = edits.length > 0 && await changes.stage(nameOf(edits.length), edits)
      if (!kept && edits.length > 0) failure.value = changes.failure
      return kept
    } finally {
      if (!kept) busy.value = false
    }
  }
  return { here, failure, busy, begin, stage }
}
