import type { Clock } from '../domain/clock'

/** What the user looks at, a running job, or refreshing in the background. */
export type Priority = 'screen' | 'job' | 'background'
const ORDER: readonly Priority[] = ['screen', 'job', 'background']

const WINDOW_MS = 60_000
/** After this many grants above it, a waiting lower priority is served. */
const PATIENCE = 4
const SLOWEST = 1 / 16
/** Part of the full pace that is won back for each minute without a 429. */
const RECOVERY_PER_MS = 0.1 / WINDOW_MS

interface Waiter { readonly resolve: () => void; readonly reject: (reason: unknown) => void; readonly signal: AbortSignal; readonly onAbort: () => void }

/** Settings of one bucket: requests per minute, and the share 0..1 left to the partner's own automations. */
export interface QuotaLimit {
  readonly perMinute: number
  readonly reserved: number
}

/**
 * One limit class of one partner account. Requests are paced evenly; up to `burst` may go at once after a pause, and
 * no window of 60 s ever holds more than the limit less the reserved share.
 */
export class QuotaBucket {
  readonly #queues: Record<Priority, Waiter[]> = { screen: [], job: [], background: [] }
  #granted: number[] = []
  #overtaken: Record<Priority, number> = { screen: 0, job: 0, background: 0 }
  #factor = 1
  #factorAt: number
  #blockedUntil = 0
  #pumping = false

  constructor(private readonly clock: Clock, readonly limit: QuotaLimit, private readonly burst = 5) {
    this.#factorAt = clock.now()
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

  /** A 429 was seen: the pace is halved, and nothing is sent before `retryAfterMs` has passed. */
  throttled(retryAfterMs: number): void {
    this.#factor = Math.max(SLOWEST, this.#currentFactor() / 2)
    this.#factorAt = this.clock.now()
    this.#blockedUntil = Math.max(this.#blockedUntil, this.clock.now() + retryAfterMs)
  }

  /** Requests granted in the last 60 s. */
  used(): number {
    const since = this.clock.now() - WINDOW_MS
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

  #perWindow(): number {
    return Math.max(1, Math.floor(this.limit.perMinute * (1 - this.limit.reserved) * this.#currentFactor()))
  }

  #spacingMs(): number {
    return WINDOW_MS / this.#perWindow()
  }

  /** Milliseconds until the next request may go; 0: now. */
  #delayMs(): number {
    const now = this.clock.now()
    this.#granted = this.#granted.filter((at) => at > now - WINDOW_MS)
    const spacing = this.#spacingMs()
    const recent = this.#granted.filter((at) => at > now - spacing * this.burst).length
    const oldest = this.#granted[this.#granted.length - this.#perWindow()]
    const window = oldest === undefined ? 0 : oldest + WINDOW_MS - now
    const last = this.#granted.at(-1) ?? -Infinity
    const pace = recent < this.burst ? 0 : last + spacing - now
    return Math.max(0, window, pace, this.#blockedUntil - now)
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      while (ORDER.some((priority) => this.#queues[priority].length > 0)) {
        const delay = this.#delayMs()
        if (delay > 0) {
          await this.clock.sleep(Math.ceil(delay))
          continue
        }
        const waiter = this.#next()
        if (waiter === undefined) break
        waiter.signal.removeEventListener('abort', waiter.onAbort)
        this.#granted.push(this.clock.now())
        waiter.resolve()
      }
    } finally {
      this.#pumping = false
    }
  }

  #next(): Waiter | undefined {
    const waiting = ORDER.filter((priority) => this.#queues[priority].length > 0)
    const starving = [...waiting].reverse().find((priority) => this.#overtaken[priority] >= PATIENCE)
    const chosen = starving ?? waiting[0]
    if (chosen === undefined) return undefined
    this.#overtaken[chosen] = 0
    for (const priority of waiting) if (ORDER.indexOf(priority) > ORDER.indexOf(chosen)) this.#overtaken[priority] += 1
    return this.#queues[chosen].shift()
  }
}
