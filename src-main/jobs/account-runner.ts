import { setMaxListeners } from 'node:events'
import type { AppErrorJson } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { JobId, JobPhase } from '../contract/jobs'
import type { Lot } from '../store/repos/steps'
import type { JobDeps } from './deps'
import { backoffMs } from './backoff'
import { goesOnAt, shiftOf, type Shift } from './job-hours'
import { runLot } from './lot'
import { AccountTrouble, troubleOf } from './trouble'

/** Customers of an account that are worked on at once; the quota sets the pace. */
const WIDTH = 6

/** A timer beyond 2^31 ms fires at once; when the time has not come yet, the next one is set. In ms. */
const LONGEST_SLEEP_MS = 3600_000

/** Why nothing goes on in an account. */
export type Hold = { readonly kind: 'pause' | 'wait'; readonly error: AppErrorJson }

/** Works off the parts of jobs of one account, one at a time for each customer; the trouble of another account is none of its own. */
export class AccountRunner {
  readonly #busy = new Map<CustomerId, { readonly jobId: JobId; readonly work: Promise<void>; readonly reading: AbortController }>()
  readonly #ended = new AbortController()
  #timer: AbortController | null = null
  #hold: Hold | null = null
  #failures = 0

  constructor(private readonly deps: JobDeps, readonly accountId: AccountId, private readonly isOnline: () => boolean, private readonly heard: { readonly before: () => void; readonly changed: (jobId: JobId) => void; readonly idle: () => void }) {
    // Every request under way listens to it.
    setMaxListeners(0, this.#ended.signal)
  }

  /** Why it stands still; null: it does not. */
  hold(): Hold | null {
    return this.#hold
  }

  /** The cause of a hold may be gone, as with a new token. */
  release(): void {
    this.#hold = null
    this.#failures = 0
    this.poke()
  }

  /** Something may be due. */
  poke(): void {
    // A hold ends by its own timer, or is released.
    if (this.#ended.signal.aborted || this.#hold !== null || !this.isOnline()) return
    this.#timer?.abort(new Error('poked'))
    this.#timer = null
    try {
      const { store, clock } = this.deps
      this.heard.before()
      let nextAt = store.steps.nextAt(this.accountId, clock.now())
      const waits = new Map<JobId, number | null>()
      for (const lot of store.steps.lots(this.accountId, clock.now())) {
        if (!waits.has(lot.jobId)) waits.set(lot.jobId, goesOnAt(this.deps, lot.jobId, this.accountId))
        const opens = waits.get(lot.jobId) ?? null
        if (opens !== null) {
          nextAt = Math.min(nextAt ?? opens, opens)
          continue
        }
        if (this.#busy.size >= WIDTH) return
        if (!this.#busy.has(lot.customerId)) this.#begin(lot)
      }
      if (this.#busy.size === 0) this.heard.idle()
      if (nextAt !== null) this.#after(nextAt - clock.now())
    } catch (error) {
      this.#failed(error)
    }
  }

  /** The job was paused: what is being read for it need not come, what was sent is waited for. */
  interrupt(jobId: JobId): void {
    for (const one of this.#busy.values()) if (one.jobId === jobId) one.reading.abort(new Error('paused'))
  }

  /** Ends; resolves when nothing will be written any more. */
  async stop(): Promise<void> {
    this.#ended.abort(new Error('the engine stops'))
    this.#timer?.abort(new Error('the engine stops'))
    for (const { reading } of this.#busy.values()) reading.abort(new Error('the engine stops'))
    await Promise.allSettled([...this.#busy.values()].map(({ work }) => work))
  }

  #begin(lot: Lot): void {
    const { signal } = this.#ended
    const reading = new AbortController()
    setMaxListeners(0, reading.signal)
    const state = (): JobPhase | undefined => this.deps.store.jobs.get(lot.jobId)?.state
    const stopped = (): boolean => signal.aborted || this.#hold !== null || !this.isOnline()
    const shift = (): Shift => shiftOf(this.deps, lot.jobId, this.accountId)
    const work = runLot(this.deps, lot, { paused: () => stopped() || state() === 'paused' || shift() === 'off', halted: () => stopped() || state() !== 'running' || shift() !== 'on', signal, reading: reading.signal, progress: () => this.heard.changed(lot.jobId) })
      .then(() => (this.#failures = 0), (error: unknown) => this.#failed(error))
      .then(() => {
        this.#busy.delete(lot.customerId)
        if (signal.aborted) return
        this.heard.changed(lot.jobId)
        this.poke()
      })
      .catch((error: unknown) => this.#failed(error))
    this.#busy.set(lot.customerId, { jobId: lot.jobId, work, reading })
  }

  #failed(error: unknown): void {
    if (this.#ended.signal.aborted) return
    const { kind, error: json } = troubleOf(error) ?? new AccountTrouble('wait', { code: 'INTERNAL', title: 'A job stopped.', hint: 'It goes on by itself.', retryable: true })
    this.deps.log[json.code === 'INTERNAL' ? 'error' : 'warn']('jobs.held', { accountId: this.accountId, code: json.code, ...(json.code === 'INTERNAL' ? { error } : {}) })
    // Several parts may meet the same trouble; one wait is enough.
    if (this.#hold !== null) return
    this.#hold = { kind, error: json }
    this.#failures += 1
    if (kind === 'wait') this.#after(backoffMs(this.#failures, this.deps.random))
  }

  #after(ms: number): void {
    const timer = new AbortController()
    this.#timer = timer
    void this.deps.clock.sleep(Math.min(Math.max(1, ms), LONGEST_SLEEP_MS), timer.signal).then(() => {
      if (this.#hold?.kind === 'wait') this.#hold = null
      this.poke()
    }, () => undefined)
  }
}
