import type { CallWatch } from '../api/client'
import { mayHaveHappened } from '../api/unknown-outcome'
import { AppError, appError } from '../contract/errors'
import type { PlannedRequest } from '../contract/plan'
import { emailKey } from '../domain/facts'
import { newId } from '../domain/new-id'
import type { Lot, StepChange } from '../store/repos/steps'
import type { Step } from '../store/step-row'
import { advised } from './advice'
import { backoffMs } from './backoff'
import type { JobDeps } from './deps'
import { sendCall } from './send-call'
import { isSeen } from './settle'
import { isFinal, troubleOf, type AccountTrouble } from './trouble'

/** An API that refuses an invitation without a number has its own twenty minutes (contract 3.3); in ms. */
const INVITE_WINDOW_MS = 20 * 60_000
const REFUSED_WAIT_MS = 60_000

/** What may stop a job between two requests. */
export interface Control {
  /** Whether nothing is to be read or sent now. */
  readonly paused: () => boolean
  /** Whether nothing more is to be sent; what was sent is still read back. */
  readonly halted: () => boolean
  readonly signal: AbortSignal
  /** Also ends with a pause: nothing is lost with a reading. */
  readonly reading: AbortSignal
  /** Steps have changed. */
  readonly progress: () => void
}

/** `held`: it was not sent, because the job was stopped before its turn came. */
export type Sent = 'sent' | 'failed' | 'held'

/**
 * Sends one request of a lot. Right before it leaves, and right after the answer, its steps and the journal say so in one transaction each; what
 * happens in between leaves the steps `sending`, which is settled by reading. Throws AccountTrouble.
 */
export async function sendRequest(deps: JobDeps, lot: Lot, request: PlannedRequest, planned: readonly Step[], control: Control): Promise<Sent> {
  const { store, clock, random } = deps
  const requestId = newId(random)
  let steps = planned
  let status: number | null = null
  let left = false
  let held = false

  const write = (event: 'sending' | 'answered', data: object): void => store.journal.append({ at: clock.now(), ...target(lot), event, data: { requestId, ...data } })
  const move = (change: (step: Step) => StepChange): void => {
    steps = steps.map((step) => store.steps.change(step, change(step), clock.now()))
  }
  const watch: CallWatch = {
    leaving: () => {
      store.inLedger(() => {
        // Only a refusal by quota brings a call here a second time.
        if (left) write('answered', { status, became: 'queued' })
        // A person may have cancelled the step since it was decided on.
        held = control.halted() || steps.some((step) => store.steps.stateOf(step) !== step.state)
        if (held && left) move(() => ({ state: 'queued' }))
        if (held) return
        move(({ tries }) => ({ state: 'sending', tries: tries + 1, notBefore: null, outcome: { error: null, reason: null, lookedFor: false } }))
        write('sending', { call: request.call, steps: steps.map(evidence) })
      })
      if (held) throw appError('CANCELLED', 'The job was stopped.', '')
      left = true
      status = null
    },
    answered: (code) => {
      status = code
    },
  }
  const answered = (change: (step: Step) => StepChange, error: AppError | null): void =>
    store.inLedger(() => {
      move(change)
      if (request.call.kind === 'member.invite' && steps.some(({ state }) => state === 'applied' || state === 'unknown')) {
        store.invitations.note(lot.accountId, lot.customerId, emailKey(request.call.email), clock.now())
      }
      write('answered', { status, became: steps[0]?.state, ...(error === null ? {} : { error: error.json.code, details: error.json.details ?? {} }) })
    })

  try {
    await sendCall(deps.client(lot.accountId), lot.customerId, request.call, { priority: 'job', signal: control.signal, watch })
  } catch (error) {
    // The app ends, or the ledger could not be written: what is on disk says `sending`, and reading will tell.
    if (control.signal.aborted) throw error
    if (held) return 'held'
    if (!left || !(error instanceof AppError)) throw error
    const known = advised(request.call, error)
    const { change, trouble } = verdictOn(deps, known)
    answered(change, known)
    if (trouble !== null) throw trouble
    return 'failed'
  }
  answered(({ intent }) => (isSeen(intent) ? { state: 'sent' } : { state: 'applied' }), null)
  return 'sent'
}

/** What a failed request makes of its steps, and of the account. */
function verdictOn({ clock, random }: JobDeps, error: AppError): { readonly change: (step: Step) => StepChange; readonly trouble: AccountTrouble | null } {
  const { json } = error
  const outcome = { error: json }
  const later = ({ tries }: Step): number => clock.now() + backoffMs(tries, random)
  if (mayHaveHappened(error)) return { change: (step) => ({ state: 'unknown', notBefore: later(step), outcome }), trouble: troubleOf(error) }
  if (json.code === 'RATE_LIMITED') {
    const wait = (step: Step): number => json.retryAfterMs ?? (step.intent.kind === 'member.invite' ? INVITE_WINDOW_MS : REFUSED_WAIT_MS)
    return { change: (step) => ({ state: 'queued', notBefore: clock.now() + wait(step), outcome }), trouble: null }
  }
  if (isFinal(json)) return { change: () => ({ state: 'failed', outcome }), trouble: null }
  return { change: (step) => ({ state: 'queued', notBefore: troubleOf(error) === null ? later(step) : null, outcome }), trouble: troubleOf(error) }
}

/** The step as the journal tells it. */
function evidence({ place, key, intent, outcome }: Step): object {
  return { place, key, author: intent.author, editedAt: intent.at, base: intent.base, seen: outcome.seen ?? null, wish: intent.wish }
}

function target({ jobId, accountId, customerId }: Lot): Lot {
  return { jobId, accountId, customerId }
}
