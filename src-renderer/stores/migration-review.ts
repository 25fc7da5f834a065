import { computed } from 'vue'
import type { Input } from '@contract'
import type { MigrationScope, ReviewRow } from '@contract/migration'
import { call } from '../bridge/client'
import { GroupedLines, type Line } from '../composables/grouped-lines'
import { useWindowList } from '../composables/window-list'
import { useAccountsStore } from './accounts'
import { useMigrationStore } from './migration'

export type ReviewShow = Input<'migration.review'>['show']
interface Section { readonly key: ReviewRow['danger']; readonly count: number; /** Place of its first row among all rows. */ readonly from: number }
/** One line of the review: the head of a section, or a person. */
export interface ReviewLine { readonly line: Line<Section>; readonly row: ReviewRow | null }

/** Who gains and loses what, most dangerous first, as lines with a head for each danger. For use in a component's setup. */
export function useMigrationReview(filter: () => { readonly of: MigrationScope; readonly show: ReviewShow; readonly search: string }) {
  const accounts = useAccountsStore()
  const store = useMigrationStore()
  const list = useWindowList(
    () => (accounts.activeId === null ? null : { accountId: accounts.activeId, ...filter() }),
    (asked, window) => call('migration.review', { ...asked, ...window }),
    () => store.version,
  )
  const lines = computed(() => {
    let from = 0
    return new GroupedLines((list.latest.value?.sections ?? []).map(({ danger, count }): Section => {
      const section = { key: danger, count, from }
      from += count
      return section
    }), new Set())
  })
  function lineAt(index: number): ReviewLine | undefined {
    const line = lines.value.at(index)
    if (line === undefined) return undefined
    if (line.kind === 'group') return { line, row: null }
    const row = list.row(line.group.from + line.at)
    return row === undefined ? undefined : { line, row }
  }
  /** Lines that are drawn; every line stands at most so many heads below its row. */
  function show(first: number, last: number): void {
    list.show(Math.max(0, first - (list.latest.value?.sections.length ?? 0)), last)
  }
  return { ...list, lines, lineAt, show }
}
export type MigrationReview = ReturnType<typeof useMigrationReview>
