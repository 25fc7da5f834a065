import type { CustomerId } from '../contract/ids'
import type { AppEvent } from '../contract/events'
import type { ReadResource } from '../contract/reading'
import type { SyncDeps } from './deps'

const EVERY_MS = 250
/** More keys than this in one event say no more than "any of them". */
const MAX_KEYS = 200

/** Gathers what changed and tells it at most four times a second: keys, never rows. */
export class Changes {
  #tables = new Map<ReadResource, Set<CustomerId> | null>()
  #told = -Infinity
  #waiting = false
  readonly #ended = new AbortController()

  constructor(private readonly deps: Pick<SyncDeps, 'client' | 'clock' | 'emit'>, private readonly also: () => void) {}

  /** Rows of this table changed; null: of any customer. */
  note(table: ReadResource, customer: CustomerId | null): void {
    const keys = this.#tables.get(table)
    if (customer === null || keys === null) this.#tables.set(table, null)
    else this.#tables.set(table, (keys ?? new Set()).add(customer))
    if (this.#waiting) return
    const wait = this.#told + EVERY_MS - this.deps.clock.now()
    if (wait <= 0) return this.tell()
    this.#waiting = true
    void this.deps.clock.sleep(wait, this.#ended.signal).then(() => this.tell(), () => undefined)
  }

  /** Nothing is told any more. */
  end(): void {
    this.#ended.abort(new Error('ended'))
  }

  /** Tells at once. */
  tell(): void {
    if (this.#ended.signal.aborted) return
    this.#waiting = false
    this.#told = this.deps.clock.now()
    const tables = this.#tables
    this.#tables = new Map()
    for (const [table, keys] of tables) {
      const customers = keys === null || keys.size > MAX_KEYS ? null : [...keys]
      this.deps.emit({ type: 'changed', accountId: this.deps.client.accountId, table, customers } satisfies AppEvent)
    }
    this.also()
  }
}
