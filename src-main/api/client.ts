import { AppError, appError } from '../contract/errors'
import type { ApiResponse } from '../contract/engine-protocol'
import type { AccountId } from '../contract/ids'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { Clock, Random } from '../domain/clock'
import type { Endpoint } from './endpoints'
import { parseJson, responseError } from './parse-error'
import { QuotaBucket, type Priority, type QuotaLimit } from './quota'
import { REQUEST_TIMEOUT_MS, type Transport } from './transport'

const MAX_TRIES = 4
const BACKOFF_FIRST_MS = 1000
const BACKOFF_CAP_MS = 60_000
const IDEMPOTENT = new Set(['GET', 'PUT', 'DELETE'])

/** Options of one call. */
export interface CallOptions {
  readonly priority: Priority
  readonly signal: AbortSignal
  readonly query?: readonly (readonly [string, string])[]
  readonly body?: unknown
}

/** Calls the API of one partner account: within its quotas, with retries where sending again is safe. */
export class ApiClient {
  readonly #buckets = new Map<LimitClass, QuotaBucket>()

  constructor(
    readonly accountId: AccountId,
    private readonly deps: { readonly transport: Transport; readonly clock: Clock; readonly random: Random },
    private readonly limits: (limitClass: LimitClass) => QuotaLimit = (limitClass) => ({ perMinute: LIMIT_CLASSES[limitClass].perMinute, reserved: 0.2 }),
  ) {}

  /** The bucket of a limit class. */
  bucket(limitClass: LimitClass): QuotaBucket {
    let bucket = this.#buckets.get(limitClass)
    if (bucket === undefined) {
      bucket = new QuotaBucket(this.deps.clock, this.limits(limitClass))
      this.#buckets.set(limitClass, bucket)
    }
    return bucket
  }

  /** The JSON of a successful answer; throws an AppError. */
  async call(endpoint: Endpoint, options: CallOptions): Promise<unknown> {
    const bucket = this.bucket(endpoint.limitClass)
    for (let tries = 1; ; tries += 1) {
      await bucket.acquire(options.priority, options.signal)
      try {
        return readBody(await this.#send(endpoint, options))
      } catch (error) {
        if (!(error instanceof AppError) || options.signal.aborted) throw error
        const waitMs = error.json.retryAfterMs ?? this.#backoffMs(tries)
        // A 429 was not executed, so every verb may follow; it says that we were too fast, not that the call is bad.
        if (error.json.code === 'RATE_LIMITED') bucket.throttled(waitMs)
        else if (!error.json.retryable || !IDEMPOTENT.has(endpoint.method) || tries >= MAX_TRIES) throw error
        else await this.deps.clock.sleep(waitMs, options.signal)
      }
    }
  }

  async #send(endpoint: Endpoint, { query, body, signal }: CallOptions): Promise<ApiResponse> {
    const request = { method: endpoint.method, path: endpoint.path, ...(query === undefined ? {} : { query }), ...(body === undefined ? {} : { body }) }
    const response = await this.deps.transport.send(this.accountId, request, { timeoutMs: REQUEST_TIMEOUT_MS, signal })
    if (response.status < 200 || response.status > 299) throw responseError(response)
    return response
  }

  /** Exponential with full jitter, in milliseconds. */
  #backoffMs(tries: number): number {
    return Math.max(BACKOFF_FIRST_MS / 2, this.deps.random() * Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** (tries - 1)))
  }
}

function readBody(response: ApiResponse): unknown {
  if (response.body === '') return null
  const body = parseJson(response.body)
  if (body === undefined) {
    throw appError('BAD_RESPONSE', 'The answer of Workato could not be read.', 'It was cut off or is not JSON. Reading is tried again.', { retryable: true, details: { status: response.status } })
  }
  return body
}
