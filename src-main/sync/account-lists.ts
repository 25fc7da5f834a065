import { listCustomerManagers } from '../api/resources/customer-managers'
import { monthlyUsage } from '../api/resources/usage'
import type { CallOptions } from '../api/client'
import type { ScopeName } from '../contract/methods/doctor'
import type { ReadResource } from '../contract/reading'
import { WHOLE_ACCOUNT } from '../store/read-state'
import { AppError } from '../contract/errors'
import { consequenceOf, partly, shownFailure } from './failure'
import type { SyncDeps } from './deps'
import type { Scopes } from './scopes'

const HOUR_MS = 3600_000

/** A list that is read once for a whole account. */
interface AccountList {
  readonly resource: ReadResource
  readonly scope: ScopeName
  readonly staleMs: number
  /** Reads and stores; throws AppError. False: entries could not be understood, so that what is kept stays. */
  readonly read: (deps: SyncDeps, options: CallOptions) => Promise<boolean>
}

const LISTS: readonly AccountList[] = [
  {
    resource: 'managers', scope: 'managers', staleMs: HOUR_MS,
    read: async ({ client, store, clock }, options) => {
      const { items, complete } = await listCustomerManagers(client, options)
      if (complete) store.accountLists.replaceManagers(client.accountId, items, clock.now())
      return complete
    },
  },
  {
    resource: 'usage', scope: 'usage', staleMs: 6 * HOUR_MS,
    read: async ({ client, store, clock }, options) => {
      const { items } = await monthlyUsage(client, options)
      for (const month of items) store.accountLists.replaceMonth(client.accountId, month, clock.now())
      return true
    },
  },
]

/** Reads the lists of an account that are due or failed; one that this API client may not read, or that fails, keeps nothing else from being read. */
export async function readAccountLists(deps: SyncDeps, scopes: Scopes, signal: AbortSignal, force: boolean, onRead: (resource: ReadResource) => void): Promise<void> {
  const { store, client, clock, log } = deps
  for (const { resource, scope, staleMs, read } of LISTS) {
    const state = store.readStates.get(client.accountId, resource, WHOLE_ACCOUNT)
    const fresh = state !== null && state.readAt !== null && state.failedAt === null && clock.now() - state.readAt < staleMs
    if (scopes.closed(scope, clock.now()) || (fresh && !force)) continue
    scopes.asking(scope, clock.now())
    try {
      const whole = await read(deps, { priority: 'background', signal })
      if (!whole) store.readStates.failed(client.accountId, resource, WHOLE_ACCOUNT, partly().json, clock.now())
      scopes.note(scope, 'allowed', clock.now())
      onRead(resource)
    } catch (error) {
      signal.throwIfAborted()
      const consequence = consequenceOf(error, false)
      if (consequence === 'forbidden') scopes.note(scope, 'forbidden', clock.now())
      else if (consequence !== 'customer') throw error
      else {
        if (!(error instanceof AppError)) log.error('sync.list.failed', { accountId: client.accountId, resource, error })
        store.readStates.failed(client.accountId, resource, WHOLE_ACCOUNT, shownFailure(error), clock.now())
        onRead(resource)
      }
    }
  }
}
