import type { Handlers } from '../contract'
import { Lines } from '../domain/matrix/arrange'
import { shownIn } from '../domain/matrix/cell'
import { countRows } from '../domain/matrix/count'
import { rowKeyOf } from '../domain/matrix/rows'
import { editsOf, inScope } from '../domain/matrix/select'
import { guessMapping, parseCsv } from '../domain/sheet/csv'
import { formatTsv } from '../domain/sheet/tsv'
import { stageBatch } from '../jobs/seal'
import type { FeatureDeps } from './deps'
import { historyOf, sumsOf } from './matrix-selection'
import { completenessOf, lineView, taggedScope } from './matrix-view'
import { refuseTooMany, sheetActs } from './sheet-acts'

type Methods = 'matrix.page' | 'matrix.counts' | 'matrix.keys' | 'matrix.place' | 'matrix.cells' | 'matrix.sums' | 'matrix.history' | 'matrix.table' | 'matrix.preview' | 'matrix.stage'

/** How a copied cell says that its role is not known, so that no role is lost when it is pasted. */
const NOT_KNOWN = '?'

/** The environment-role matrix: rows are kept in order in memory, so that a window of any sort and filter is a piece of a list. */
export function matrixHandlers({ store, jobs, matrix: { current, arranged } }: FeatureDeps): Handlers<Methods> {
  const acted = sheetActs({ store, matrix: { current } })
  return {
    'matrix.page': async ({ collapsed, offset, limit, ...asked }) => {
      const view = { ...asked, scope: taggedScope(store, asked.scope) }
      const moment = await current()
      const arrangement = arranged(moment, view)
      const lines = new Lines(arrangement, collapsed)
      const within = inScope(view.scope)
      const total = [...moment.table.all()].reduce((sum, customer) => (within(customer) ? sum + customer.people.length : sum), 0)
      return { window: lines.window(offset, limit).map((line) => lineView(store, line, moment)), lines: lines.count, matched: arrangement.rows.length, total, completeness: completenessOf(store, view.scope) }
    },
    'matrix.counts': async (view) => {
      const moment = await current()
      return countRows(arranged(moment, view).rows, moment)
    },
    'matrix.keys': async ({ offset, limit, ...view }) => {
      const { rows: all } = arranged(await current(), view)
      return { keys: all.slice(offset, offset + limit).map(rowKeyOf), matched: all.length }
    },
    'matrix.place': async ({ key, collapsed, ...view }) => {
      const moment = await current()
      const arrangement = arranged(moment, view)
      const person = moment.table.find(key)
      const row = person === undefined ? -1 : arrangement.rows.indexOf(person)
      return row < 0 ? { row: null, line: null } : { row, line: new Lines(arrangement, collapsed).lineOf(row) }
    },
    'matrix.cells': async ({ rows: keys, environments, noAccess }) => {
      refuseTooMany(keys.length, environments)
      const { table, edits: wished } = await current()
      const values = keys.map((key) => {
        const person = table.find(key)
        return environments.map((environment) => (person === undefined ? undefined : shownIn(person, environment, editsOf(wished, person))))
      })
      return { values, text: formatTsv(values.map((row) => row.map((value) => (value === null ? noAccess : (value ?? NOT_KNOWN))))) }
    },
    'matrix.sums': async ({ rows: keys }) => sumsOf(keys, await current()),
    'matrix.history': async ({ key }) => {
      const person = (await current()).table.find(key)
      return { entries: person === undefined ? [] : historyOf(store, person) }
    },
    'matrix.table': ({ text }) => {
      const { header, rows: lines } = parseCsv(text)
      return { header: [...header], lines: lines.length, sample: lines.slice(0, 5).map(({ cells }) => [...cells]), mapping: guessMapping(header) }
    },
    'matrix.preview': async ({ edit }) => (await acted(edit)).preview,
    'matrix.stage': async ({ name, edit }) => {
      const { drafts, preview } = await acted(edit)
      if (drafts.length === 0) return { batchId: null, counts: store.intents.counts(), done: preview }
      return { ...stageBatch(jobs.deps, name, [], drafts), done: preview }
    },
  }
}
