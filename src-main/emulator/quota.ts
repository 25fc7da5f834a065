import type { EmulatorClock } from './clock'
import type { Switches } from './switches'

/** Requests per minute of each limit class (contract section 13); shared by all tokens and customers of an account. */
const LIMITS = { members: 60, customers: 60, customerCreation: 1000, usage: 1000, none: Infinity } as const
export type EmulatedClass = keyof typeof LIMITS
const WINDOW_MS = 60_000

/** Fixed windows of a minute per account and limit class. `factor` multiplies the limits; null switches them off. */
export class Quotas {
  readonly #windows = new Map<string, { start: number; used: number }>()
  constructor(
    private readonly clock: EmulatorClock,
    private readonly switches: Switches,
    private readonly factor: number | null,
  ) {}

  /** Takes one request; gives the milliseconds to wait when the window is full, else null. */
  take(account: string, limitClass: EmulatedClass): number | null {
    const limit = LIMITS[limitClass]
    if (this.factor === null || limit === Infinity) return null
    const bucket = limitClass === 'customers' && this.switches.members_and_customers_share_bucket ? 'members' : limitClass
    const key = `${account}/${bucket}`
    const now = this.clock.now()
    const held = this.#windows.get(key)
    const window = held !== undefined && now - held.start < WINDOW_MS && now >= held.start ? held : { start: now, used: 0 }
    this.#windows.set(key, window)
    if (window.used >= limit * this.factor) return window.start + WINDOW_MS - now
    window.used += 1
    return null
  }

  reset(): void {
    this.#windows.clear()
  }
}
