import type { Transport } from '../api/transport'
import type { ApiResponse, FromEngine } from '../contract/engine-protocol'
import { AppError, type Reply } from '../contract/errors'

/** Asks main to send; main adds the credentials. Answers are matched by a number that is never used twice. */
export class MainTransport implements Transport {
  readonly #pending = new Map<number, (result: Reply<ApiResponse>) => void>()
  #last = 0

  constructor(private readonly post: (message: FromEngine) => void) {}

  readonly send: Transport['send'] = (accountId, request, { timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error)
      const id = (this.#last += 1)
      const onAbort = (): void => {
        this.#pending.delete(id)
        this.post({ type: 'abort', id })
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#pending.set(id, (result) => {
        signal.removeEventListener('abort', onAbort)
        if (result.ok) resolve(result.value)
        else reject(new AppError(result.error))
      })
      this.post({ type: 'send', id, accountId, request, timeoutMs })
    })

  /** Hands an answer to the one who waits for it; one that nobody waits for is dropped. */
  settle(id: number, result: Reply<ApiResponse>): void {
    const waiting = this.#pending.get(id)
    this.#pending.delete(id)
    waiting?.(result)
  }
}
