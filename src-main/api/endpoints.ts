import type { ApiRequest } from '../contract/engine-protocol'
import type { LimitClass } from '../contract/limits'
import type { CustomerId } from '../contract/ids'

/** A path of the remote API with its limit class. */
export interface Endpoint {
  readonly method: ApiRequest['method']
  readonly path: string
  readonly limitClass: LimitClass
}

/** Every path that is sent, in one place (contract 2.1). */
export const endpoints = {
  /** 60/min; envelope `{result:[...]}`. */
  listCustomers: (): Endpoint => ({ method: 'GET', path: '/api/managed_users', limitClass: 'members' }),
  /** 60/min; envelope `{result:[...]}`. */
  listConnections: (id: CustomerId): Endpoint => ({ method: 'GET', path: `/api/managed_users/${String(id)}/connections`, limitClass: 'members' }),
} as const
