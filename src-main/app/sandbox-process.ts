import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { utilityProcess, type UtilityProcess } from 'electron'
import { AccessToken } from '../accounts/access-token'
import type { SandboxPort } from '../accounts/service'
import { appError } from '../contract/errors'
import type { Logger } from '../log/logger'

type Started = Awaited<ReturnType<SandboxPort['start']>>
type Message = { readonly type: 'listening'; readonly baseUrl: string } | { readonly type: 'notice' | 'failed'; readonly message: string }
const START_TIMEOUT_MS = 20_000

/** Runs the emulated partner account in a process of its own; one that died is started again at the next use. */
export class SandboxProcess implements SandboxPort {
  #child: UtilityProcess | null = null
  #started: Promise<Started> | null = null

  constructor(private readonly deps: { readonly dataDir: string; readonly size: { readonly customers: number; readonly people: number }; readonly log: Logger }) {}

  start(): Promise<Started> {
    this.#started ??= this.#launch().catch((error: unknown) => {
      this.stop()
      throw error
    })
    return this.#started
  }

  stop(): void {
    this.#child?.kill()
    this.#child = null
    this.#started = null
  }

  #launch(): Promise<Started> {
    const token = randomBytes(24).toString('base64url')
    const child = utilityProcess.fork(join(__dirname, 'sandbox.js'), [], { serviceName: 'Rolodesk sandbox', stdio: 'ignore' })
    this.#child = child
    return new Promise((resolve, reject) => {
      const failed = (): void => reject(appError('SANDBOX_DOWN', 'The sandbox did not start.', 'Try again. Other accounts are not touched.', { retryable: true }))
      const timer = setTimeout(failed, START_TIMEOUT_MS)
      child.on('message', (message: Message) => {
        if (message.type === 'listening') {
          clearTimeout(timer)
          resolve({ baseUrl: message.baseUrl, token: new AccessToken(token) })
        } else {
          this.deps.log.warn(`sandbox.${message.type}`, { message: message.message })
          if (message.type === 'failed') failed()
        }
      })
      child.once('exit', () => {
        clearTimeout(timer)
        failed()
        if (this.#child === child) {
          this.#child = null
          this.#started = null
        }
      })
      child.postMessage({ type: 'start', dataFile: join(this.deps.dataDir, 'sandbox.json'), ...this.deps.size, token })
    })
  }
}
