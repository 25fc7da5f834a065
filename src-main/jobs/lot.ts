import { AppError } from '../contract/errors'
import type { PlannedRequest } from '../contract/plan'
import type { CustomerFacts } from '../domain/facts'
import { isSent } from '../domain/plan/decide'
import { isAdminRole } from '../domain/guards/guard'
import type { Lot } from '../store/repos/steps'
import type { Step } from '../store/step-row'
import { backoffMs, MAX_TRIES } from './backoff'
import { believed } from './believe'
import { planOn } from './build-plan'
import type { JobDeps } from './deps'
import { readTargets } from './read-targets'
import { sendRequest, type Control } from './send-request'
import { settlement, waitsForOthers } from './settle'
import { isFinal, troubleOf } from './trouble'

/** What was read longer ago than this is read again before more is sent: others may have changed it while a part waited for its turns, or the computer slept. In ms. */
const FRESH_MS = 5 * 60_000
/** A time at which nothing waits any more. */
const ANY_TIME = Number.MAX_SAFE_INTEGER

/**
 * Does what is due of one customer's part of a job: reads once, decides anew what was planned (G6), sends, reads back once. What ends half-way, also
 * because the reading has grown old, is taken up by the next run, which reads first. Throws AccountTrouble, or the reason of the signal.
 */
export async function runLot(deps: JobDeps, lot: Lot, control: Control): Promise<void> {
  if (!believed(deps, lot)) return
  recover(deps, lot)
  endCancelled(deps, lot)
  const before = await read(deps, lot, due(deps, lot), 'before', control)
  if (before === null || control.paused()) return
  const readAt = deps.clock.now()
  const sending: Control = { ...control, halted: () => control.halted() || !isFresh(readAt, deps.clock.now()) }
  const { requests, toSend } = decide(deps, lot, before.steps, before.facts)
  const endsRoles = requests.some(({ call }) => call.kind === 'role.delete')
  for (const request of requests) {
    const outcome = await sendRequest(deps, lot, request, request.intentIds.flatMap((id) => toSend.get(id) ?? []), sending)
    control.progress()
    if (outcome === 'held') break
    // Whoever was to stay as administrator may not be one, a role that is to be given may not be there, one that is to go may be held: the rest is decided anew before it goes on.
    if (outcome === 'failed' && (makesAdmin(request) || request.call.kind === 'role.create' || endsRoles)) break
  }
  if (control.paused()) return
  const after = await read(deps, lot, due(deps, lot).filter(({ state }) => state === 'sent'), 'after', control)
  if (after !== null) decide(deps, lot, after.steps, after.facts)
}

/** A time to come: the clock was set back, and nobody knows how long it is. */
function isFresh(at: number, now: number): boolean {
  return now >= at && now - at <= FRESH_MS
}

/** What is due, and whatever of the part waits for that. */
function due({ store, clock }: JobDeps, lot: Lot): readonly Step[] {
  const ready = new Set(store.steps.due(lot, clock.now()).map(({ place }) => place))
  return ready.size === 0 ? [] : store.steps.due(lot, ANY_TIME).filter((step) => ready.has(step.place) || waitsForOthers(step))
}

/** What came back to the queue of a job that was cancelled meanwhile, as after a refusal, goes no further. */
function endCancelled({ store, clock }: JobDeps, lot: Lot): void {
  if (store.jobs.get(lot.jobId)?.state !== 'cancelled') return
  const queued = store.steps.due(lot, ANY_TIME).filter(({ state }) => state === 'queued')
  if (queued.length === 0) return
  store.inLedger(() => queued.forEach((step) => store.steps.change(step, { state: 'cancelled', notBefore: null }, clock.now())))
}

/** What was on its way when it stopped may have taken effect (G5). Also for the whole queue, when the app starts. */
export function recover({ store, clock }: Pick<JobDeps, 'store' | 'clock'>, lot?: Lot): void {
  if (store.steps.underWay(lot).length === 0) return
  store.inLedger(() => {
    for (const step of store.steps.underWay(lot)) {
      const { jobId, accountId, customerId, place, key, intent } = step
      store.steps.change(step, { state: 'unknown', notBefore: null }, clock.now())
      store.journal.append({ at: clock.now(), jobId, accountId, customerId, event: 'recovered', data: { place, key } })
      if (intent.kind === 'member.invite') store.invitations.note(accountId, customerId, intent.target.email.trim().toLowerCase(), step.updatedAt)
    }
  })
}

