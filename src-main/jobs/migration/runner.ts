import { setMaxListeners } from 'node:events'
import type { CallOptions } from '../../api/client'
import { AppError, appError, offlineError, type AppErrorJson } from '../../contract/errors'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { MigrationActivity } from '../../contract/migration'
import type { CallCounts } from '../../contract/plan'
import type { ActivityRecord } from '../../domain/migration/records'
import { backoffMs } from '../backoff'
import type { JobDeps } from '../deps'
import { AccountTrouble, troubleOf } from '../trouble'
import { activityEta, costOf } from './eta'
import { failCustomer, takeUp, workOn } from './tasks'

/** Customers that are worked on at once; the quota sets the pace. */
const WIDTH = 6
const EVERY_MS = 100

interface Running { readonly abort: AbortController; readonly begunAt: number; readonly cost: CallCounts; ended: Promise<void> }

/** Looks at, tries and verifies customers, one activity of an account at a time. Which customers are left is on disk, so that it goes on wherever it was ended. */
export class MigrationRunner {
  readonly #running = new Map<AccountId, Running>()
  readonly #failures = new Map<AccountId, number>()
  readonly #told = new Map<AccountId, number>()
  readonly #ended = new AbortController()
  #online: boolean

  constructor(private readonly deps: JobDeps, online: boolean) {
    this.#online = online
  }

  /** Takes up what was at work when the app ended. */
  begin(): void {
    for (const id of this.deps.store.roleMigration.atWork()) this.release(id)
  }

  setOnline(online: boolean): void {
    this.#online = online
    if (online) this.begin()
  }

  /** A new token, or another cause to try an account again. */
  release(accountId: AccountId): void {
    try {
      if (this.deps.store.roleMigration.atWork().includes(accountId)) this.#run(accountId)
    } catch (error) {
      // A full disk must not keep the app from starting.
      this.#later(accountId, error)
    }
  }

  /** Begins with these customers. Throws OFFLINE, and BAD_INPUT while something else is at work; `also` is written in the same transaction. */
  start(accountId: AccountId, kind: ActivityRecord['kind'], customers: readonly CustomerId[], also: () => void = () => undefined): MigrationActivity {
    if (!this.#online) throw offlineError()
    const { store, clock, author } = this.deps
    const { activity } = store.roleMigration.account(accountId)
    if (activity !== null && ['running', 'waiting'].includes(activity.state)) throw appError('BAD_INPUT', 'Something is at work in this account already.', 'Wait for it, or stop it first.')
    store.inLedger(() => {
      store.roleMigration.saveActivity(accountId, { kind, state: 'running', total: customers.length, done: 0, failed: 0, startedAt: clock.now(), endedAt: null, error: null, by: author })
      store.migrationWaves.fill(accountId, customers)
      also()
    })
    this.#run(accountId)
    return this.#stateOf(accountId)
  }

  /** Nothing more is asked; what is on its way is waited for by whoever needs it. A proof cannot be stopped: it would prove nothing. */
  stop(accountId: AccountId): MigrationActivity | null {
    const { store, clock } = this.deps
    const { activity } = store.roleMigration.account(accountId)
    if (activity !== null && activity.kind !== 'proof' && ['running', 'waiting'].includes(activity.state)) {
      this.#running.get(accountId)?.abort.abort(new Error('stopped'))
      store.inLedger(() => {
        store.migrationWaves.fill(accountId, [])
        this.#note(accountId, { state: 'stopped', endedAt: clock.now(), error: null })
      })
      this.#tell(accountId, true)
    }
    return this.state(accountId)
  }

  /** What is at work, or was last; null: nothing ever. */
  state(accountId: AccountId): MigrationActivity | null {
    return this.deps.store.roleMigration.account(accountId).activity === null ? null : this.#stateOf(accountId)
  }

  /** The account is gone. Resolves when nothing of it will be written any more. */
  async forget(accountId: AccountId): Promise<void> {
    const running = this.#running.get(accountId)
    running?.abort.abort(new Error('the account is gone'))
    await running?.ended
  }

  async end(): Promise<void> {
    this.#online = false
    this.#ended.abort(new Error('the engine stops'))
    for (const { abort } of this.#running.values()) abort.abort(new Error('the engine stops'))
    await Promise.allSettled([...this.#running.values()].map(({ ended }) => ended))
  }

  #stateOf(accountId: AccountId): MigrationActivity {
    const { store, clock } = this.deps
    const { activity } = store.roleMigration.account(accountId)
    if (activity === null) throw new Error('nothing was ever at work here')
    const running = this.#running.get(accountId)
    const { kind, state, total, done, failed, startedAt, endedAt, error } = activity
    const etaMs = state !== 'running' || running === undefined ? null : activityEta(this.deps, accountId, { all: running.cost, left: costOf(this.deps, accountId, kind, store.migrationWaves.queued(accountId)), elapsedMs: clock.now() - running.begunAt })
    return { kind, state, total, done, failed, startedAt, endedAt, error, etaMs }
  }

  #run(accountId: AccountId): void {
    const { store, clock } = this.deps
    const { activity } = store.roleMigration.account(accountId)
    if (activity === null || this.#running.has(accountId) || !this.#online) return
    const abort = new AbortController()
    setMaxListeners(0, abort.signal)
    this.#note(accountId, { state: 'running', error: null })
    const running: Running = { abort, begunAt: clock.now(), cost: costOf(this.deps, accountId, activity.kind, store.migrationWaves.queued(accountId)), ended: Promise.resolve() }
    this.#running.set(accountId, running)
    running.ended = this.#work(accountId, activity.kind, abort.signal)
      .then(() => this.#over(accountId, null), (error: unknown) => this.#over(accountId, error))
      // The ledger could not be written, as on a full disk: what it says is at work is taken up later.
      .catch((error: unknown) => this.#later(accountId, error))
    this.#tell(accountId, true)
  }

  async #work(accountId: AccountId, kind: ActivityRecord['kind'], signal: AbortSignal): Promise<void> {
    const { store } = this.deps
    const client = this.deps.client(accountId)
    const options: CallOptions = { priority: 'job', signal }
    await takeUp(this.deps, client, kind, options)
    const left = store.migrationWaves.queued(accountId)
    const troubles: unknown[] = []
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const customer = next
        try {
          await workOn(this.deps, client, kind, customer, options)
          // What is begun meanwhile has a queue of its own.
          signal.throwIfAborted()
          this.#failures.delete(accountId)
          this.#finished(accountId, customer, true)
        } catch (error) {
          signal.throwIfAborted()
          const trouble = troubleOf(error)
          if (trouble !== null || !(error instanceof AppError) || isLocked(error)) {
            // The others end what they are at, so that nothing is written by two.
            troubles.push(trouble ?? error)
            left.splice(0)
            return
          }
          const { json } = error
          this.#finished(accountId, customer, false, () => failCustomer(this.deps, client, kind, customer, json))
        }
      }
    }
    // All of them have ended before anything else begins.
    const ends = await Promise.allSettled(Array.from({ length: WIDTH }, worker))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    if (troubles.length > 0) throw troubles[0]
  }

  #finished(accountId: AccountId, customer: CustomerId, well: boolean, also: () => void = () => undefined): void {
    const { store } = this.deps
    const { activity } = store.roleMigration.account(accountId)
    if (activity === null) return
    store.inLedger(() => {
      also()
      store.migrationWaves.done(accountId, customer)
      this.#note(accountId, well ? { done: activity.done + 1 } : { failed: activity.failed + 1 })
    })
    this.#tell(accountId, false)
  }

  /** It came to its end, or to something that concerns the whole account: then it goes on by itself, or when a person has done something. */
  #over(accountId: AccountId, thrown: unknown): void {
    const { clock, log } = this.deps
    const running = this.#running.get(accountId)
    this.#running.delete(accountId)
    // It was stopped; something else may have been begun since.
    if (running?.abort.signal.aborted === true) return this.release(accountId)
    if (thrown === null) {
      this.#note(accountId, { state: 'done', endedAt: clock.now() })
      return this.#tell(accountId, true)
    }
    if (isLocked(thrown)) return this.#close(accountId, thrown.json)
    const { kind, error } = troubleOf(thrown) ?? new AccountTrouble('wait', INTERNAL)
    log[error.code === 'INTERNAL' ? 'error' : 'warn']('migration.held', { accountId, code: error.code, ...(error.code === 'INTERNAL' ? { error: thrown } : {}) })
    this.#note(accountId, { state: 'waiting', error })
    this.#tell(accountId, true)
    if (kind !== 'wait') return
    this.#again(accountId)
  }

