import type { EmulatorClock } from './clock'
import type { Switches } from './switches'

const MINUTE_MS = 60_000
const SECOND_MS = 1000
const perMinute = (limit: number): Limit => ({ limit, windowMs: MINUTE_MS })
const perSecond = (limit: number): Limit => ({ limit, windowMs: SECOND_MS })
interface Limit {
  readonly limit: number
  readonly windowMs: number
}

/** Requests in a window for each limit class (contract section 13); shared by all tokens and customers of an account. */
const LIMITS = {
  customerCreation: perMinute(1000),
  provisioning: perMinute(1000),
  usage: perMinute(1000),
  memberDeletion: perMinute(1000),
  members: perMinute(60),
  customers: perMinute(60),
  invitations: perMinute(60),
  environmentRoles: perSecond(10),
  projectRoles: perSecond(10),
  userGroups: perSecond(10),
  groupGrants: perMinute(60),
  projectGrants: perMinute(60),
  legacyRoles: perMinute(60),
  rolesMigration: perMinute(60),
  customerManagers: perMinute(60),
  customOauth: perMinute(60),
  propertyReads: perMinute(1000),
  propertyWrites: perMinute(60),
  apiClientLists: perMinute(1000),
  apiClientRoleLists: perMinute(1000),
  apiPlatform: perMinute(1000),
  recipeReads: perMinute(2000),
  recipeWrites: perMinute(1000),
  jobs: perMinute(1000),
  none: { limit: Infinity, windowMs: MINUTE_MS },
} as const satisfies Record<string, Limit>
export type EmulatedClass = keyof typeof LIMITS

/** Fixed windows per account and limit class. `factor` multiplies the limits; null switches them off. */
export class Quotas {
  readonly #windows = new Map<string, { start: number; used: number }>()
  constructor(
    private readonly clock: EmulatorClock,
    private readonly switches: Switches,
    private readonly factor: number | null,
  ) {}

  /** Takes one request; gives the milliseconds to wait when the window is full, else null. */
  take(account: string, limitClass: EmulatedClass): number | null {
    const bucket = this.#bucket(limitClass)
    const { limit, windowMs } = LIMITS[bucket]
    if (this.factor === null || limit === Infinity) return null
    const key = `${account}/${bucket}`
    const now = this.clock.now()
    const held = this.#windows.get(key)
    const window = held !== undefined && now - held.start < windowMs && now >= held.start ? held : { start: now, used: 0 }
    this.#windows.set(key, window)
    if (window.used >= limit * this.factor) return window.start + windowMs - now
    window.used += 1
    return null
  }

  reset(): void {
    this.#windows.clear()
  }

  #bucket(limitClass: EmulatedClass): EmulatedClass {
    const { switches } = this
    if (limitClass === 'customers' && switches.members_and_customers_share_bucket) return 'members'
    if (limitClass === 'invitations' && switches.invitations_share_members_bucket) return 'members'
    if (limitClass === 'memberDeletion' && !switches.member_deletion_has_own_bucket) return 'members'
    return limitClass
  }
}
