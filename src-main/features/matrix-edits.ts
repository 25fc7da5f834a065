import type { EnvironmentType } from '../contract/access'
import type { Intent, PendingIntent } from '../contract/intents'
import type { CellEdit } from '../contract/matrix'
import { targetKey } from '../domain/intents/kinds'
import { readIn, type EditsByRow, type RowEdits } from '../domain/matrix/cell'
import { customerKey } from '../domain/matrix/rows'
import { chained, isNeutral, type Chains } from '../domain/staging/coalesce'
import type { Store } from '../store'
import type { CurrentRows } from './matrix-rows'

type Edit = CellEdit & { readonly outcome: 'conflict' | 'failed' | null }
type RowIntent = Extract<Intent, { kind: 'member.role' | 'member.remove' }>
interface Collected { readonly leaving: boolean; readonly cells: Partial<Record<EnvironmentType, Edit>> }
type Rows = Map<string, Collected>

/** What is wished of the rows, with a stamp that is another one after every change. */
export interface CurrentEdits { readonly edits: EditsByRow; readonly stamp: string }

const ofRow = (intent: Intent): intent is RowIntent => intent.kind === 'member.role' || intent.kind === 'member.remove'
const rowOf = ({ accountId, customerId, target }: RowIntent): string => `${customerKey(accountId, customerId)}/${String(target.memberId)}`
const EMPTY: Collected = { leaving: false, cells: {} }

/**
 * Gives what is staged and what jobs have not done, by row. What is staged is looked at as a whole after an undo or the like; an edit more goes on top of what
 * is known, since with ten thousand staged the whole takes a tenth of a second.
 */
export function matrixEdits(store: Store): (rows: CurrentRows) => CurrentEdits {
  let staged: { readonly revision: number; readonly chains: Chains; readonly rows: Rows } = { revision: -1, chains: new Map(), rows: new Map() }
  let undone: { readonly stamp: string; readonly rows: Rows } = { stamp: '', rows: new Map() }
  let known: CurrentEdits = { edits: new Map(), stamp: '' }

  /** Brings what is staged up to date; gives the rows in which that changed something, null: any. */
  const stage = (): ReadonlySet<string> | null => {
    const revision = store.intents.revision()
    if (revision === staged.revision) return new Set()
    const added = store.intents.addedSince(staged.revision)
    const before = added === null ? { chains: new Map() as Chains, rows: new Map() as Rows } : staged
    const news = added ?? store.intents.live()
    const chains = chained(news, before.chains)
    note(before.rows, news.filter(ofRow), chains)
    staged = { revision, chains, rows: before.rows }
    return added === null ? null : new Set(news.filter(ofRow).map(rowOf))
  }
  return (rows) => {
    const stamp = `${rows.stamp} ${String(store.intents.revision())} ${String(store.steps.revision())}`
    if (known.stamp === stamp) return known
    const touched = stage()
    const end = `${rows.stamp} ${String(store.steps.revision())}`
    const sameJobs = undone.stamp === end
    if (!sameJobs) undone = { stamp: end, rows: undoneRows(store, rows) }
    const edits = new Map(touched !== null && sameJobs ? (known.edits as Rows) : undone.rows)
    // What is staged is later than any job, and hides what became of the cell there.
    for (const key of touched !== null && sameJobs ? touched : staged.rows.keys()) put(edits, key, over(undone.rows.get(key), staged.rows.get(key)))
    known = { stamp, edits: edits as ReadonlyMap<string, RowEdits> }
    return known
  }
}

const over = (below: Collected = EMPTY, above: Collected = EMPTY): Collected => ({ leaving: below.leaving || above.leaving, cells: { ...below.cells, ...above.cells } })

function put(rows: Rows, key: string, row: Collected): void {
  if (row.leaving || Object.keys(row.cells).length > 0) rows.set(key, row)
  else rows.delete(key)
}

/** Puts down in the rows what the chains of some intents come to now. */
function note(rows: Rows, intents: readonly RowIntent[], chains: Chains): void {
  for (const one of intents) {
    const chain = chains.get(targetKey(one)) as PendingIntent & { readonly intent: RowIntent }
    const { leaving, cells } = rows.get(rowOf(one)) ?? EMPTY
    if (chain.intent.kind === 'member.remove') put(rows, rowOf(one), { leaving: !isNeutral(chain), cells })
    else {
      const { base, wish, target: { environment } } = chain.intent
      const others = { ...cells }
      delete others[environment]
      put(rows, rowOf(one), { leaving, cells: isNeutral(chain) ? others : { ...others, [environment]: { base, wish, covers: [...chain.covers], jobId: null, error: null, outcome: null } } })
    }
  }
}

function undoneRows(store: Store, { table }: CurrentRows): Rows {
  const rows: Rows = new Map()
  for (const { intent, jobId, state, outcome } of store.steps.undone()) {
    if (!ofRow(intent)) continue
    const end = state === 'conflict' || state === 'failed' ? state : null
    const { leaving, cells } = rows.get(rowOf(intent)) ?? EMPTY
    if (intent.kind === 'member.remove') {
      rows.set(rowOf(intent), { leaving: leaving || end === null, cells })
      continue
    }
    // Somebody has done by hand what the job could not.
    const person = table.find(rowOf(intent))
    if (end !== null && (person === undefined || readIn(person, intent.target.environment) === intent.wish)) continue
    const error = outcome.error == null ? null : { code: outcome.error.code, title: outcome.error.title }
    rows.set(rowOf(intent), { leaving, cells: { ...cells, [intent.target.environment]: { base: intent.base, wish: intent.wish, covers: [], jobId, error, outcome: end } } })
  }
  return rows
}
