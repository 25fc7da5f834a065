/** What is gathered before the first answer to a change, in ms. */
const GATHER_MS = 50
/** Reading announces each customer; what is on screen follows at most so often, in ms. */
export const FOLLOW_EVERY_MS = 750

/**
 * Gives a function that calls `run` soon after a change, and at most once per `everyMs` while changes go on. The last change is always
 * followed by a run.
 */
export function makeFollower(run: () => void, everyMs = FOLLOW_EVERY_MS): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let ranAt = -Infinity
  return () => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      ranAt = performance.now()
      run()
    }, Math.max(GATHER_MS, ranAt + everyMs - performance.now()))
  }
}
