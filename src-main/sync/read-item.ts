import { AppError } from '../contract/errors'
import type { CustomerId } from '../contract/ids'
import type { ReadResource } from '../contract/reading'
import type { Agenda, Item } from './agenda'
import type { Changes } from './changes'
import type { SyncDeps } from './deps'
import { consequenceOf, MAY_BE_THE_WAY, partly, shownFailure } from './failure'
import type { Task } from './lane'
import type { Scopes } from './scopes'

/** So many readings of several customers that fail one after the other may be the way to the API, and not single answers: then it is the way. */
const STREAK = 5

/** Reads what an agenda says, and notes what came of it. */
export class ItemReader {
  /** Readings that failed since the last one that came through, with their customers: one that fails again and again is one. */
  readonly #streak = new Map<string, CustomerId>()

  constructor(private readonly deps: SyncDeps, private readonly scopes: Scopes, private readonly changes: Changes, private readonly onRead: (resource: ReadResource) => void) {}

  /** The next reading of an agenda as a task of its lane; null: nothing is due. */
  task(agenda: Agenda): Task | null {
    const item = agenda.next()
    if (item === null) return null
    this.scopes.asking(item.kind.scope, this.deps.clock.now())
    return { run: (signal) => this.#read(agenda, item, signal).finally(() => agenda.done(item)) }
  }

  async #read(agenda: Agenda, item: Item, signal: AbortSignal): Promise<void> {
    const { store, client, clock, log } = this.deps
    const { kind, customer, priority } = item
    try {
      const whole = await kind.read(this.deps, customer, { priority, signal })
      if (!whole) store.readStates.failed(client.accountId, kind.resource, customer, partly().json, clock.now())
      this.#streak.clear()
      this.scopes.note(kind.scope, 'allowed', clock.now())
      this.changes.note(kind.resource, customer)
      this.onRead(kind.resource)
    } catch (error) {
      signal.throwIfAborted()
      const consequence = consequenceOf(error, kind.mayLackModel === true)
      if (consequence === 'forbidden') return this.#forbidden(agenda, item)
      if (consequence !== 'customer') throw error
      if (!(error instanceof AppError)) log.error('sync.item.failed', { accountId: client.accountId, resource: kind.resource, error })
      const failure = shownFailure(error)
      if (MAY_BE_THE_WAY.has(failure.code)) this.#streak.set(`${kind.resource}/${String(customer)}`, customer)
      else this.#streak.clear()
      if (this.#streak.size >= STREAK && new Set(this.#streak.values()).size > 1) throw error
      store.readStates.failed(client.accountId, kind.resource, customer, failure, clock.now())
      this.changes.note(kind.resource, customer)
    }
  }

  /** The API client may not read this, or this customer cannot have it. */
  #forbidden(agenda: Agenda, item: Item): void {
    const { store, client, clock } = this.deps
    const { kind, customer } = item
    const now = clock.now()
    if (kind.onlyMigrated === true && !this.scopes.closed('members', now)) {
      if (store.readStates.get(client.accountId, 'members', customer)?.readAt == null) return agenda.refused(item)
      if (store.customers.summary(client.accountId, customer)?.model !== 'migrated') {
        store.readStates.succeeded(client.accountId, kind.resource, customer, 0, now)
        return this.changes.note(kind.resource, customer)
      }
    }
    this.scopes.note(kind.scope, 'forbidden', now)
  }
}
