import { AppError, failureReply, type AppErrorJson } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { SyncState } from '../contract/methods/customers'
import type { SyncDeps } from './deps'
import { readApps } from './read-apps'
import { CUSTOMERS, readCustomers } from './read-customers'

/** A list older than this is read again by itself. */
const STALE_MS = 15 * 60_000
/** First wait after a failure; doubles up to the cap. */
const RETRY_FIRST_MS = 5_000
const RETRY_CAP_MS = 5 * 60_000
/** Waiting does not help these: the user has to do something first. */
const PAUSING = new Set(['TOKEN_REFUSED', 'TOKEN_ABSENT', 'KEYCHAIN_LOCKED', 'KEYCHAIN_MISSING', 'FORBIDDEN', 'ACCOUNT_NOT_FOUND'])
const EVENT_EVERY_MS = 100

type Phase = SyncState['phase']

/** Reads one partner account into the store; everything it does is bound to that account's id. */
export class AccountSync {
  readonly accountId: AccountId
  onScreen: readonly CustomerId[] = []
  #abort: AbortController | null = null
  #phase: Phase = 'idle'
  #error: AppErrorJson | null = null
  #online: boolean
  #failures = 0
  #lastEvent = 0
  #ended: Promise<void> = Promise.resolve()

  constructor(readonly deps: SyncDeps, online: boolean) {
    this.accountId = deps.client.accountId
    this.#online = online
  }

  /** Starts reading, or starts it again after a failure. `force` reads a fresh list again. */
  start(force: boolean): void {
    if (!this.#online) return this.#become('offline')
    if (this.#abort !== null && !force && this.#phase === 'reading') return
    const previous = this.#ended
    this.#abort?.abort(new AppError({ code: 'CANCELLED', title: 'Reading was started again.', hint: '', retryable: true }))
    const abort = new AbortController()
    this.#abort = abort
    this.#error = null
    this.#become('reading')
    this.#ended = previous.then(() => this.#run(abort.signal, force))
  }

  setOnline(online: boolean): void {
    if (online === this.#online) return
    this.#online = online
    if (online) this.start(false)
    else {
      this.#abort?.abort(new AppError({ code: 'OFFLINE', title: 'Working offline.', hint: '', retryable: true }))
      this.#abort = null
      this.#become('offline')
    }
  }

  /** Ends for good; resolves when nothing of this account will be written any more. */
  async stop(): Promise<void> {
    this.#abort?.abort(new AppError({ code: 'CANCELLED', title: 'Reading ended.', hint: '', retryable: false }))
    this.#abort = null
    await this.#ended
  }

  /** Where the reading is. */
  state(): SyncState {
    const { store, client } = this.deps
    const cursor = store.reads.get(this.accountId, CUSTOMERS)
    const kept = store.customers.count(this.accountId)
    const reading = cursor !== null && cursor.completedAt === null
    const total = reading ? cursor.expected : cursor === null ? null : kept
    const appsRead = store.customers.countAppsRead(this.accountId)
    const bucket = client.bucket('members')
    const left = reading && total !== null ? Math.max(0, Math.ceil((total - kept) / 100)) + total - appsRead : Math.max(0, kept - appsRead)
    return {
      accountId: this.accountId, phase: this.#phase, read: kept, total: total === null ? null : Math.max(total, kept), appsRead, etaMs: this.#phase === 'reading' ? bucket.etaMs(left) : null,
      asOf: cursor?.completedAt ?? null, error: this.#error, quota: { used: bucket.used(), perMinute: bucket.limit.perMinute, reserved: bucket.limit.reserved, slowed: bucket.slowed() },
    }
  }

  async #run(signal: AbortSignal, force: boolean): Promise<void> {
    const { store, clock, log } = this.deps
    const progress = { customers: () => this.#changed('customers'), apps: () => this.#changed('connections') }
    try {
      const cursor = store.reads.get(this.accountId, CUSTOMERS)
      const fresh = cursor?.completedAt != null && clock.now() - cursor.completedAt < STALE_MS
      if (force || !fresh) await readCustomers(this.deps, signal, force, progress.customers)
      this.#announce(true)
      await readApps(this.deps, signal, () => this.onScreen, progress.apps)
      this.#failures = 0
      this.#become('idle')
      await clock.sleep(STALE_MS, signal)
      if (!signal.aborted) await this.#run(signal, true)
    } catch (error) {
      if (signal.aborted) return
      const reply = failureReply(error)
      this.#error = reply.ok ? null : reply.error
      if (!(error instanceof AppError)) log.error('sync.failed', { accountId: this.accountId, error })
      else log.warn('sync.stopped', { accountId: this.accountId, code: error.json.code })
      await this.#afterFailure(signal)
    }
  }

  async #afterFailure(signal: AbortSignal): Promise<void> {
    if (this.#error !== null && PAUSING.has(this.#error.code)) return this.#become('paused')
    this.#become('failed')
    this.#failures += 1
    try {
      await this.deps.clock.sleep(Math.min(RETRY_CAP_MS, RETRY_FIRST_MS * 2 ** (this.#failures - 1)), signal)
    } catch {
      return
    }
    this.#error = null
    this.#become('reading')
    await this.#run(signal, false)
  }

  #become(phase: Phase): void {
    this.#phase = phase
    this.#announce(true)
  }

  #changed(table: 'customers' | 'connections'): void {
    this.deps.emit({ type: 'changed', accountId: this.accountId, table })
    this.#announce(false)
  }

  /** Tells where the reading is, at most ten times a second unless something changed for good. */
  #announce(now: boolean): void {
    const time = this.deps.clock.now()
    if (!now && time - this.#lastEvent < EVENT_EVERY_MS) return
    this.#lastEvent = time
    this.deps.emit({ type: 'sync', state: this.state() })
  }
}
