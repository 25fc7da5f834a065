/** The OS keychain, one item per account. Rejects with the system's own words. */
export interface Keychain {
  get(item: string): Promise<string | null>
  set(item: string, secret: string): Promise<void>
  /** Whether there was such an item. */
  delete(item: string): Promise<boolean>
}

/** What came of one call. `locked` is also said of a call that nobody answered in time. */
export type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly keychain: 'locked' | 'missing' }

/** A call that waits for a prompt that nobody answers is given up after this time. */
const TIMEOUT_MS = 5000
const PROBE_ITEM = 'rolodesk-keychain-probe'

/**
 * One call of the keychain at a time: a call that waits for an unlock prompt holds a thread, and a second one would only ask a second time.
 * What was given up is undone when it lands after all: its caller was told that nothing changed.
 */
export class KeychainLane {
  #lane: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(private readonly keychain: Keychain, private readonly timeoutMs = TIMEOUT_MS) {}

  /** Whether the system still waits for an answer to its unlock prompt. */
  waiting(): boolean {
    return this.#waiting > 0
  }

  /** Runs work when all that came before it is done. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const after = this.#lane.then(work, work)
    this.#lane = after.catch(() => undefined)
    return after
  }

  read(item: string): Promise<Tried<string | null>> {
    return this.#try(() => this.keychain.get(item))
  }

  /** Writes an item; `before` is what it held, null: it was not there. */
  write(item: string, secret: string, before: string | null): Promise<Tried<void>> {
    return this.#try(() => this.keychain.set(item, secret), () => (before === null ? this.keychain.delete(item) : this.keychain.set(item, before)))
  }

  /** Deletes an item. `before` is what it held: put back if this lands too late; null: whenever it lands is right. */
  delete(item: string, before: string | null): Promise<Tried<boolean>> {
    return this.#try(() => this.keychain.delete(item), before === null ? undefined : () => this.keychain.set(item, before))
  }

  /** Whether the keychain can be written to right now, by a harmless item that is taken away again. */
  async probe(): Promise<Tried<void>> {
    const written = await this.write(PROBE_ITEM, 'probe', null)
    if (written.ok) await this.delete(PROBE_ITEM, null)
    return written
  }

  async #try<T>(call: () => Promise<T>, undo?: () => Promise<unknown>): Promise<Tried<T>> {
    if (this.waiting()) return { ok: false, keychain: 'locked' }
    let timer: NodeJS.Timeout | undefined
    let givenUp = false
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        givenUp = true
        resolve('late')
      }, this.timeoutMs)
    })
    try {
      this.#waiting += 1
      const answered = call().then(
        async (value) => {
          // Nobody else gets in before what came too late is undone.
          if (givenUp) await undo?.().catch(() => undefined)
          this.#waiting -= 1
          return value
        },
        (error: unknown) => {
          this.#waiting -= 1
          throw error
        },
      )
      // A late failure has been told as "locked" already.
      answered.catch(() => undefined)
      const result = await Promise.race([answered.then((value) => ({ value })), late])
      return result === 'late' ? { ok: false, keychain: 'locked' } : { ok: true, value: result.value }
    } catch (error) {
      return { ok: false, keychain: /lock|prompt|dismiss|denied|cancel/i.test(error instanceof Error ? error.message : '') ? 'locked' : 'missing' }
    } finally {
      clearTimeout(timer)
    }
  }
}
