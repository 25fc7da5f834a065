import type { Completeness } from '@contract/reading'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { EVERYTHING } from '../composables/matrix-query'

/** How many rows there are over all accounts, and how much of them was read. For use in a component's setup. */
export function useWholeMatrix() {
  return makeAnswer(async (): Promise<{ readonly total: number; readonly completeness: Completeness }> => {
    const { total, completeness } = await call('matrix.page', { ...EVERYTHING, collapsed: [], offset: 0, limit: 1 })
    return { total, completeness }
  })
}
