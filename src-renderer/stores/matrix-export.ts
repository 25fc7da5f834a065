import { ref, shallowRef } from 'vue'
import type { Input } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import { call } from '../bridge/client'

/** Saves rows of the matrix to a file that the person chooses. For use in a component's setup. */
export function useMatrixExport() {
  /** Rows of the last file; null: none was saved. */
  const saved = ref<number | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  const saving = ref(false)
  async function save(content: Input<'files.saveMatrix'>): Promise<void> {
    saving.value = true
    try {
      saved.value = (await call('files.saveMatrix', content)).rows
      failure.value = null
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
    } finally {
      saving.value = false
    }
  }
  return { saved, failure, saving, save }
}
