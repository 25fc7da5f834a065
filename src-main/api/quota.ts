import type { Clock } from '../domain/clock'

/** What the user looks at, a running job, or refreshing in the background. */
export type Priority = 'screen' | 'job' | 'background'
const ORDER: readonly Priority[] = ['screen', 'job', 'background']

const MINUTE_MS = 60_000
/** Requests that may go at once after a pause; the rest is paced evenly. */
const BURST = 5
/** After this many grants to others, a waiting priority is served. */
const PATIENCE = 4
/** Windows are taken this much longer than the API's: a request that arrives late must not fall into the next one's window. */
const GUARD = 1.02
const SLOWEST = 1 / 16
/** Part of the full pace that is won back in each millisecond without a 429: a tenth in a minute. */
const RECOVERY_PER_MS = 0.1 / MINUTE_MS

interface Waiter { readonly resolve: () => void; readonly reject: (reason: unknown) => void; readonly signal: AbortSignal; readonly onAbort: () => void }

/** Settings of one bucket: requests per minute, the window in ms in which the API counts them, and the share 0..1 left to the partner's own automations. */
export interface QuotaLimit {
  readonly perMinute: number
  readonly windowMs: number
  readonly reserved: number
}

/** The requests that this app may send in any window of the given length; the window is longer than the API's where not even one would fit. */
export function allowance({ perMinute, windowMs, reserved }: QuotaLimit): { readonly calls: number; readonly windowMs: number } {
  const perMs = (perMinute * (1 - reserved)) / MINUTE_MS
  const window = Math.max(windowMs, 1 / perMs)
  // The tiny part mends products such as 47.999999999999996.
  return { calls: Math.floor(perMs * window + 1e-6), windowMs: window }
}

/**
 * One limit class of one partner account. Requests are paced evenly after a short burst (a virtual schedule that gains `spacing` with each
 * grant), and no window of any position ever holds more than the limit less the reserved share.
 */
export class QuotaBucket {
  readonly #queues: Record<Priority, Waiter[]> = { screen: [], job: [], background: [] }
  #limit: QuotaLimit
  #calls = 0
  #windowMs = 0
  #burst = 0
  /** Ends the wait for the next slot early. */
  #rest = new AbortController()
  /** Times of the grants in the present window, oldest first. */
  readonly #granted: number[] = []
  readonly #passedOver: Record<Priority, number> = { screen: 0, job: 0, background: 0 }
  /** When the next request would be due if all were paced without a burst. */
  #due = -Infinity
  #factor = 1
  #factorAt: number
  #blockedUntil = -Infinity
  #pumping = false
  /** The latest time at which a delay was worked out. */
  #seen = -Infinity

  constructor(private readonly clock: Clock, limit: QuotaLimit) {
    this.#limit = limit
    this.#factorAt = clock.now()
    this.adjust(limit)
  }

  get limit(): QuotaLimit {
    return this.#limit
  }

  /** Takes another limit from now on; what was granted before counts in it, and who waits has the new pace at once. */
  adjust(limit: QuotaLimit): void {
    const { calls, windowMs } = allowance(limit)
    this.#limit = limit
    this.#calls = calls
    this.#windowMs = windowMs * GUARD
    this.#burst = Math.min(BURST, calls)
    this.#due = Math.min(this.#due, this.clock.now() + this.#burst * this.#spacingMs())
    this.#rest.abort(new Error('the limit changed'))
  }

  /** Waits for a slot; an aborted waiter leaves the queue and takes none. */
  acquire(priority: Priority, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error)
      const queue = this.#queues[priority]
      const waiter: Waiter = {
        resolve, reject, signal,
        onAbort: () => {
          queue.splice(queue.indexOf(waiter), 1)
          reject(signal.reason as Error)
        },
      }
      signal.addEventListener('abort', waiter.onAbort, { once: true })
      queue.push(waiter)
      void this.#pump()
    })
  }

  /** A 429 was seen: nothing is sent before `retryAfterMs` has passed, and the pace is halved, once for all requests that were under way together. */
  throttled(retryAfterMs: number): void {
    const now = this.clock.now()
    if (now >= this.#blockedUntil) {
      this.#factor = Math.max(SLOWEST, this.#currentFactor() / 2)
      this.#factorAt = now
    }
    this.#blockedUntil = Math.max(this.#blockedUntil, now + retryAfterMs)
  }

  /** Requests granted in the window that the API counts in. */
  used(): number {
    const since = this.clock.now() - this.limit.windowMs
    return this.#granted.filter((at) => at > since).length
  }

  /** Whether the pace is still below the full one after a 429. */
  slowed(): boolean {
    return this.#currentFactor() < 1
  }

  /** Milliseconds that `calls` further requests take at the present pace. */
  etaMs(calls: number): number {
    return Math.round(calls * this.#spacingMs()) + Math.max(0, this.#blockedUntil - this.clock.now())
  }

  #currentFactor(): number {
    return Math.min(1, this.#factor + (this.clock.now() - this.#factorAt) * RECOVERY_PER_MS)
  }

  #spacingMs(): number {
    return this.#windowMs / this.#calls / this.#currentFactor()
  }

  /** Milliseconds until the next request may go; 0: now. */
  #delayMs(): number {
    const now = this.clock.now()
    if (now < this.#seen) this.#setBack(this.#seen - now)
    this.#seen = now
    while (this.#granted[0] !== undefined && this.#granted[0] <= now - this.#windowMs) this.#granted.shift()
    const oldest = this.#granted[this.#granted.length - this.#calls]
    const window = oldest === undefined ? 0 : oldest + this.#windowMs - now
    const pace = this.#due - (this.#burst - 1) * this.#spacingMs() - now
    return Math.max(0, window, pace, this.#blockedUntil - now)
  }

  /** The clock was set back by so much: what happened before is taken for as long ago as it was, so that nobody waits for the time that was taken away. */
  #setBack(ms: number): void {
    this.#granted.splice(0, this.#granted.length, ...this.#granted.map((at) => at - ms))
    this.#due -= ms
    this.#blockedUntil -= ms
    this.#factorAt -= ms
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      while (ORDER.some((priority) => this.#queues[priority].length > 0)) {
        const delay = this.#delayMs()
        if (delay > 0) {
          this.#rest = new AbortController()
          await this.clock.sleep(Math.ceil(delay), this.#rest.signal).catch(() => undefined)
          continue
        }
        const waiter = this.#next()
        if (waiter === undefined) break
        waiter.signal.removeEventListener('abort', waiter.onAbort)
        const now = this.clock.now()
        this.#granted.push(now)
        this.#due = Math.max(this.#due, now) + this.#spacingMs()
        waiter.resolve()
      }
    } finally {
      this.#pumping = false
    }
  }

  /** The highest priority, unless another one has been passed over too often: then the one that waits longest. */
  #next(): Waiter | undefined {
    const waiting = ORDER.filter((priority) => this.#queues[priority].length > 0)
    const starving = waiting.filter((priority) => this.#passedOver[priority] >= PATIENCE).sort((a, b) => this.#passedOver[b] - this.#passedOver[a])
    const chosen = starving[0] ?? waiting[0]
    if (chosen === undefined) return undefined
    for (const priority of ORDER) this.#passedOver[priority] = priority === chosen || !waiting.includes(priority) ? 0 : this.#passedOver[priority] + 1
    return this.#queues[chosen].shift()
  }
}
