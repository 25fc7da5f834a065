import { appError } from '../contract/errors'
import type { JobId, PlanId, StepState } from '../contract/jobs'
import type { Plan, PlanItem } from '../contract/plan'
import { closedGates } from '../domain/guards/prod-cap'
import { newId } from '../domain/new-id'
import { comparePlans } from '../domain/plan/compare'
import type { Step, StepOutcome } from '../store/step-row'
import { customersOf, planStaged } from './build-plan'
import type { JobDeps } from './deps'

/**
 * Makes a job of a reviewed plan, if applying would still do exactly that, and takes over everything that is staged, all in one transaction. Each target
 * becomes a step; what the plan does not send is at its end at once. Throws PLAN_STALE or COUNT_NEEDED; then nothing has changed.
 */
export function startJob(deps: JobDeps, planId: PlanId, typedCount: number | null, name: string): JobId {
  const { store } = deps
  const saved = store.plans.get(planId)
  const { plan } = planStaged(deps)
  if (saved?.plan.fingerprint !== plan.fingerprint) {
    const differences = saved === null ? plan.items.length : comparePlans(saved.plan, plan).length
    throw appError('PLAN_STALE', 'The plan is no longer what would be done.', 'Nothing was sent. Edits or customers changed since it was made: compare, then plan again.', { details: { differences } })
  }
  if (plan.items.length === 0) throw appError('BAD_INPUT', 'The plan has no changes.', 'Nothing was sent. Stage a change first.')
  const [gate] = closedGates(plan, typedCount)
  if (gate !== undefined) {
    throw appError('COUNT_NEEDED', `${String(gate.count)} changes touch PROD.`, 'Nothing was sent. Type their number to apply the plan.', { details: { count: gate.count, cap: gate.cap } })
  }
  return makeJob(deps, plan, name, (jobId) => store.intents.takeAll(jobId))
}

/** Makes a job of a plan; `also` is written in the same transaction. */
export function makeJob({ store, clock, random }: JobDeps, plan: Plan, name: string, also: (jobId: JobId) => void): JobId {
  const jobId = newId(random) as JobId
  const now = clock.now()
  const calls = new Map(plan.requests.flatMap(({ intentIds, limitClass }, at) => intentIds.map((id) => [id, { callKey: String(at), limitClass }] as const)))
  store.inLedger(() => {
    store.jobs.add(jobId, name, plan.items.length, now)
    store.steps.add(plan.items.map((item, place) => {
      const { intent, key, covers, verdict } = item
      const { callKey, limitClass } = calls.get(intent.id) ?? { callKey: null, limitClass: null }
      return { jobId, place, accountId: intent.accountId, customerId: intent.customerId, key, intent, covers, planned: verdict, callKey, limitClass, ...beginning(item), updatedAt: now }
    }))
    also(jobId)
    for (const { accountId, customerId } of customersOf(plan.items)) {
      const steps = plan.items.filter(({ intent }) => intent.accountId === accountId && intent.customerId === customerId).length
      store.journal.append({ at: now, accountId, customerId, jobId, event: 'started', data: { name, steps, fingerprint: plan.fingerprint, sealed: store.steps.seal({ jobId, accountId, customerId }) } })
    }
  })
  return jobId
}

/** Whether a target that is blocked now goes into the job to be sent when its reason is gone. */
export function waitsInJob(item: PlanItem): boolean {
  return item.verdict === 'blocked' && (item.reason.kind === 'not-read' || item.reason.kind === 'invite-window')
}

/** Where a target of the plan begins: what waits for a time or for a reading is decided when its customer is read. */
function beginning(item: PlanItem): Pick<Step, 'state' | 'outcome'> {
  const at = (state: StepState, outcome: StepOutcome = {}): Pick<Step, 'state' | 'outcome'> => ({ state, outcome })
  switch (item.verdict) {
    case 'send': case 'merge': return at('queued')
    case 'already': return at('already', { readBack: item.remote })
    case 'conflict': return at('conflict', { readBack: item.remote })
    case 'blocked': return at(waitsInJob(item) ? 'queued' : 'failed', { reason: item.reason })
  }
}
