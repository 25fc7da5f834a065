import { DEFAULT_ACCOUNT_OPTIONS } from '../contract/account-options-defaults'
import type { LimitClass } from '../contract/limits'

/** How the API of one partner account is spoken to; each field answers something that the documents leave open or a partner may want otherwise. */
export interface ApiOptions {
  /** Where environment_roles, project_roles, project_grants and user_groups lie; a 404 never changes it by itself (contract 1.3). */
  readonly rbacPathPrefix: '/api' | '/api/v2'
  /** Sends only the environments that change instead of the full set, which is right whether the API merges or replaces (contract 1.10). */
  readonly sendOnlyChangedRoles: boolean
  /** How "No access" is set: by its name, or by leaving the environment out [assumed: named] (contract 1.10). */
  readonly noAccess: 'named' | 'omitted'
  /** Members and customers draw on one quota of the API (contract 13). */
  readonly shareMembersAndCustomers: boolean
  /** Requests per minute of a limit class, above 0, where the partner's plan differs from the documented ones. */
  readonly perMinute: Readonly<Partial<Record<LimitClass, number>>>
  /** Share 0 to 0.9 of every quota that is left to the partner's own automations. */
  readonly reserved: number
  /** Factor on every limit: 1, or what the sandbox grants. */
  readonly speed: number
}

/** What a partner account starts with. */
export const DEFAULT_API_OPTIONS: ApiOptions = { ...DEFAULT_ACCOUNT_OPTIONS, sendOnlyChangedRoles: false, noAccess: 'named', speed: 1 }
