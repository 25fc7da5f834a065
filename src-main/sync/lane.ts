import type { Clock } from '../domain/clock'

/** One thing to read now. */
export interface Task {
  /** Rejects only with what ends the reading of the whole account. */
  run(signal: AbortSignal): Promise<void>
}

/** An idle lane looks again after this time, in ms: something may have become old. */
const LOOK_AGAIN_MS = 15_000

/**
 * A few workers that take one task after the other from a source, for one bucket of the quota. The bucket sets the pace; the workers only
 * see to it that an answer that takes its time does not leave the quota unused.
 */
export class Lane {
  #wake: (() => void)[] = []
  #busy = 0
  /** Nothing is due before this time (UTC ms), unless somebody says so. */
  #dryUntil = -Infinity

  constructor(private readonly next: () => Task | null, private readonly width: number, private readonly clock: Clock, private readonly onIdle: () => void) {}

  /** Whether nothing is under way and nothing is due. */
  idle(): boolean {
    return this.#busy === 0
  }

  /** Something new may be due. */
  poke(): void {
    this.#dryUntil = -Infinity
    for (const wake of this.#wake.splice(0)) wake()
  }

  /** Works until aborted, or until a task says that the account cannot be read; rejects with the reason. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(Array.from({ length: this.width }, () => this.#work(signal)))
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const task = this.#take()
      if (task === null) {
        if (this.#busy === 0) this.onIdle()
        await this.#pause(signal)
        continue
      }
      this.#busy += 1
      try {
        await task.run(signal)
      } finally {
        this.#busy -= 1
      }
    }
  }

  /** One worker looks for all: what it does not find is not there for the others either. */
  #take(): Task | null {
    const now = this.clock.now()
    if (now < this.#dryUntil) return null
    const task = this.next()
    if (task === null) this.#dryUntil = now + LOOK_AGAIN_MS
    return task
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const rest = new AbortController()
    const stop = (): void => rest.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    try {
      await Promise.race([this.clock.sleep(LOOK_AGAIN_MS, rest.signal), new Promise<void>((resolve) => this.#wake.push(resolve))])
    } finally {
      signal.removeEventListener('abort', stop)
      rest.abort(new Error('awake'))
    }
  }
}
