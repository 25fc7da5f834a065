import { monitorEventLoopDelay } from 'node:perf_hooks'
import { app } from 'electron'

/** What unpackaged builds offer to tests in the main process; a packaged app has nothing of it. */
export function offerTestHooks(enginePid: () => number): void {
  if (app.isPackaged) return
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  Object.assign(globalThis, {
    __rolodesk: {
      enginePid,
      // The histogram counts the timer's own 5 ms; what is above them is the block.
      loopDelay: () => ({ p99: Math.max(0, delay.percentile(99) / 1e6 - 5), max: Math.max(0, delay.max / 1e6 - 5) }),
      resetLoopDelay: () => delay.reset(),
    },
  })
}
