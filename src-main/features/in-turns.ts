import { setImmediate as nextTurn } from 'node:timers/promises'

/** Does something with each of many, some between two turns of the engine, so that nothing else waits for all of them. */
export async function inTurns<T>(all: Iterable<T>, atATime: number, work: (one: T) => void): Promise<void> {
  let done = 0
  for (const one of all) {
    if (done > 0 && done % atATime === 0) await nextTurn()
    work(one)
    done += 1
  }
}
