import type { MatrixRow } from '@contract/matrix'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { EVERYTHING, NO_FILTER } from '../composables/matrix-query'

const SHOWN = 50
const viewOf = (search: string) => ({ ...EVERYTHING, filter: { ...NO_FILTER, search } })

/** The search for people in customers, over all accounts: the first that match, and how many do. For use in a component's setup. */
export function usePeopleChoice() {
  const found = makeAnswer(async (search: string): Promise<{ readonly rows: readonly MatrixRow[]; readonly matched: number }> => {
    if (search.trim() === '') return { rows: [], matched: 0 }
    const { window, matched } = await call('matrix.page', { ...viewOf(search), collapsed: [], offset: 0, limit: SHOWN })
    return { rows: window.flatMap((line) => (line.kind === 'row' ? [line.row] : [])), matched }
  })
  /** Keys of all who match, `most` at the most. */
  const all = makeAnswer(async ({ search, most }: { readonly search: string; readonly most: number }): Promise<readonly string[]> => (await call('matrix.keys', { ...viewOf(search), offset: 0, limit: most })).keys)
  return { found, all }
}
