import { AppError, appError, offlineError } from '../contract/errors'
import type { ApiResponse } from '../contract/engine-protocol'
import type { AccountId } from '../contract/ids'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { Clock, Random } from '../domain/clock'
import type { Endpoint } from './endpoint'
import { DEFAULT_API_OPTIONS, type ApiOptions } from './options'
import { parseJson, responseError } from './parse-error'
import { QuotaBucket, type Priority, type QuotaLimit } from './quota'
import type { ResponseRecorder } from './recorder'
import { REQUEST_TIMEOUT_MS, type Transport } from './transport'
import { unrepeatable } from './unknown-outcome'

const MAX_TRIES = 4
/**
 * So many refusals by quota in a row and the call is given up: some five minutes with back-off for a call that can be repeated; few for others,
 * which may be refused by a rule of their own (the twenty minutes between invitations) that must not stop everything else.
 */
const MAX_THROTTLED = { safe: 10, never: 4 }
const BACKOFF_FIRST_MS = 1000
const BACKOFF_CAP_MS = 60_000
/** A longer `Retry-After` is not believed. */
const LONGEST_WAIT_MS = 3600_000

/** What a job hears of a call. A call that is watched is never sent twice but after a refusal by quota, whatever its verb. */
export interface CallWatch {
  /** Its turn in the quota has come and it is about to leave, each time; throws to stop it. */
  readonly leaving: () => void
  /** An answer came, whatever it says. */
  readonly answered: (status: number) => void
}

/** Options of one call. */
export interface CallOptions {
  readonly priority: Priority
  readonly signal: AbortSignal
  /** Milliseconds, instead of the API's 40 s. */
  readonly timeoutMs?: number
  /** Called when its turn in the quota has come, each time; throws to stop it. */
  readonly turn?: () => void
  readonly watch?: CallWatch
}

/** What is sent besides the path. */
export interface Payload {
  readonly query?: readonly (readonly [string, string])[]
  readonly body?: unknown
}

/** What a client works with; `recorder` sees every answer that came. `online`: whether anything may be sent now. */
export interface ClientDeps {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly recorder?: ResponseRecorder
  readonly online: () => boolean
}

/** Calls the API of one partner account: within its quotas, with retries where sending again is safe. */
export class ApiClient {
  readonly #buckets = new Map<LimitClass, QuotaBucket>()

  #options: ApiOptions

  constructor(readonly accountId: AccountId, private readonly deps: ClientDeps, options: ApiOptions = DEFAULT_API_OPTIONS) {
    this.#options = options
  }

  get options(): ApiOptions {
    return this.#options
  }

  /** Works by other options from the next request on; what was sent before still counts in its quota. */
  adopt(options: ApiOptions): void {
    this.#options = options
    for (const [limitClass, bucket] of this.#buckets) bucket.adjust(this.#limitOf(limitClass))
  }

  /** The bucket that a limit class draws on. */
  bucket(limitClass: LimitClass): QuotaBucket {
    const drawn = limitClass === 'customers' && this.options.shareMembersAndCustomers ? 'members' : limitClass
    let bucket = this.#buckets.get(drawn)
    if (bucket === undefined) {
      bucket = new QuotaBucket(this.deps.clock, this.#limitOf(drawn))
      this.#buckets.set(drawn, bucket)
    }
    return bucket
  }

  /** The JSON of a successful answer, null for an empty one. Throws an AppError; see `unrepeatable` for requests that must not be sent twice. */
  async call(endpoint: Endpoint, options: CallOptions, payload: Payload = {}): Promise<unknown> {
    const bucket = this.bucket(endpoint.limitClass)
    const repeat = options.watch === undefined ? endpoint.repeat : 'never'
    let throttled = 0
    for (let tries = 1; ; ) {
      if (!this.deps.online()) throw offlineError()
      await bucket.acquire(options.priority, options.signal)
      options.turn?.()
      options.watch?.leaving()
      try {
        return readBody(await this.#send(endpoint, options, payload))
      } catch (error) {
        const known = repeat === 'never' ? unrepeatable(error) : error
        if (!(known instanceof AppError) || options.signal.aborted) throw known
        if (known.json.code === 'RATE_LIMITED') {
          // It was refused before it had an effect, so every verb may follow; it says that we were too fast, not that the call is bad.
          throttled += 1
          const waitMs = known.json.retryAfterMs ?? this.#backoffMs(throttled)
          // Longer than any window of a quota: a rule of that call alone.
          if (throttled >= MAX_THROTTLED[repeat] || (repeat === 'never' && waitMs > BACKOFF_CAP_MS)) throw known
          bucket.throttled(Math.min(waitMs, LONGEST_WAIT_MS))
          continue
        }
        if (repeat === 'never' || !known.json.retryable || tries >= MAX_TRIES) throw known
        await this.deps.clock.sleep(Math.min(BACKOFF_CAP_MS, known.json.retryAfterMs ?? this.#backoffMs(tries)), options.signal)
        tries += 1
      }
    }
  }

  #limitOf(limitClass: LimitClass): QuotaLimit {
    const { perMinute, reserved, speed } = this.options
    const documented = LIMIT_CLASSES[limitClass]
    return { perMinute: (perMinute[limitClass] ?? documented.perMinute) * speed, windowMs: documented.windowMs, reserved }
  }

  async #send(endpoint: Endpoint, { signal, timeoutMs, watch }: CallOptions, payload: Payload): Promise<ApiResponse> {
    // It may have waited for its slot for a while.
    if (!this.deps.online()) throw offlineError()
    const path = endpoint.rbac ? endpoint.path.replace(/^\/api/, this.options.rbacPathPrefix) : endpoint.path
    const response = await this.deps.transport.send(this.accountId, { method: endpoint.method, path, ...payload }, { timeoutMs: timeoutMs ?? REQUEST_TIMEOUT_MS, signal })
    watch?.answered(response.status)
    try {
      this.deps.recorder?.record(endpoint, response)
    } catch {
      // What only watches must not make a call fail; without a record nothing else is lost.
    }
    if (response.status < 200 || response.status > 299) throw responseError(response, this.deps.clock.now())
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
