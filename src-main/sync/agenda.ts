import type { Priority } from '../api/quota'
import type { CustomerId } from '../contract/ids'
import type { ReadState } from '../contract/reading'
import type { SyncDeps } from './deps'
import type { Kind } from './kinds'
import type { Scopes } from './scopes'

/** What to read next: one kind of one customer. */
export interface Item {
  readonly kind: Kind
  readonly customer: CustomerId
  readonly priority: Priority
}

/** A failed reading is tried again after this time, in ms; sooner when it is asked for. */
export const RETRY_MS = 5 * 60_000
/** What the user looks at is read again when it is older than this, in ms. */
const LOOKED_AT_STALE_MS = 10 * 60_000
/** The store is asked for so many due customers at once. */
const LOOK_AHEAD = 200

/**
 * Decides what is read next in one lane: the customer whose page is open, then the rows on screen, then customers that are asked for, then what was never read or is oldest.
 * What is under way is not given out twice.
 */
export class Agenda {
  focus: CustomerId | null = null
  onScreen: readonly CustomerId[] = []
  readonly #under = new Set<string>()
  /** Customers to be read whatever their age, and since when (UTC ms). */
  readonly #wanted = new Map<CustomerId | 'all', number>()
  /** Those of them of which something is still to be read, be they on screen or not. */
  readonly #open = new Set<CustomerId>()
  readonly #ahead = new Map<Kind, CustomerId[]>()
  /** What the store says of a reading, until it was read again: the rows on screen are looked at before each request. */
  readonly #states = new Map<string, ReadState | null>()
  /** Whether a customer is in the list, until the list changes: of one that is not, nothing would be kept. */
  readonly #listed = new Map<CustomerId, boolean>()

  constructor(private readonly deps: SyncDeps, private readonly kinds: readonly Kind[], private readonly scopes: Scopes) {}

  /** Reads this customer (or all) again, however young its rows are. */
  want(customer: CustomerId | 'all'): void {
    this.#wanted.set(customer, this.deps.clock.now())
    if (customer !== 'all') this.#open.add(customer)
    this.#forget()
  }

  /** The list of customers changed: what is due is looked up anew. */
  listChanged(): void {
    this.#forget()
  }

  done({ kind, customer }: Item): void {
    this.#under.delete(keyOf(kind, customer))
    this.#states.delete(keyOf(kind, customer))
  }

  next(): Item | null {
    const found = this.#looked() ?? this.#background()
    if (found !== null) this.#under.add(keyOf(found.kind, found.customer))
    return found
  }

  #looked(): Item | null {
    const { focus } = this
    const now = this.deps.clock.now()
    const open = this.kinds.filter((kind) => !this.scopes.closed(kind.scope, now))
    if (focus !== null) {
      const kind = open.find((one) => this.#due(one, focus, LOOKED_AT_STALE_MS))
      if (kind !== undefined) return { kind, customer: focus, priority: 'screen' }
    }
    for (const kind of open.filter(({ inGrid }) => inGrid === true)) {
      const customer = this.onScreen.find((id) => this.#due(kind, id, kind.staleMs))
      if (customer !== undefined) return { kind, customer, priority: 'screen' }
    }
    return this.#asked(open)
  }

  #asked(kinds: readonly Kind[]): Item | null {
    for (const customer of this.#open) {
      const kind = kinds.find((one) => this.#due(one, customer, one.staleMs))
      if (kind !== undefined) return { kind, customer, priority: 'screen' }
      // While something of it is under way it stays: what needs that one may be due after it.
      if (!kinds.some((one) => this.#under.has(keyOf(one, customer)))) this.#open.delete(customer)
    }
    return null
  }

  #background(): Item | null {
    const now = this.deps.clock.now()
    for (const kind of this.kinds) {
      if (kind.onlyFocused === true || this.scopes.closed(kind.scope, now)) continue
      for (let again = 0; again < 2; again += 1) {
        const ahead = this.#ahead.get(kind) ?? this.#lookUp(kind)
        for (let customer = ahead.shift(); customer !== undefined; customer = ahead.shift()) {
          if (this.#due(kind, customer, kind.staleMs)) return { kind, customer, priority: 'background' }
        }
        // The list was used up: only now is it known whether there is more.
        this.#ahead.delete(kind)
        if (again === 0 && this.#lookUp(kind).length === 0) break
      }
    }
    return null
  }

  #lookUp(kind: Kind): CustomerId[] {
    const { store, client, clock } = this.deps
    const before = Math.max(clock.now() - kind.staleMs, this.#wanted.get('all') ?? 0)
    const due = store.readStates.due(client.accountId, kind.resource, before, LOOK_AHEAD).filter((id) => !this.#under.has(keyOf(kind, id)))
    this.#ahead.set(kind, due)
    return due
  }

  #state(kind: Kind, customer: CustomerId): ReadState | null {
    const key = keyOf(kind, customer)
    const known = this.#states.get(key)
    if (known !== undefined) return known
    const state = this.deps.store.readStates.get(this.deps.client.accountId, kind.resource, customer)
    this.#states.set(key, state)
    return state
  }

  #forget(): void {
    this.#ahead.clear()
    this.#states.clear()
    this.#listed.clear()
  }

  #isListed(customer: CustomerId): boolean {
    const known = this.#listed.get(customer)
    if (known !== undefined) return known
    const listed = this.deps.store.customers.exists(this.deps.client.accountId, customer)
    this.#listed.set(customer, listed)
    return listed
  }

  #hasNeeds({ needs }: Kind, customer: CustomerId): boolean {
    return needs === undefined || this.deps.store.readStates.get(this.deps.client.accountId, needs, customer)?.readAt != null
  }

  #due(kind: Kind, customer: CustomerId, staleMs: number): boolean {
    if (this.#under.has(keyOf(kind, customer)) || !this.#isListed(customer) || !this.#hasNeeds(kind, customer)) return false
    const state = this.#state(kind, customer)
    if (state === null) return true
    const now = this.deps.clock.now()
    const wanted = Math.max(this.#wanted.get(customer) ?? 0, this.#wanted.get('all') ?? 0)
    if (state.failedAt !== null && state.failedAt >= wanted) return now - state.failedAt >= RETRY_MS
    return state.readAt === null || state.readAt < wanted || now - state.readAt >= staleMs
  }
}

function keyOf(kind: Kind, customer: CustomerId): string {
  return `${kind.resource}/${String(customer)}`
}
