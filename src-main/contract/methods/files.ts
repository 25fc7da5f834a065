import { z } from 'zod'
import { accountId, placeId } from '../ids'
import { jobId } from '../jobs'
import { defineMethod } from '../method'

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
  /** Stages the changes of such a file as one batch for the account of the same workspace; FILE_FAILED when there is none, or the file is another. */
  'files.openChanges': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({ batchName: z.string().min(1).max(200) }), output: z.object({ staged: count.nullable() }) }),
}
