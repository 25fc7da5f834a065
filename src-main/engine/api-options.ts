import { DEFAULT_API_OPTIONS, type ApiOptions } from '../api/options'
import type { AccountRecord } from '../contract/engine-protocol'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { AccountOptions } from '../contract/methods/account-options'

/** Requests per minute up to which a quota is what one waits for. */
const SCARCE = 60
/** The sandbox grants ten times the documented limits, and nobody else draws on them. */
const SANDBOX: ApiOptions = { ...DEFAULT_API_OPTIONS, speed: 10, reserved: 0 }

/** How the client of an account works. `quotaSpeed`: factor on the scarce quotas, 1 but in tests. */
export function apiOptionsOf(kind: AccountRecord['kind'], options: AccountOptions, quotaSpeed: number): ApiOptions {
  const base: ApiOptions = kind === 'sandbox' ? SANDBOX : { ...DEFAULT_API_OPTIONS, ...options }
  const perMinute = (Object.keys(LIMIT_CLASSES) as LimitClass[]).map((name) => {
    const documented = LIMIT_CLASSES[name].perMinute
    return [name, (base.perMinute[name] ?? documented) * (documented <= SCARCE ? quotaSpeed : 1)] as const
  })
  return { ...base, perMinute: Object.fromEntries(perMinute) }
}
