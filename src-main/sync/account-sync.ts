import { setMaxListeners } from 'node:events'
import { AppError, appError, type AppErrorJson } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { LimitClass } from '../contract/limits'
import type { SyncState } from '../contract/methods/customers'
import { readAccountLists } from './account-lists'
import { Agenda } from './agenda'
import { Changes } from './changes'
import type { SyncDeps } from './deps'
import { consequenceOf, shownFailure } from './failure'
import { KINDS } from './kinds'
import { Lane } from './lane'
import { CUSTOMERS, readCustomers } from './read-customers'
import { ItemReader } from './read-item'
import { ASK_AGAIN_MS, Scopes } from './scopes'
import { stateOf, type Phase } from './state'

/** The list of customers is read again by itself when it is older than this, in ms. */
const STALE_MS = 15 * 60_000
/** First wait after a failure, in ms; doubles up to the cap. */
const RETRY_FIRST_MS = 5_000
const RETRY_CAP_MS = 5 * 60_000
/** Requests under way at once in one lane; the quota sets the pace. */
const WIDTH = 6

/** Reads one partner account into the store; everything it does is bound to that account's id. */
export class AccountSync {
  readonly accountId: AccountId
  readonly scopes = new Scopes(() => this.#changes.note('customers', null))
  readonly #changes: Changes
  readonly #agendas: ReadonlyMap<LimitClass, Agenda>
  readonly #lanes: readonly Lane[]
  #abort: AbortController | null = null
  #phase: Phase = 'idle'
  #error: AppErrorJson | null = null
  #online: boolean
  #failures = 0
  #listing = false
  #looking = false
  #ended: Promise<void> = Promise.resolve()

  constructor(readonly deps: SyncDeps, online: boolean) {
    this.accountId = deps.client.accountId
    this.#online = online
    this.#changes = new Changes(deps, () => deps.emit({ type: 'sync', state: this.state() }))
    const reader = new ItemReader(deps, this.scopes, this.#changes, (resource) => {
      if (KINDS.some(({ needs }) => needs === resource)) this.#poke()
    })
    this.#agendas = new Map([...new Set(KINDS.map(({ bucket }) => bucket))].map((bucket) => [bucket, new Agenda(deps, KINDS.filter((kind) => kind.bucket === bucket), this.scopes)]))
    this.#lanes = [...this.#agendas.values()].map((agenda) => new Lane(() => reader.task(agenda), WIDTH, deps.clock, () => this.#rest()))
  }

