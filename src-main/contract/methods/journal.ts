import { z } from 'zod'
import { accountId, placeId } from '../ids'
import { jobId } from '../jobs'
import { defineMethod } from '../method'

const count = z.number().int()
/** Null: without that condition. */
const filter = { jobId: jobId.nullable(), accountId: accountId.nullable(), customerId: placeId.nullable(), offset: count.min(0), limit: count.min(1).max(200) }

/** `sending` stands before each request, `answered` after it; `recovered`: it was on its way when the app ended; `resolved`: reading has settled it; `read-back`: seen as wished; `kept`: what a migration rests on, of no job. */
export const journalEvent = z.enum(['started', 'sending', 'answered', 'recovered', 'resolved', 'read-back', 'kept'])
export type JournalEvent = z.infer<typeof journalEvent>

/** One line; `n` begins at 1, `at` is UTC ms, `data` are the facts of the event. `job`: the name of its job; null: the line is of none, as of a dry run of a migration, whose own id stands in the place of a job's. */
const journalRow = z.object({ n: count, at: z.number(), accountId, customerId: placeId, jobId, job: z.string().nullable(), event: journalEvent, data: z.unknown() })

export const journalMethods = {
  /** A window of the journal, newest first; `alteredAt`: the first line that was altered or is missing, as seen at the start (G12). */
  'journal.page': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject(filter), output: z.object({ rows: z.array(journalRow), matched: count, alteredAt: count.nullable() }),
  }),
}
