import { z } from 'zod'
import { environmentType, roleName } from '../access'
import { batchId } from '../intents'
import { matrixCounts, matrixHistory, matrixLine, matrixQuery, matrixView, rowKey, selectionSums } from '../matrix'
import { defineMethod } from '../method'
import { completeness } from '../reading'
import { importMapping, sheetEdit, sheetPreview } from '../sheet'
import { MOST_CELLS, MOST_TABLE } from '../sheet-limits'
import { stagedCounts } from './intents'

const count = z.number().int()

/** The matrix, from the local store and what is staged. No answer holds more than a window of rows. */
export const matrixMethods = {
  /** One window of lines. `lines` counts them all, heads of groups included and rows of collapsed groups not; `matched` and `total` count rows, of the filter and of the scope. */
  'matrix.page': defineMethod({
    kind: 'query', home: 'engine', input: matrixQuery,
    output: z.object({ window: z.array(matrixLine), lines: count, matched: count, total: count, completeness }),
  }),
  /** For the heads of the columns and for the filters, over all rows that match. */
  'matrix.counts': defineMethod({ kind: 'query', home: 'engine', input: matrixView, output: matrixCounts }),
  /** Keys of the rows that match, in order, whether their group is collapsed or not: for "select all", for ranges beyond the window. Offset counts rows. */
  'matrix.keys': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...matrixView.shape, offset: count.min(0), limit: count.min(1).max(MOST_CELLS) }), output: z.object({ keys: z.array(rowKey), matched: count }),
  }),
  /** Where a row is: its place among the rows and among the lines; null: it does not match. */
  'matrix.place': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...matrixQuery.omit({ offset: true, limit: true }).shape, key: rowKey }), output: z.object({ row: count.nullable(), line: count.nullable() }),
  }),
  /** A range as it is shown, for copying: `text` is what spreadsheets exchange, `values` the roles by row (null: no access, undefined: not known). BAD_INPUT: more than 20,000 cells. */
  'matrix.cells': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ rows: z.array(rowKey).min(1).max(MOST_CELLS), environments: z.array(environmentType).min(1).max(3), noAccess: z.string().min(1).max(60) }),
    output: z.object({ text: z.string(), values: z.array(z.array(roleName.nullish())) }),
  }),
  /** Counts over a selection, and in which customers it is; `gone` are rows that are no longer there. */
  'matrix.sums': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ rows: z.array(rowKey).min(1).max(MOST_CELLS) }), output: selectionSums }),
  /** What was sent for a row from this computer, the last 20. */
  'matrix.history': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ key: rowKey }), output: z.object({ entries: matrixHistory }) }),
  /** What a table that is to be imported holds: its head, how many lines, the first five, and where the columns are that the export writes (null: no column is the e-mail's). */
  'matrix.table': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ text: z.string().max(MOST_TABLE) }),
    output: z.object({ header: z.array(z.string()), lines: count, sample: z.array(z.array(z.string())), mapping: importMapping.nullable() }),
  }),
  /** What an act would stage, without staging it. BAD_INPUT: it would touch a range of more than 20,000 cells. */
  'matrix.preview': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ edit: sheetEdit }), output: sheetPreview }),
  /** Stages an act as one step of undo; what is refused is left out, of a table everything about the line. `batchId` null: there was nothing to stage. */
  'matrix.stage': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ name: z.string().min(1).max(200), edit: sheetEdit }),
    output: z.object({ batchId: batchId.nullable(), counts: stagedCounts, done: sheetPreview }),
  }),
}
