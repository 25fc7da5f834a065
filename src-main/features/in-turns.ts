import { setImmediate as nextTurn } from 'node:timers/promises'

/** Does something with all of many, `atATime` of them between two turns of the engine, so that nothing else waits for the whole. */
export async function inTurns<T>(all: readonly T[], atATime: number, work: (some: readonly T[]) => void): Promise<void> {
  for (let from = 0; from < all.length; from += atATime) {
    if (from > 0) await nextTurn()
    work(all.slice(from, from + atATime))
  }
}
