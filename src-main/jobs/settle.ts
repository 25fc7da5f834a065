import type { RoleName } from '../contract/access'
import type { MemberId } from '../contract/ids'
import type { Intent } from '../contract/intents'
import type { BlockReason, PlanItem } from '../contract/plan'
import { emailKey, indexCustomer, type Customer, type CustomerFacts } from '../domain/facts'
import type { Random } from '../domain/clock'
import type { StepChange } from '../store/repos/steps'
import type { Step, StepOutcome } from '../store/step-row'
import { backoffMs, MAX_TRIES } from './backoff'

/** What the API may still be at when it has been given up on, and would do a second time: it is looked for twice. */
const MADE_LATE: ReadonlySet<Intent['kind']> = new Set(['customer.create', 'role.create', 'group.create', 'member.add', 'customer.provision', 'customer.delete', 'migrate.system', 'migrate.role'])
/** Three times what a request may take (contract 1.7); in ms. */
const LATE_MS = 120_000

/** Reasons that another step of the customer may still take away: the new administrator, the other role of a holder, or the role that is to be given may only be late. */
const LATE: ReadonlySet<BlockReason['kind'] | undefined> = new Set(['last-admin', 'role-assigned', 'unknown-role'] as const)

/** What a verdict on freshly read facts makes of an open step; null: it stays as it is, and is sent if the verdict says so. */
export type Settlement = (step: Step, item: PlanItem) => StepChange | null

/** `othersOpen`: the customer has steps in this job that are not looked at now; `coming`: environment roles that those are to make. `now` is UTC ms. */
export interface Moment { readonly now: number; readonly random: Random; readonly othersOpen: boolean; readonly coming: ReadonlySet<RoleName> }

/** How steps of one customer are settled by what was read of it. */
export function settlement(facts: CustomerFacts, moment: Moment): Settlement {
  const customer = indexCustomer(facts)
  return (step, item) => {
    if (item.verdict === 'blocked') return blocked(step, item.reason, moment)
    const readBack = { readBack: item.remote }
    switch (item.verdict) {
      case 'conflict': return { state: 'conflict', notBefore: null, outcome: readBack }
      case 'already': return { state: step.state === 'queued' ? 'already' : 'applied', notBefore: null, outcome: { ...readBack, error: null, ...whoIsThere(step.intent, customer) } }
      case 'send': case 'merge': return notThere(step, readBack, moment.now)
    }
  }
}

/** Whether the members' list shows that a call took effect: somebody invited is not in it before they accept, an OAuth id is not told (contract 1.10), some settings neither, and the built-in roles not where nobody held one. */
export function isSeen({ kind, target }: Intent): boolean {
  if (kind === 'migrate.system') return 'legacy' in target && target.legacy.length > 0
  return kind !== 'member.invite' && kind !== 'customer.unread' && !(kind === 'member.add' && 'by' in target && target.by === 'oauth')
}

/** Whether a step waits for another one of its customer: it is looked at whenever the customer is, or two of them would wait for each other. */
export function waitsForOthers({ state, outcome }: Step): boolean {
  return state === 'queued' && LATE.has(outcome.reason?.kind)
}

/** The remote value is still the base. */
function notThere(step: Step, readBack: StepOutcome, now: number): StepChange | null {
  switch (step.state) {
    case 'sent': return { state: 'failed', notBefore: null, outcome: { ...readBack, error: {
      code: 'REJECTED', title: 'Workato said yes, but the change is not there.', hint: 'It was read back and is as before. Look at it in Workato, then try again.', retryable: true,
    } } }
    // Nothing is sent a second time on a guess (G5).
    case 'unknown':
      if (!isSeen(step.intent)) return { parked: true, notBefore: null, outcome: readBack }
      if (MADE_LATE.has(step.intent.kind) && step.outcome.lookedFor !== true) return { notBefore: now + LATE_MS, outcome: { ...readBack, lookedFor: true } }
      return again(step, readBack)
    default: return null
  }
}

/** It has been seen that an unknown outcome was none. */
function again(step: Step, readBack: StepOutcome): StepChange {
  const error = step.outcome.error
  if (step.tries < MAX_TRIES || error == null) return { state: 'queued', notBefore: null, outcome: readBack }
  return { state: 'failed', notBefore: null, outcome: { ...readBack, error: { ...error, hint: 'It was read again: the change was not made. Try again when Workato answers again.', retryable: true } } }
}

function blocked(step: Step, reason: BlockReason, { now, random, othersOpen, coming }: Moment): StepChange {
  // The guard of the twenty minutes also sees an invitation whose own outcome is unknown.
  if (step.state === 'unknown' && !isSeen(step.intent)) return { parked: true, notBefore: null }
  if (reason.kind === 'invite-window') return { notBefore: reason.until, outcome: { reason } }
  if (reason.kind === 'not-read' && step.tries < MAX_TRIES) return { tries: step.tries + 1, notBefore: now + backoffMs(step.tries + 1, random), outcome: { reason } }
  if (reason.kind === 'unknown-role' ? coming.has(reason.roleName) : LATE.has(reason.kind) && othersOpen) return { notBefore: now + backoffMs(MAX_TRIES, random), outcome: { reason } }
  return { state: 'failed', notBefore: null, outcome: { reason } }
}

/** What undo needs to know of the person, or of what was made. */
function whoIsThere(intent: Intent, { facts, members, byEmail }: Customer): StepOutcome {
  if (intent.kind === 'role.create') return { made: (intent.target.scope === 'environment' ? facts.environmentRoles : facts.projectRoles)?.find(({ name }) => name === intent.target.name)?.id ?? null }
  if (intent.kind === 'group.create') return { made: facts.groups?.find(({ name }) => name === intent.target.name)?.id ?? null }
  if (intent.kind === 'member.role') return { after: members.get(intent.target.memberId) ?? null }
  if (intent.kind === 'member.invite') return { created: idOf(intent.target.email, byEmail) }
  return intent.kind === 'member.add' && intent.target.by === 'email' ? { created: idOf(intent.target.email, byEmail) } : {}
}

function idOf(email: string, byEmail: Customer['byEmail']): MemberId | null {
  return byEmail.get(emailKey(email))?.id ?? null
}
