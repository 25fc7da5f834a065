import type { EngineCall } from '../accounts/service'
import type { AppEvent } from '../contract/events'
import type { ConnectionState } from '../contract/methods/app'

const CHECK_EVERY_MS = 5000

/** Whether requests may be made: what the user chose, and what the system says of its network. */
export class Connection {
  /** Null: what was chosen before is not read yet. */
  #workOffline: boolean | null = null
  #told: ConnectionState | null = null

  /** `reachable`: whether the system has a network, or an account needs none. */
  constructor(private readonly deps: { readonly engine: EngineCall; readonly emit: (event: AppEvent) => void; readonly reachable: () => Promise<boolean> }) {}

  /** Whether the user chose that nothing is sent, or may have chosen so. */
  get workingOffline(): boolean {
    return this.#workOffline !== false
  }

  /** Begins to look every now and then. */
  watch(): void {
    setInterval(() => void this.check(), CHECK_EVERY_MS).unref()
  }

  /** Reads the kept choice; after each start of the engine. */
  async restore(): Promise<void> {
    this.#workOffline = (await this.deps.engine('internal.settings.get', {})).workOffline
    this.#told = null
    await this.check()
  }

  async setWorkOffline(on: boolean): Promise<ConnectionState> {
    await this.deps.engine('internal.settings.set', { workOffline: on })
    this.#workOffline = on
    return this.check()
  }

  /** The present state; tells the engine and the page when it has changed. Until the choice is known it tells nothing, and nothing is sent. */
  async check(): Promise<ConnectionState> {
    const reachable = await this.deps.reachable()
    if (this.#workOffline === null) return 'working-offline'
    const state: ConnectionState = this.#workOffline ? 'working-offline' : reachable ? 'online' : 'offline'
    if (state !== this.#told) {
      this.#told = state
      this.deps.emit({ type: 'connection', state })
      await this.deps.engine('internal.connection', { online: state === 'online' }).catch(() => (this.#told = null))
    }
    // Another choice may have been made while the engine was told of this one.
    return this.#told ?? state
  }
}
