import type { CustomerId } from '../contract/ids'
import type { Clock } from '../domain/clock'

/** One invitation of a person to a customer in this time (contract 3.3). */
export const INVITE_WINDOW_MS = 20 * 60_000

/** An invitation that was sent, as the caller keeps it over restarts; `at` is UTC ms. */
export interface KnownInvite {
  readonly customerId: CustomerId
  readonly email: string
  readonly at: number
}

/** When which person of one partner account may be invited again; invitations are waited for, not refused. */
export class InviteWindow {
  /** By customer and address: UTC ms from which the next one is allowed. */
  readonly #from = new Map<string, number>()

  constructor(private readonly clock: Clock, known: readonly KnownInvite[] = []) {
    for (const { customerId, email, at } of known) this.#raise(keyOf(customerId, email), at + INVITE_WINDOW_MS)
  }

  /** UTC ms from which an invitation is allowed; not after now: it is allowed at once. */
  allowedAt(customerId: CustomerId, email: string): number {
    return this.#from.get(keyOf(customerId, email)) ?? -Infinity
  }

  /** Waits until an invitation is allowed and takes it, so that of several who wait only one goes on. Rejects with the signal's reason. */
  async take(customerId: CustomerId, email: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    for (let wait = this.allowedAt(customerId, email) - this.clock.now(); wait > 0; wait = this.allowedAt(customerId, email) - this.clock.now()) {
      await this.clock.sleep(wait, signal)
    }
    this.answered(customerId, email)
  }

  /** An invitation was taken or made now: the API counted it at some time up to this one. */
  answered(customerId: CustomerId, email: string): void {
    this.#raise(keyOf(customerId, email), this.clock.now() + INVITE_WINDOW_MS)
  }

  /** The API said to wait: somebody else has invited the person. Milliseconds from now. */
  postpone(customerId: CustomerId, email: string, ms: number): void {
    this.#from.set(keyOf(customerId, email), this.clock.now() + ms)
  }

  /** The invitation that was taken has certainly not been made. */
  release(customerId: CustomerId, email: string): void {
    this.#from.delete(keyOf(customerId, email))
  }

  #raise(key: string, from: number): void {
    this.#from.set(key, Math.max(this.#from.get(key) ?? -Infinity, from))
  }
}

function keyOf(customerId: CustomerId, email: string): string {
  return `${String(customerId)} ${email.trim().toLowerCase()}`
}
