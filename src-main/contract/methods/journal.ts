import { z } from 'zod'
import { accountId, customerId } from '../ids'
import { defineMethod } from '../method'

const journalRow = z.object({
  n: z.number().int(), at: z.number(), accountId, customerId, jobId: z.string(),
  event: z.enum(['started', 'sending', 'answered', 'recovered', 'resolved', 'read-back']), data: z.unknown(),
})

export const journalMethods = {
  /** A window of the journal, newest first, of one job or of all; `alteredAt`: the first line that was altered or is missing, as seen at the start (G12). */
  'journal.page': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ jobId: z.string().max(64).nullable(), offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
    output: z.object({ rows: z.array(journalRow), matched: z.number().int(), alteredAt: z.number().int().nullable() }),
  }),
}
