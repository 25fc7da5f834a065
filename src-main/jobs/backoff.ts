import type { Random } from '../domain/clock'

const FIRST_MS = 2000
const CAP_MS = 300_000

/** So many times a step is sent, or its customer tried to be read, before it is given up. */
export const MAX_TRIES = 5

/** Wait before the next try in ms: exponential with jitter, from one second to five minutes. */
export function backoffMs(tries: number, random: Random): number {
  return Math.round(Math.min(CAP_MS, FIRST_MS * 2 ** Math.max(0, tries - 1)) * (0.5 + random() / 2))
}
