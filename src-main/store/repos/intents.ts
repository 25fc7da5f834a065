import type { BatchId, Intent, IntentId } from '../../contract/intents'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import { appError } from '../../contract/errors'
import { conditions } from '../conditions'
import type { Db } from '../db'
import { parseJson } from '../parse-json'

/** How many intents are staged, and the names of the batches that undo and redo are about; null: none. */
export interface StagedCounts { readonly staged: number; readonly undo: string | null; readonly redo: string | null }
/** Of whom; null: all. */
export interface IntentScope { readonly accountId: AccountId | null; readonly customerId: CustomerId | null }

interface Stored { seq: number; id: string; account_id: string; customer_id: number; batch_id: string; data: string }
interface Batch { readonly place: number; readonly name: string }
const LAST = 'SELECT place, name FROM batches WHERE undone = 0 ORDER BY place DESC LIMIT 1'
const NEXT = 'SELECT place, name FROM batches WHERE undone = 1 ORDER BY place LIMIT 1'
const IS_LIVE = 'SELECT 1 AS live FROM live_intents WHERE id = ?'
/** All of a batch in one statement: ten thousand are staged in a tenth of a second. */
const ADD = `INSERT INTO intents (seq, id, account_id, customer_id, batch_id, data)
  SELECT value ->> 'seq', value ->> 'id', value ->> 'accountId', value ->> 'customerId', value ->> 'batchId', value FROM json_each(?)`
/** Batches in which nothing is left to undo or to redo. */
const DROP_EMPTY = `DELETE FROM batches WHERE NOT EXISTS (SELECT 1 FROM batch_removals r WHERE r.batch_id = batches.id) AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.batch_id = batches.id)`

/** Staged edits as `domain/staging` describes them. Every change is one transaction that is on disk when the call returns (G1). */
export function intentsRepo(db: Db) {
  const forgetUndone = (): void => {
    db.run('DELETE FROM intents WHERE batch_id IN (SELECT id FROM batches WHERE undone = 1)')
    db.run('DELETE FROM batch_removals WHERE batch_id IN (SELECT id FROM batches WHERE undone = 1)')
    db.run('DELETE FROM batches WHERE undone = 1')
  }
  let revision = 0
  /** What the last change added, where it did nothing else. */
  let added: { readonly revision: number; readonly intents: readonly Intent[] } | null = null
  const changing = <T>(work: () => T): T => {
    revision += 1
    return work()
  }
  const nextSeq = (): number => (db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM intents')?.seq ?? -1) + 1

  return {
    /** Another one after every change, so that what was made of the intents can be kept until then. */
    revision: (): number => revision,
    /** What was added since a revision, where that was the only change; null: look at all of them. */
    addedSince: (then: number): readonly Intent[] | null => (added?.revision === revision && then === revision - 1 ? added.intents : null),
    /**
     * Adds and takes away intents as one batch; `seal` gets the place of the first one in the order of all edits. Ids that are not live are ignored,
     * and a batch without content is none.
     */
    step: (id: BatchId, name: string, removes: readonly IntentId[], seal: (firstSeq: number) => readonly Intent[]): void => {
      const adds = changing(() => db.transaction(() => {
        const live = removes.filter((one) => db.get(IS_LIVE, [one]) !== undefined)
        const adds = seal(nextSeq())
        if (live.length + adds.length === 0) return adds
        forgetUndone()
        db.run('INSERT INTO batches (id, name) VALUES (?, ?)', [id, name])
        for (const one of live) db.run('INSERT INTO batch_removals (batch_id, intent_id) VALUES (?, ?)', [id, one])
        db.run(ADD, [JSON.stringify(adds)])
        return live.length === 0 ? adds : null
      }))
      added = adds === null ? null : { revision, intents: adds }
    },
    /** Takes the last batch back; false: there is none. */
    undo: (): boolean => changing(() => db.transaction(() => {
      const last = db.get<Batch>(LAST)
      return last !== undefined && db.run('UPDATE batches SET undone = 1 WHERE place = ?', [last.place]).changes === 1
    })),
    /** Does the batch again that was undone last; false: there is none. */
    redo: (): boolean => changing(() => db.transaction(() => {
      const next = db.get<Batch>(NEXT)
      return next !== undefined && db.run('UPDATE batches SET undone = 0 WHERE place = ?', [next.place]).changes === 1
    })),
    /** A job takes everything over that is staged: from then on there is nothing to undo or to redo. To be called inside the transaction that makes its steps. */
    takeAll: (jobId: JobId): void => {
      revision += 1
      db.run('INSERT INTO taken_intents (intent_id, job_id) SELECT id, ? FROM live_intents', [jobId])
      db.run('DELETE FROM batch_removals')
      db.run('DELETE FROM batches')
    },
    /** Takes away everything that an account has staged, for good: neither undo nor redo brings it back. */
    forgetAccount: (accountId: AccountId): void => {
      revision += 1
      db.run('DELETE FROM batch_removals WHERE intent_id IN (SELECT id FROM intents WHERE account_id = ?)', [accountId])
      db.run('DELETE FROM intents WHERE account_id = ?', [accountId])
      db.run(DROP_EMPTY)
    },
    /** Ids of all intents that count, also of those that cannot be read. */
    liveIds: (): IntentId[] => db.all<{ id: IntentId }>('SELECT id FROM live_intents ORDER BY seq').map(({ id }) => id),
    /** All intents that count, in edit order (G3). Throws STORE_CORRUPT when one is not what was sealed. */
    live: ({ accountId, customerId }: IntentScope = { accountId: null, customerId: null }): Intent[] => {
      const where = conditions({ account_id: accountId, customer_id: customerId })
      return db.all<Stored>(`SELECT seq, id, account_id, customer_id, batch_id, data FROM live_intents WHERE ${where.sql} ORDER BY seq`, where.params).map(sealed)
    },
    counts: (): StagedCounts => ({
      staged: db.get<{ n: number }>('SELECT count(*) AS n FROM live_intents')?.n ?? 0, undo: db.get<Batch>(LAST)?.name ?? null, redo: db.get<Batch>(NEXT)?.name ?? null,
    }),
    /** Accounts that have staged intents. */
    byAccount: (): { accountId: AccountId; staged: number }[] => db.all('SELECT account_id AS accountId, count(*) AS staged FROM live_intents GROUP BY account_id ORDER BY account_id'),
  }
}

/** What is sealed stands in the row twice: nobody may guess which of two customers an edit is for. */
function sealed(row: Stored): Intent {
  const intent = parseJson(row.data) as Intent | null | undefined
  if (intent != null && intent.id === row.id && intent.accountId === row.account_id && intent.customerId === row.customer_id && intent.batchId === row.batch_id && intent.seq === row.seq) return intent
  throw appError('STORE_CORRUPT', 'A change that waits was altered outside of Rolodesk.', 'Nothing was sent. Discard all changes and make them again, or restore a backup of ledger.db that lies beside it.')
}