  /** Starts reading, or starts it again after a failure. `force` reads everything again, however young it is. */
  start(force: boolean): void {
    this.scopes.forget()
    if (!this.#online) return this.#become('offline')
    if (this.#abort !== null && !force && this.#phase === 'reading') return this.#lookAgain(this.#abort.signal)
    if (force) for (const agenda of this.#agendas.values()) agenda.want('all')
    const previous = this.#ended
    this.#abort?.abort(appError('CANCELLED', 'Reading was started again.', '', { retryable: true }))
    const abort = new AbortController()
    this.#abort = abort
    this.#error = null
    this.#become('reading')
    this.#ended = previous.then(() => this.#run(abort.signal, force))
  }

  /** Told whenever the system says so, also when nothing changed: after a sleep everything may be old. */
  setOnline(online: boolean): void {
    const changed = online !== this.#online
    this.#online = online
    if (online && (changed || this.#phase === 'failed')) this.start(false)
    else if (online) this.#poke()
    else if (changed) {
      this.#abort?.abort(appError('OFFLINE', 'Working offline.', '', { retryable: true }))
      this.#abort = null
      this.#become('offline')
    }
  }

  /** The customers that the grid shows, so that they are read first. */
  show(ids: readonly CustomerId[]): void {
    for (const agenda of this.#agendas.values()) agenda.onScreen = ids
    this.#poke()
  }

  /** The customer whose page is open; null: none. */
  focus(id: CustomerId | null): void {
    for (const agenda of this.#agendas.values()) agenda.focus = id
    this.#poke()
  }

  /** Reads a customer again now, and what of the whole account its page needs and failed. */
  refresh(id: CustomerId): void {
    for (const agenda of this.#agendas.values()) agenda.want(id)
    if (this.#abort !== null) this.#lookAgain(this.#abort.signal)
  }

  /** Ends for good; resolves when nothing of this account will be written any more. */
  async stop(): Promise<void> {
    this.#abort?.abort(appError('CANCELLED', 'Reading ended.', ''))
    this.#abort = null
    await this.#ended
    this.#changes.end()
  }

  /** Where the reading is. */
  state(): SyncState {
    return stateOf(this.deps, this.#phase, this.#error)
  }

  async #run(signal: AbortSignal, force: boolean): Promise<void> {
    const inner = new AbortController()
    // Every worker of every lane listens to it.
    setMaxListeners(0, inner.signal)
    const end = (): void => inner.abort(signal.reason)
    signal.addEventListener('abort', end, { once: true })
    // What ends one part of the reading ends the others: none of them may write under a later one.
    const parts = [this.#lists(inner.signal, force), ...this.#lanes.map((lane) => lane.run(inner.signal))].map((part) =>
      part.catch((error: unknown) => {
        inner.abort(error)
        throw error
      }),
    )
    const [first] = (await Promise.allSettled(parts)).flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    signal.removeEventListener('abort', end)
    if (!signal.aborted) await this.#failed(inner.signal.reason ?? first, signal)
  }

  /** The list of customers and what belongs to the whole account, again and again. */
  async #lists(signal: AbortSignal, force: boolean): Promise<void> {
    const { store, clock } = this.deps
    for (let again = force; ; again = false) {
      const completedAt = store.reads.get(this.accountId, CUSTOMERS)?.completedAt ?? null
      this.#listing = true
      if (again || completedAt === null || clock.now() - completedAt >= STALE_MS) {
        await readCustomers(this.deps, signal, again, () => {
          for (const agenda of this.#agendas.values()) agenda.listChanged()
          this.#changes.note('customers', null)
          this.#poke()
        })
      }
      this.scopes.note('customers', 'allowed', clock.now())
      await this.#accountLists(signal, again)
      this.#failures = 0
      this.#listing = false
      this.#rest()
      await clock.sleep(STALE_MS, signal)
    }
  }

  /** Something may be due that was not before. What ends the reading is found by the reading itself. */
  #lookAgain(signal: AbortSignal): void {
    this.#poke()
    // Many customers may be asked for at once.
    if (this.#looking) return
    this.#looking = true
    void this.#accountLists(signal, false).catch(() => undefined).finally(() => (this.#looking = false))
  }

  #accountLists(signal: AbortSignal, force: boolean): Promise<void> {
    return readAccountLists(this.deps, this.scopes, signal, force, (resource) => this.#changes.note(resource, null))
  }

  async #failed(error: unknown, signal: AbortSignal): Promise<void> {
    this.#error = shownFailure(error)
    if (error instanceof AppError) this.deps.log.warn('sync.stopped', { accountId: this.accountId, code: error.json.code })
    else this.deps.log.error('sync.failed', { accountId: this.accountId, error })
    const consequence = consequenceOf(error, false)
    if (consequence === 'forbidden') this.scopes.note('customers', 'forbidden', this.deps.clock.now())
    if (consequence === 'pause') return this.#become('paused')
    this.#become(consequence === 'forbidden' ? 'paused' : 'failed')
    this.#failures += 1
    try {
      await this.deps.clock.sleep(consequence === 'forbidden' ? ASK_AGAIN_MS : Math.min(RETRY_CAP_MS, RETRY_FIRST_MS * 2 ** (this.#failures - 1)), signal)
    } catch {
      return
    }
    this.#error = null
    this.#become('reading')
    await this.#run(signal, false)
  }

  #poke(): void {
    for (const lane of this.#lanes) lane.poke()
  }

  #rest(): void {
    if (this.#phase === 'reading' && !this.#listing && this.#lanes.every((lane) => lane.idle())) this.#become('idle')
  }

  #become(phase: Phase): void {
    this.#phase = phase
    this.#changes.tell()
  }
}
