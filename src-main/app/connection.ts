import { net, powerMonitor } from 'electron'
import type { EngineCall } from '../accounts/service'
import type { AppEvent } from '../contract/events'
import type { ConnectionState } from '../contract/methods/app'

const CHECK_EVERY_MS = 5000

/** Whether requests may be made: what the user chose, and what the system says of its network. */
export class Connection {
  #workOffline = false
  #told: ConnectionState | null = null

  constructor(private readonly deps: { readonly engine: EngineCall; readonly emit: (event: AppEvent) => void; readonly hasLocalAccount: () => Promise<boolean> }) {}

  /** Whether the user chose that nothing is sent. */
  get workingOffline(): boolean {
    return this.#workOffline
  }

  /** Begins to watch network and power. */
  watch(): void {
    setInterval(() => void this.check(), CHECK_EVERY_MS).unref()
    powerMonitor.on('resume', () => void this.check())
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

  /** The present state; tells the engine and the page when it has changed. */
  async check(): Promise<ConnectionState> {
    // An account on this computer needs no network.
    const reachable = net.isOnline() || (await this.deps.hasLocalAccount().catch(() => false))
    const state: ConnectionState = this.#workOffline ? 'working-offline' : reachable ? 'online' : 'offline'
    if (state !== this.#told) {
      this.#told = state
      this.deps.emit({ type: 'connection', state })
      await this.deps.engine('internal.connection', { online: state === 'online' }).catch(() => (this.#told = null))
    }
    return state
  }
}
