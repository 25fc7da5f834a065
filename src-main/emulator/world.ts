import { EmulatorClock } from './clock'
import { Faults } from './faults'
import type { AccountState } from './model'
import { Quotas } from './quota'
import { DEFAULT_SWITCHES, type Switches } from './switches'

/** One request as the control plane tells it. */
export interface LogEntry {
  readonly time: number
  readonly account: string
  readonly tokenTail: string | null
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: unknown
  status: number | null
  limitClass: string | null
  throttled: boolean
  readonly other: boolean
}

/** Everything that a running emulator knows. */
export class World {
  readonly clock = new EmulatorClock()
  readonly switches: Switches = { ...DEFAULT_SWITCHES }
  readonly faults = new Faults()
  readonly quotas: Quotas
  readonly log: LogEntry[] = []
  accounts: AccountState[]
  readonly #start: string

  constructor(
    accounts: AccountState[],
    readonly options: { readonly quotaFactor: number | null; readonly latencyMs: number; readonly onChange: (accounts: readonly AccountState[]) => void },
  ) {
    this.accounts = accounts
    this.#start = JSON.stringify(accounts)
    this.quotas = new Quotas(this.clock, this.switches, options.quotaFactor)
  }

  account(id: string): AccountState | undefined {
    return this.accounts.find((account) => account.id === id)
  }

  /** Back to the start: data, clock, quotas, faults, switches and log. */
  reset(): void {
    this.accounts = JSON.parse(this.#start) as AccountState[]
    this.clock.reset()
    this.quotas.reset()
    this.faults.clear()
    Object.assign(this.switches, DEFAULT_SWITCHES)
    this.log.length = 0
  }
}
