import { announcedTotal, PAGE_SIZE } from '../api/pages'
import { customerSummary, listCustomers } from '../api/resources/customers'
import { appError } from '../contract/errors'
import { WHOLE_ACCOUNT } from '../store/read-state'
import type { ReadCursor } from '../store/repos/reads'
import type { SyncDeps } from './deps'

/** Name of the list in the table of cursors. */
export const CUSTOMERS = 'customers'
/** An interrupted read is continued when it is younger than this, else begun anew. */
const RESUME_MS = 60 * 60_000
const MAX_PAGES = 10_000
/** A list that changes while it is read is begun anew so often; after that what it did not see is kept. */
const MAX_SHIFTS = 3

/**
 * Reads all customers page by page. Each page is committed together with the cursor, so that a restart goes on where
 * this one ended. What the read did not see is removed only when the last page is in and the list stood still meanwhile.
 */
export async function readCustomers(deps: SyncDeps, signal: AbortSignal, anew: boolean, onPage: () => void): Promise<void> {
  const { store, client, clock, log } = deps
  const accountId = client.accountId
  let cursor = anew ? begin(deps) : (resumable(deps) ?? begin(deps))
  let shifts = 0
  let skipped = 0
  for (;;) {
    const page = cursor.nextPage
    if (page > MAX_PAGES) throw appError('BAD_RESPONSE', 'The list of customers does not end.', 'Workato gives page after page. What was read so far is kept.')
    const result = await listCustomers(client, page, { priority: page === 1 ? 'screen' : 'background', signal })
    signal.throwIfAborted()
    skipped += result.skipped
    const total = announcedTotal(result, (page - 1) * PAGE_SIZE)
    if (result.skipped > 0) log.warn('sync.customers.skipped', { accountId, page, skipped: result.skipped })
    if (cursor.expected !== null && total !== cursor.expected && shifts < MAX_SHIFTS) {
      shifts += 1
      skipped = 0
      cursor = begin(deps)
      continue
    }
    const last = result.received < PAGE_SIZE || (total !== null && page * PAGE_SIZE >= total)
    const now = clock.now()
    const next: ReadCursor = { ...cursor, nextPage: page + 1, expected: total, completedAt: last ? now : null }
    store.inCache(() => {
      store.customers.upsert(accountId, result.items.map(customerSummary), cursor.generation, now)
      for (const one of result.items) store.customerDetails.saveListed(accountId, one, cursor.generation, now)
      // A row that could not be understood, on this page or an earlier one, is no sign that the customer is gone.
      const whole = skipped === 0 && shifts < MAX_SHIFTS && (total === null || store.customers.countRead(accountId, cursor.generation) === total)
      if (last && whole) store.customers.removeOlder(accountId, cursor.generation, now)
      store.reads.save(accountId, CUSTOMERS, next)
      // The cursor forgets it as soon as the next read begins.
      if (last) store.readStates.succeeded(accountId, 'customers', WHOLE_ACCOUNT, store.customers.count(accountId), now)
    })
    cursor = next
    onPage()
    if (last) return
  }
}

function begin({ store, client, clock }: SyncDeps): ReadCursor {
  const before = store.reads.get(client.accountId, CUSTOMERS)
  const cursor = { generation: (before?.generation ?? 0) + 1, nextPage: 1, expected: null, startedAt: clock.now(), completedAt: null }
  return cursor
}

function resumable({ store, client, clock }: SyncDeps): ReadCursor | null {
  const cursor = store.reads.get(client.accountId, CUSTOMERS)
  return cursor !== null && cursor.completedAt === null && clock.now() - cursor.startedAt < RESUME_MS ? cursor : null
}
