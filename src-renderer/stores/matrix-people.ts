import type { MatrixRow } from '@contract/matrix'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { EVERYTHING, NO_FILTER } from '../composables/matrix-query'

const SHOWN = 8

/** The search for one person in a customer, over all accounts; of the rows that match the first. For use in a component's setup. */
export function useRowSearch() {
  return makeAnswer(async (text: string): Promise<readonly MatrixRow[]> => {
    if (text.trim() === '') return []
    const { window } = await call('matrix.page', { ...EVERYTHING, filter: { ...NO_FILTER, search: text }, collapsed: [], offset: 0, limit: SHOWN })
    return window.flatMap((line) => (line.kind === 'row' ? [line.row] : []))
  })
}