/** Puts what was read down as states of the steps; gives the requests for those that are to be sent, and these by the id of their intent. */
function decide(deps: JobDeps, lot: Lot, steps: readonly Step[], facts: CustomerFacts): { readonly requests: readonly PlannedRequest[]; readonly toSend: ReadonlyMap<string, Step> } {
  const { store, clock, random } = deps
  const plan = planOn(deps, steps.map(({ intent, covers }) => ({ intent, covers })), [facts])
  const here = new Set(steps.map(({ place }) => place))
  const coming = new Set(store.steps.due(lot, ANY_TIME).flatMap(({ place, intent }) => (intent.kind === 'role.create' && intent.target.scope === 'environment' && !here.has(place) ? [intent.target.name] : [])))
  const settle = settlement(facts, { now: clock.now(), random, othersOpen: store.steps.openOf(lot) > steps.length, coming })
  const byIntent = new Map(steps.map((step) => [step.intent.id, step]))
  const people = new Map(facts.members.map((one) => [one.id, one]))
  const toSend = new Map<string, Step>()
  store.inLedger(() => {
    const seen = plan.items.flatMap((item) => {
      const step = byIntent.get(item.intent.id)
      if (step === undefined) return []
      const change = settle(step, item)
      const next = change === null ? step : store.steps.change(step, change, clock.now())
      const { intent } = next
      if (isSent(item) && next.state === 'queued') {
        const removed = intent.kind === 'member.remove' ? { removed: people.get(intent.target.memberId) ?? null } : {}
        toSend.set(intent.id, { ...next, outcome: { ...next.outcome, seen: item.remote, ...removed } })
      }
      if (change === null) return []
      return [{ place: step.place, key: step.key, was: step.state, became: next.state, readBack: next.outcome.readBack ?? null, reason: next.outcome.reason?.kind ?? null }]
    })
    for (const event of ['read-back', 'resolved'] as const) {
      const told = seen.filter(({ was }) => (was === 'sent') === (event === 'read-back'))
      if (told.length > 0) store.journal.append({ at: clock.now(), ...lot, event, data: { steps: told } })
    }
  })
  if (toSend.size === plan.items.filter(isSent).length) return { requests: plan.requests, toSend }
  // A request must not carry what has just been given up.
  const { requests } = planOn(deps, [...toSend.values()].map(({ intent, covers }) => ({ intent, covers })), [facts])
  return { requests, toSend }
}

/**
 * The facts, and those of the steps that are still as they were: a person may have cancelled some meanwhile. Null: there is nothing to read, the job was
 * paused, or this customer could not be read; its steps wait, or have waited often enough. Throws what concerns the whole account.
 */
async function read(deps: JobDeps, lot: Lot, steps: readonly Step[], moment: 'before' | 'after', { signal, reading, paused }: Control): Promise<{ readonly facts: CustomerFacts; readonly steps: readonly Step[] } | null> {
  const { store, clock, random } = deps
  if (steps.length === 0) return null
  const stopped = new Error('the job was stopped before its turn came')
  const turn = (): void => {
    if (paused()) throw stopped
  }
  try {
    const facts = await readTargets(deps, deps.client(lot.accountId), lot.customerId, steps.map(({ intent }) => intent), moment, { priority: 'job', signal: reading, turn })
    return { facts, steps: steps.filter((step) => store.steps.stateOf(step) === step.state) }
  } catch (error) {
    signal.throwIfAborted()
    if (reading.aborted || error === stopped) return null
    const trouble = troubleOf(error)
    if (trouble !== null || !(error instanceof AppError)) throw trouble ?? error
    const { json } = error
    store.inLedger(() => {
      for (const step of steps.filter((one) => store.steps.stateOf(one) === one.state)) {
        const tries = step.tries + 1
        const givenUp = isFinal(json) || tries > MAX_TRIES
        const end = step.state === 'queued' ? ({ state: 'failed', notBefore: null } as const) : ({ state: 'unknown', parked: true, notBefore: null } as const)
        store.steps.change(step, { tries, ...(givenUp ? end : { notBefore: clock.now() + backoffMs(tries, random) }), outcome: { error: json } }, clock.now())
      }
    })
    return null
  }
}

function makesAdmin({ call }: PlannedRequest): boolean {
  return (call.kind === 'member.update' && call.roles.some(({ roleName }) => isAdminRole(roleName))) || (call.kind === 'member.add' && Object.values(call.person.roles).some((name) => isAdminRole(name)))
}
