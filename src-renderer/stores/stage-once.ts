import { computed, ref, shallowRef } from 'vue'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { AccountId, CustomerId } from '@contract/ids'
import type { IntentDraft } from '@contract/intents'
import { useAccountsStore } from './accounts'
import { useChangesStore } from './changes'
import { useCustomerStore, type CustomerTarget } from './customer'

/** One act of a dialog on what it was opened for: staged at most once, and never while something else is on screen. */
function useStageFor<Place>(shown: () => Place | null, same: (a: Place, b: Place) => boolean) {
  const changes = useChangesStore()
  const here = shallowRef<Place | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** From the first press until the dialog is opened anew: a second press, also while it closes, does nothing. */
  const busy = ref(false)

  /** The dialog was opened: all that follows is for what is on screen now. */
  function begin(): void {
    here.value = shown()
    failure.value = null
    busy.value = false
  }
  const elsewhere = (mine: Place): boolean => {
    const now = shown()
    return now === null || !same(now, mine)
  }
  /** True when the edits are on disk. `make` gives none when there is nothing to stage; `nameOf` their number is what the step of undo is called. */
  async function stage(nameOf: (n: number) => string, make: (here: Place) => readonly IntentDraft[] | Promise<readonly IntentDraft[]>): Promise<boolean> {
    const mine = here.value
    if (busy.value || mine === null || elsewhere(mine)) return false
    busy.value = true
    let kept = false
    try {
      const edits = await make(mine)
      kept = edits.length > 0 && await changes.stage(nameOf(edits.length), edits)
      if (!kept && edits.length > 0) failure.value = changes.failure
      return kept
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return false
    } finally {
      if (!kept) busy.value = false
    }
  }
  return { here, failure, busy, begin, stage }
}

/** An act on the customer on screen. */
export function useStageOnce() {
  const customer = useCustomerStore()
  return useStageFor<CustomerTarget>(() => customer.target, (a, b) => a.accountId === b.accountId && a.customerId === b.customerId)
}

/** Where an act on customers begins: their account, and the one whose page is on screen; null: none is. */
export interface ActPlace { readonly accountId: AccountId; readonly customerId: CustomerId | null }

/** An act on the partner account on screen, or on customers of it that are named when it begins. `account`: the one that the act is about. */
export function useStageInAccount() {
  const [accounts, customer] = [useAccountsStore(), useCustomerStore()]
  const shown = (): ActPlace | null => (accounts.activeId === null ? null : { accountId: accounts.activeId, customerId: customer.target?.customerId ?? null })
  const act = useStageFor(shown, (a, b) => a.accountId === b.accountId && a.customerId === b.customerId)
  return { ...act, account: computed(() => accounts.list.find(({ id }) => id === act.here.value?.accountId) ?? null) }
}
