import { computed, onUnmounted, watch } from 'vue'
import type { SheetEdit, SheetPreview } from '@contract/sheet'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'

/** What an act on the matrix would do, asked anew whenever the act or what is staged changes. For use in a component's setup; `edit` null: nothing to look at yet. */
export function useSheetPreview(edit: () => SheetEdit | null) {
  const answer = makeAnswer((one: SheetEdit): Promise<SheetPreview> => call('matrix.preview', { edit: one as never }))
  const wanted = computed(edit)
  watch(wanted, (one) => {
    if (one === null) answer.clear()
    else void answer.ask(one)
  }, { immediate: true })
  onUnmounted(onAppEvent((event) => {
    if (wanted.value !== null && (event.type === 'intents' || (event.type === 'engine' && event.status === 'running'))) void answer.ask(wanted.value)
  }))
  return answer
}
