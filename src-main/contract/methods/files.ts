import { z } from 'zod'
import { accountId, placeId } from '../ids'
import { appErrorJson } from '../error-schema'
import { EXPORT_COLUMNS } from '../export-columns'
import { jobId } from '../jobs'
import { matrixView } from '../matrix'
import { defineMethod } from '../method'
import { migrationScope } from '../migration'

const count = z.number().int()
/** How many rows were written; null: the person chose no file. */
const saved = z.object({ rows: count.nullable() })

/** Files of the user: a dialog of the system asks where they are; the page never names a path and never sees one. */
export const fileMethods = {
  /** The evidence of a job, as CSV or JSON: every step with base, value before, wish and value read back. */
  'files.saveEvidence': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({ jobId }), output: saved }),
  /** Lines of the journal, oldest first, as CSV or JSON; null: without that condition. */
  'files.saveJournal': defineMethod({
    kind: 'command', home: 'main', input: z.strictObject({ jobId: jobId.nullable(), accountId: accountId.nullable(), customerId: placeId.nullable() }), output: saved,
  }),
  /** Every change of an account that is not sent yet, so that it can be opened again. */
  'files.saveChanges': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({ accountId }), output: saved }),
  /** Rows of the matrix with the columns that are chosen, as CSV or JSON. The name that is offered tells whose rows they are and how many customers were read. */
  'files.saveMatrix': defineMethod({
    kind: 'command', home: 'main',
    input: z.strictObject({ view: matrixView, columns: z.array(z.enum(EXPORT_COLUMNS)).min(1).max(EXPORT_COLUMNS.length), noAccess: z.string().min(1).max(60) }), output: saved,
  }),
  /** The report of a migration with its evidence, as HTML or CSV: of one customer, of a wave or, `of` null, of the whole account. Says how many customers it knows. `rows` counts its people. */
  'files.saveMigration': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({ accountId, of: migrationScope.nullable() }), output: saved }),
  /** The text of a table that is to be imported; null: the person chose no file. FILE_FAILED when it cannot be read or is too large. */
  'files.openTable': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({}), output: z.object({ text: z.string().nullable() }) }),
  /** Stages the changes of a file that `files.saveChanges` wrote as one batch for the account of the same workspace; FILE_FAILED when there is none, or the file is another. `left` says what of it was not staged: what cannot be undone is confirmed where it is done, never by a file. */
  'files.openChanges': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({ batchName: z.string().min(1).max(200) }), output: z.object({ staged: count.nullable(), left: appErrorJson.nullable() }) }),
}
