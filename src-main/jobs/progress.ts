import type { JobId } from '../contract/jobs'
import type { JobDeps } from './deps'
import type { JobView } from './state'

const EVERY_MS = 100

/** Tells how jobs go on, each at most ten times a second. */
export class Progress {
  readonly #told = new Map<JobId, number>()
  readonly #waiting = new Set<JobId>()
  readonly #ended = new AbortController()

  constructor(private readonly deps: Pick<JobDeps, 'clock' | 'emit'>, private readonly view: JobView) {}

  /** Something of this job changed. */
  note(id: JobId): void {
    if (this.#waiting.has(id) || this.#ended.signal.aborted) return
    const wait = (this.#told.get(id) ?? -Infinity) + EVERY_MS - this.deps.clock.now()
    if (wait <= 0) return this.#tell(id)
    this.#waiting.add(id)
    void this.deps.clock.sleep(wait, this.#ended.signal).then(() => {
      this.#waiting.delete(id)
      this.#tell(id)
    }, () => undefined)
  }

  /** Nothing is told any more. */
  end(): void {
    this.#ended.abort(new Error('ended'))
  }

  #tell(id: JobId): void {
    this.#told.set(id, this.deps.clock.now())
    const job = this.view(id)
    if (job !== null) this.deps.emit({ type: 'job', job })
  }
}
