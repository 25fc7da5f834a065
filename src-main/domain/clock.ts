/** Time as a port. */
export interface Clock {
  /** UTC ms. */
  now(): number
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Milliseconds by which local time is ahead of UTC at an instant (UTC ms). */
  localOffset(at: number): number
}

/** A number in [0, 1). */
export type Random = () => number

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  localOffset: (at) => -60_000 * new Date(at).getTimezoneOffset(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const stop = (): void => {
        clearTimeout(timer)
        reject(signal?.reason as Error)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, { once: true })
    }),
}
