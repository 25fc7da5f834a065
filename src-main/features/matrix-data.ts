import type { MatrixView } from '../contract/matrix'
import type { Clock } from '../domain/clock'
import { arrange, type Arrangement } from '../domain/matrix/arrange'
import { select, type Moment } from '../domain/matrix/select'
import { orderFor, sortRows } from '../domain/matrix/sort'
import type { MatrixTable } from '../domain/matrix/table'
import type { Store } from '../store'
import { matrixEdits } from './matrix-edits'
import { matrixRows } from './matrix-rows'
import { taggedScope } from './matrix-view'

/** Findings that depend on the time are looked at anew so often. */
const TICK_MS = 60_000
/** Views whose rows are kept: the one on screen, that of its filters, and one more. */
const KEPT = 3

/** The rows with what is wished of them, as they are now. `rowsStamp` is another one after every change of the rows, `stamp` also after every one of an edit. */
export interface CurrentMatrix extends Moment { readonly table: MatrixTable; readonly rowsStamp: string; readonly stamp: string }

/** The rows of the matrix, kept once for all who ask for them. */
export interface MatrixData {
  current(): Promise<CurrentMatrix>
  /** The rows of a view in its order. A person scrolls and edits in the same list: it is made once, until something changes that it depends on. */
  arranged(moment: CurrentMatrix, view: MatrixView): Arrangement
}

export function matrixData(store: Store, clock: Pick<Clock, 'now'>): MatrixData {
  const rows = matrixRows(store)
  const edits = matrixEdits(store)
  // The newest first.
  let made: readonly { readonly key: string; readonly arrangement: Arrangement }[] = []
  return {
    current: async () => {
      const found = await rows()
      const now = Math.floor(clock.now() / TICK_MS) * TICK_MS
      const wished = edits(found)
      return { table: found.table, edits: wished.edits, now, rowsStamp: found.stamp, stamp: wished.stamp }
    },
    arranged: (moment, view) => {
      const { filter, grouping, sort } = view
      const scope = taggedScope(store, view.scope)
      const key = JSON.stringify([seesEdits(view) ? moment.stamp : moment.rowsStamp, seesTime(view) ? moment.now : null, scope, filter, grouping, sort])
      const known = made.find((one) => one.key === key) ?? { key, arrangement: arrange(sortRows(select(moment.table.order(orderFor(sort.by)), scope, filter, moment), sort, moment), { grouping, sort }) }
      made = [known, ...made.filter((one) => one !== known)].slice(0, KEPT)
      return known.arrangement
    },
  }
}

/** Whether what is wished can change which rows are shown, or their order. */
const seesEdits = ({ filter: { roles, states }, sort }: MatrixView): boolean => sort.by === 'edits' || states.length > 0 || Object.values(roles).some((asked) => asked.length > 0)
/** The same for the time, which some findings depend on. */
const seesTime = ({ filter: { findings }, sort }: MatrixView): boolean => sort.by === 'findings' || findings.length > 0
