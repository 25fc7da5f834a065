import type { Answer } from './answer'
import type { Switches } from './switches'

/** The API cuts a request at 40 seconds (contract section 13). */
const CUT_MS = 40_000

/** How long an answer is held back, and what it then is. */
export function held(ms: number, answer: Answer, switches: Switches): { readonly waitMs: number; readonly answer: Answer } {
  return ms < CUT_MS ? { waitMs: ms, answer } : { waitMs: CUT_MS, answer: { status: Number(switches.timeout_status), body: { message: 'Request timed out' } } }
}
