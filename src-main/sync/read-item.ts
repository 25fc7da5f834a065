import { AppError } from '../contract/errors'
import type { ReadResource } from '../contract/reading'
import type { Agenda, Item } from './agenda'
import type { Changes } from './changes'
import type { SyncDeps } from './deps'
import { consequenceOf, MAY_BE_THE_WAY, partly, shownFailure } from './failure'
import type { Task } from './lane'
import type { Scopes } from './scopes'

/** So many failures in a row that may be the way to the API, and not one answer: then it is the way. */
const STREAK = 5

/** Reads what an agenda says, and notes what came of it. */
export class ItemReader {
  #streak = 0

  constructor(private readonly deps: SyncDeps, private readonly scopes: Scopes, private readonly changes: Changes, private readonly onRead: (resource: ReadResource) => void) {}

  /** The next reading of an agenda as a task of its lane; null: nothing is due. */
  task(agenda: Agenda): Task | null {
    const item = agenda.next()
    if (item === null) return null
    this.scopes.asking(item.kind.scope, this.deps.clock.now())
    return { run: (signal) => this.#read(item, signal).finally(() => agenda.done(item)) }
  }

  async #read({ kind, customer, priority }: Item, signal: AbortSignal): Promise<void> {
    const { store, client, clock, log } = this.deps
    try {
      const whole = await kind.read(this.deps, customer, { priority, signal })
      if (!whole) store.readStates.failed(client.accountId, kind.resource, customer, partly().json, clock.now())
      this.#streak = 0
      this.scopes.note(kind.scope, 'allowed', clock.now())
      this.changes.note(kind.resource, customer)
      this.onRead(kind.resource)
    } catch (error) {
      signal.throwIfAborted()
      const consequence = consequenceOf(error, kind.mayLackModel === true)
      if (consequence === 'forbidden') return this.scopes.note(kind.scope, 'forbidden', clock.now())
      if (consequence !== 'customer') throw error
      if (!(error instanceof AppError)) log.error('sync.item.failed', { accountId: client.accountId, resource: kind.resource, error })
      const failure = shownFailure(error)
      this.#streak = MAY_BE_THE_WAY.has(failure.code) ? this.#streak + 1 : 0
      if (this.#streak >= STREAK) throw error
      store.readStates.failed(client.accountId, kind.resource, customer, failure, clock.now())
      this.changes.note(kind.resource, customer)
    }
  }
}
