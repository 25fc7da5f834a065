import type { CellEdit } from '../contract/matrix'
import type { EnvironmentType } from '../contract/access'
import type { Intent } from '../contract/intents'
import { readIn, type EditsByRow, type RowEdits } from '../domain/matrix/cell'
import { customerKey } from '../domain/matrix/rows'
import { coalesce } from '../domain/staging/coalesce'
import type { Store } from '../store'
import type { CurrentRows } from './matrix-rows'

type Edit = CellEdit & { readonly outcome: 'conflict' | 'failed' | null }
interface Collected { leaving: boolean; readonly cells: Partial<Record<EnvironmentType, Edit>> }

/** What is wished of the rows, with a stamp that is another one after every change. */
export interface CurrentEdits { readonly edits: EditsByRow; readonly stamp: string }

/** Gives what is staged and what jobs have not done, by row; worked out once for each change. */
export function matrixEdits(store: Store): (rows: CurrentRows) => CurrentEdits {
  let known: CurrentEdits = { edits: new Map(), stamp: '' }
  return (rows) => {
    const stamp = `${rows.stamp} ${String(store.intents.revision())} ${String(store.steps.revision())}`
    if (known.stamp !== stamp) known = { stamp, edits: collect(store, rows) }
    return known
  }
}

function collect(store: Store, { table }: CurrentRows): EditsByRow {
  const edits = new Map<string, Collected>()
  const note = (intent: Intent, edit: Omit<Edit, 'base' | 'wish'>): void => {
    if (intent.kind !== 'member.role' && intent.kind !== 'member.remove') return
    const key = `${customerKey(intent.accountId, intent.customerId)}/${String(intent.target.memberId)}`
    const row = edits.get(key) ?? { leaving: false, cells: {} }
    edits.set(key, row)
    if (intent.kind === 'member.remove') row.leaving ||= edit.outcome === null
    else row.cells[intent.target.environment] = { base: intent.base, wish: intent.wish, ...edit }
  }
  for (const { intent, jobId, state, outcome } of store.steps.undone()) {
    const end = state === 'conflict' || state === 'failed' ? state : null
    // Somebody has done by hand what the job could not.
    if (end !== null && intent.kind === 'member.role') {
      const person = table.find(`${customerKey(intent.accountId, intent.customerId)}/${String(intent.target.memberId)}`)
      if (person === undefined || readIn(person, intent.target.environment) === intent.wish) continue
    }
    note(intent, { covers: [], jobId, error: outcome.error == null ? null : { code: outcome.error.code, title: outcome.error.title }, outcome: end })
  }
  // What is staged is later than any job, and hides what became of the cell there.
  for (const { intent, covers } of coalesce(store.intents.live()).pending) note(intent, { covers: [...covers], jobId: null, error: null, outcome: null })
  return edits as ReadonlyMap<string, RowEdits>
}
