import type { ApiRequest, ApiResponse } from '../contract/engine-protocol'
import type { AccountId } from '../contract/ids'

/** A request is given up after this time (contract 13). */
export const REQUEST_TIMEOUT_MS = 40_000

/**
 * Sends a request for an account. The credentials are added by whoever implements this, by account id.
 * Rejects with an AppError that names the cause when no answer came.
 */
export interface Transport {
  send(accountId: AccountId, request: ApiRequest, options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<ApiResponse>
}
