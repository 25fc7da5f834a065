import { join } from 'node:path'
import { utilityProcess, type UtilityProcess } from 'electron'
import type { EngineCall } from '../accounts/service'
import type { ApiRequest, ApiResponse, FromEngine, ToEngine } from '../contract/engine-protocol'
import { AppError, appError, failureReply, type AppErrorJson, type Reply } from '../contract/errors'
import type { AppEvent } from '../contract/events'
import type { AccountId } from '../contract/ids'
import type { EngineStatus, StoreMend } from '../contract/methods/app'
import type { Logger } from '../log/logger'

const RESTART_DELAYS_MS = [200, 1000, 5000]
const MAX_RESTARTS = 5
const RESTART_WINDOW_MS = 60_000
/** A call that arrives while the engine restarts waits so long for it. */
const READY_WAIT_MS = 5000

export interface EngineProcessDeps {
  readonly dataDir: string
  readonly appVersion: string
  /** Factor on the scarce quotas; 1 outside of tests. */
  readonly quotaSpeed: number
  /** Folder for redacted answers; undefined: nothing is recorded. */
  readonly recordTo: string | undefined
  readonly log: Logger
  readonly send: (accountId: AccountId, request: ApiRequest, options: { readonly timeoutMs: number; readonly signal: AbortSignal }) => Promise<ApiResponse>
  readonly onEvent: (event: AppEvent) => void
  /** Called each time the engine is ready, the first time included. */
  readonly onReady: () => void
}

const down = (): AppError => appError('ENGINE_DOWN', 'The part of Rolodesk that reads and stores was restarted.', 'Nothing that was kept is lost. It goes on by itself.', { retryable: true })

/** Starts the engine, talks to it and starts it again when it dies. */
export class EngineProcess {
  status: EngineStatus = 'restarting'
  /** Why it cannot start, when the store says so. */
  fatal: AppErrorJson | null = null
  #child: UtilityProcess | null = null
  #ready = false
  #stopping = false
  #last = 0
  #waiting: (() => void)[] = []
  readonly #pending = new Map<number, (reply: Reply<unknown>) => void>()
  readonly #sends = new Map<number, AbortController>()
  #deaths: number[] = []

  constructor(private readonly deps: EngineProcessDeps) {}

  start(mend?: StoreMend): void {
    const child = utilityProcess.fork(join(__dirname, 'engine.js'), [], { serviceName: 'Rolodesk engine', stdio: 'ignore' })
    this.#child = child
    child.on('message', (message: FromEngine) => this.#hear(message))
    child.once('exit', (code) => {
      if (child === this.#child) this.#died(code)
    })
    this.#post({ type: 'start', dataDir: this.deps.dataDir, appVersion: this.deps.appVersion, quotaSpeed: this.deps.quotaSpeed, recordTo: this.deps.recordTo, mend })
  }

  /** Starts an engine that gave up once more, mending the store first if that is asked for; gives its state once that is known. */
  async restart(mend?: StoreMend): Promise<EngineStatus> {
    if (this.status !== 'failed') return this.status
    const old = this.#child
    this.#child = null
    if (old !== null) await new Promise<void>((resolve) => {
      old.once('exit', () => resolve())
      old.kill()
    })
    this.fatal = null
    this.#deaths = []
    this.#become('restarting')
    this.start(mend)
    await this.#untilReady()
    return this.status
  }

  pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Runs a method in the engine; always resolves. */
  async invoke(method: string, input: unknown): Promise<Reply<unknown>> {
    if (!(await this.#untilReady())) return this.fatal === null ? failureReply(down()) : { ok: false, error: this.fatal }
    return new Promise((resolve) => {
      const id = (this.#last += 1)
      this.#pending.set(id, resolve)
      this.#post({ type: 'invoke', id, method, input })
    })
  }

  /** One of the engine's internals; throws what the engine answered. */
  readonly call: EngineCall = async (method, input) => {
    const reply = await this.invoke(method, input)
    if (!reply.ok) throw new AppError(reply.error)
    return reply.value as never
  }

  /** Ends the engine for good, after it has closed its files. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child === null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    this.#post({ type: 'stop' })
    const timer = setTimeout(() => child.kill(), 3000)
    await ended
    clearTimeout(timer)
  }

  #post(message: ToEngine): void {
    this.#child?.postMessage(message)
  }

  #untilReady(): Promise<boolean> {
    if (this.#ready) return Promise.resolve(true)
    if (this.status === 'failed') return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.#ready), READY_WAIT_MS)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve(this.#ready)
      })
    })
  }

  #hear(message: FromEngine): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true
        this.deps.log.info('engine.started', { pid: this.pid() })
        this.#become('running')
        return this.deps.onReady()
      case 'reply':
        this.#pending.get(message.id)?.(message.reply)
        return void this.#pending.delete(message.id)
      case 'send':
        return void this.#send(message)
      case 'abort':
        return this.#sends.get(message.id)?.abort()
      case 'event':
        return this.deps.onEvent(message.event)
      case 'log':
        return this.deps.log[message.level](message.event, message.fields)
      case 'fatal':
        this.fatal = message.error
        return this.#become('failed')
    }
  }

  async #send({ id, accountId, request, timeoutMs }: Extract<FromEngine, { type: 'send' }>): Promise<void> {
    const abort = new AbortController()
    const child = this.#child
    this.#sends.set(id, abort)
    let result: Reply<ApiResponse>
    try {
      result = { ok: true, value: await this.deps.send(accountId, request, { timeoutMs, signal: abort.signal }) }
    } catch (error) {
      result = failureReply(error)
    }
    if (this.#sends.get(id) === abort) this.#sends.delete(id)
    // Numbers begin anew with each engine: an answer to the one that died must not reach its successor.
    if (child === this.#child) this.#post({ type: 'sent', id, result })
  }

  #become(status: EngineStatus): void {
    this.status = status
    this.deps.onEvent({ type: 'engine', status })
    if (status === 'restarting') return
    for (const go of this.#waiting.splice(0)) go()
  }

  #died(code: number): void {
    this.#ready = false
    this.#child = null
    for (const answer of this.#pending.values()) answer(failureReply(down()))
    this.#pending.clear()
    for (const abort of this.#sends.values()) abort.abort()
    this.#sends.clear()
    if (this.#stopping || this.status === 'failed') return
    const now = Date.now()
    this.#deaths = [...this.#deaths.filter((at) => now - at < RESTART_WINDOW_MS), now]
    this.deps.log.error('engine.died', { code, deaths: this.#deaths.length })
    if (this.#deaths.length > MAX_RESTARTS) return this.#become('failed')
    this.#become('restarting')
    setTimeout(() => this.start(), RESTART_DELAYS_MS[Math.min(this.#deaths.length, RESTART_DELAYS_MS.length) - 1])
  }
}
