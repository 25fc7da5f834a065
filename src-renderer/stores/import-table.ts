import { computed, onUnmounted, shallowRef } from 'vue'
import type { Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'

export type ImportTable = Output<'matrix.table'>
/** A person who types into the field is not asked after each letter; in ms. */
const PAUSE_MS = 200

/** A table that is to be imported: its text, pasted or from a file that the person chooses, and what is in it. For use in a component's setup. */
export function useImportTable() {
  const text = shallowRef('')
  const fileFailure = shallowRef<AppErrorJson | null>(null)
  const answer = makeAnswer((of: string): Promise<ImportTable> => call('matrix.table', { text: of }))
  let waiting: ReturnType<typeof setTimeout> | undefined
  /** Puts another text there, as it is typed or pasted. */
  function write(next: string): void {
    text.value = next
    clearTimeout(waiting)
    answer.clear()
    fileFailure.value = null
    if (next.trim() !== '') waiting = setTimeout(() => void answer.ask(next), PAUSE_MS)
  }
  onUnmounted(() => clearTimeout(waiting))

  /** True: a table was read from a file. */
  async function openFile(): Promise<boolean> {
    try {
      const found = (await call('files.openTable', {})).text
      if (found === null) return false
      write(found)
      clearTimeout(waiting)
      await answer.ask(found)
      return answer.value !== null
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      fileFailure.value = problem.json
      return false
    }
  }
  return { text: computed(() => text.value), table: computed(() => answer.value), failure: computed(() => fileFailure.value ?? answer.failure), write, openFile }
}
