import type { Clock } from '../domain/clock'

/** Turns of the process that work may take while nobody sleeps, as what is done some at a time does. */
const MOST_TURNS = 5000

interface Sleeper { readonly at: number; readonly wake: () => void }

/** A clock of whole milliseconds, as the machine's is, that jumps to the next sleeper whenever nobody has anything else to do; sleepers of one instant wake in order. */
export class VirtualClock implements Clock {
  #now: number
  #sleepers: Sleeper[] = []

  constructor(start = 0) {
    this.#now = start
  }

  now = (): number => this.#now

  /** Local time is UTC, unless a test says otherwise. */
  localOffset: Clock['localOffset'] = () => 0

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const stop = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper)
        reject(signal?.reason as Error)
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper = { at: Math.ceil(this.#now + ms), wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', stop, { once: true })
    })

  /** The machine's time is set, forwards or back; whoever sleeps wakes at the time that was meant. In ms. */
  jump(ms: number): void {
    this.#now += ms
  }

  /** Lets time pass until the work is done; throws when everybody would wait for ever. */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false
    void work.then(() => (ended = true), () => (ended = true))
    let turns = 0
    for (;;) {
      // Lets all that is ready run first, however deep its chain of promises.
      await new Promise((resolve) => setImmediate(resolve))
      if (ended) return work
      const next = this.#sleepers.reduce<Sleeper | null>((first, one) => (first === null || one.at < first.at ? one : first), null)
      if (next === null) {
        if ((turns += 1) > MOST_TURNS) throw new Error('everybody waits for ever')
        continue
      }
      turns = 0
      this.#sleepers = this.#sleepers.filter((one) => one !== next)
      this.#now = Math.max(this.#now, next.at)
      next.wake()
    }
  }
}