  /** Nothing of it may be sent any more before a person has done something: what was done of it stays, and the rest is asked for anew. */
  #close(accountId: AccountId, error: AppErrorJson): void {
    const { store, clock } = this.deps
    store.inLedger(() => {
      store.migrationWaves.fill(accountId, [])
      this.#note(accountId, { state: 'stopped', endedAt: clock.now(), error })
    })
    this.#tell(accountId, true)
  }

  #later(accountId: AccountId, error: unknown): void {
    if (this.#ended.signal.aborted) return
    this.deps.log.error('migration.later', { accountId, error })
    this.#again(accountId)
  }

  /** Tries again after a while. */
  #again(accountId: AccountId): void {
    const { clock, random } = this.deps
    const failures = (this.#failures.get(accountId) ?? 0) + 1
    this.#failures.set(accountId, failures)
    void clock.sleep(backoffMs(failures, random), this.#ended.signal).then(() => this.release(accountId), () => undefined)
  }

  #note(accountId: AccountId, change: Partial<ActivityRecord>): void {
    const { activity } = this.deps.store.roleMigration.account(accountId)
    if (activity !== null) this.deps.store.roleMigration.saveActivity(accountId, { ...activity, ...change })
  }

  #tell(accountId: AccountId, always: boolean): void {
    const now = this.deps.clock.now()
    if (!always && now - (this.#told.get(accountId) ?? -Infinity) < EVERY_MS) return
    this.#told.set(accountId, now)
    this.deps.emit({ type: 'migration', accountId })
  }
}

/** The account was locked while its customers were tried: none of them has failed. */
function isLocked(error: unknown): error is AppError {
  return error instanceof AppError && error.json.code === 'MIGRATION_LOCKED'
}

const INTERNAL: AppErrorJson = { code: 'INTERNAL', title: 'Something failed inside Rolodesk.', hint: 'Nothing was lost. It goes on by itself; the log of this computer names the cause.', retryable: true }
