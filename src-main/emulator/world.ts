import { Account } from './account'
import { EmulatorClock } from './clock'
import { Faults } from './faults'
import type { AccountData } from './account-data'
import { Quotas } from './quota'
import { defaultSwitches, type Switches } from './switches'

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

/** What a world is made with. */
export interface WorldOptions {
  /** Makes the data of the start; called again at each reset. */
  readonly start: () => readonly AccountData[]
  /** Factor on the documented limits; null: no limits. */
  readonly quotaFactor: number | null
  /** Real time in UTC ms. */
  readonly now: () => number
  readonly onChange: (accounts: readonly Account[]) => void
}

/** Everything that a running emulator knows. It has no timers and takes the time from its options only. */
export class World {
  readonly clock: EmulatorClock
  readonly switches: Switches = defaultSwitches()
  readonly faults = new Faults()
  readonly quotas: Quotas
  readonly log: LogEntry[] = []
  accounts: readonly Account[]

  constructor(readonly options: WorldOptions) {
    this.accounts = options.start().map((data) => new Account(data))
    this.clock = new EmulatorClock(options.now)
    this.quotas = new Quotas(this.clock, this.switches, options.quotaFactor)
  }

  account(id: string): Account | undefined {
    return this.accounts.find((account) => account.id === id)
  }

  /** Back to the start: data, clock, quotas, faults, switches and log. */
  reset(): void {
    this.accounts = this.options.start().map((data) => new Account(data))
    this.clock.reset()
    this.quotas.reset()
    this.faults.clear()
    Object.assign(this.switches, defaultSwitches())
    this.log.length = 0
    this.options.onChange(this.accounts)
  }
}
