import type { Handlers, Output } from '../contract'
import { appError } from '../contract/errors'
import type { PlanId } from '../contract/jobs'
import type { Plan, PlanItem } from '../contract/plan'
import { newId } from '../domain/new-id'
import { comparePlans, type PlanDifference } from '../domain/plan/compare'
import { planStaged } from '../jobs/build-plan'
import type { JobDeps } from '../jobs/deps'
import { goesOnAt } from '../jobs/job-hours'
import { namesFrom, type Names } from '../jobs/names'
import { refreshStaged } from '../jobs/refresh'
import { resolveInPlan } from '../jobs/resolve'
import { waitsInJob } from '../jobs/start-job'
import type { PlanNotes } from '../store/plan-notes'
import type { SavedPlan } from '../store/repos/plans'
import type { FeatureDeps } from './deps'

type Methods = 'plan.compute' | 'plan.summary' | 'plan.get' | 'plan.changes' | 'plan.compare' | 'plan.resolve'
type Saved = SavedPlan<PlanNotes>

/** Plans over the store: what applying everything that is staged would do. */
export function planHandlers({ jobs, isOnline }: FeatureDeps): Handlers<Methods> {
  const { deps } = jobs
  const { store, clock, random } = deps
  const saved = (id: PlanId): Saved => {
    const found = store.plans.get(id)
    if (found === null) throw appError('PLAN_STALE', 'Another plan was made since.', 'Look at the newer plan.')
    return found
  }
  return {
    'plan.compute': async ({ refresh }) => {
      const unread = refresh && isOnline() ? await refreshStaged(deps, new AbortController().signal) : []
      const { plan, staged } = planStaged(deps)
      const made: Saved = { id: newId(random) as PlanId, at: clock.now(), plan, extra: { unread, neutral: staged.neutral.flatMap(({ covers }) => covers) } }
      store.plans.save(made)
      return summary(deps, made)
    },
    'plan.summary': ({ planId }) => summary(deps, saved(planId)),
    'plan.get': ({ planId, verdict, accountId, customerId, offset, limit }) => {
      const names = namesFrom(store)
      const items = saved(planId).plan.items.filter(({ intent, ...item }) =>
        (verdict === null || item.verdict === verdict) && (accountId === null || intent.accountId === accountId) && (customerId === null || intent.customerId === customerId))
      return { items: items.slice(offset, offset + limit).map((item) => view(item, names)), matched: items.length }
    },
    'plan.changes': ({ planId, offset, limit }) => {
      const { changes } = saved(planId).plan
      return { changes: changes.slice(offset, offset + limit), matched: changes.length }
    },
    'plan.compare': ({ planId, offset, limit }) => {
      const names = namesFrom(store)
      const then = saved(planId).plan
      const now = planStaged(deps).plan
      const all = comparePlans(then, now)
      return { differences: all.slice(offset, offset + limit).map((one) => difference(one, then, now, names)), matched: all.length }
    },
    'plan.resolve': ({ planId, keys, choice }) => resolveInPlan(deps, planId, keys, choice),
  }
}

function summary(deps: JobDeps, { id, at, plan, extra }: Saved): Output<'plan.compute'> {
  const names = namesFrom(deps.store)
  const customers = new Map<string, Output<'plan.compute'>['customers'][number]>()
  for (const { intent: { accountId, customerId }, verdict } of plan.items) {
    const key = `${accountId}|${String(customerId)}`
    const known = customers.get(key) ?? { accountId, customerId, customer: names.customer(accountId, customerId), totals: { send: 0, already: 0, merge: 0, conflict: 0, blocked: 0 } }
    customers.set(key, { ...known, totals: { ...known.totals, [verdict]: known.totals[verdict] + 1 } })
  }
  return {
    planId: id, fingerprint: plan.fingerprint, at, totals: plan.totals, prodChanges: plan.prodChanges, gates: [...plan.gates], waiting: plan.items.filter(waitsInJob).length, writes: plan.requests.length,
    requests: plan.requests.length + plan.preflight.length + plan.readBack.length, floorMs: plan.floorMs, costs: plan.costs.map((one) => ({ ...one, opensAt: goesOnAt(deps, null, one.accountId) })),
    customers: [...customers.values()], unread: extra.unread.map((one) => ({ ...one, customer: names.customer(one.accountId, one.customerId) })),
  }
}

function view(item: PlanItem, names: Names): Output<'plan.get'>['items'][number] {
  const { key, verdict, prod, intent, covers } = item
  const { accountId, customerId } = intent
  return {
    key, verdict, prod, intent: intent as never, covers: [...covers], accountId, customerId, customer: names.customer(accountId, customerId), person: names.person(intent),
    remote: 'remote' in item ? item.remote : undefined, reason: 'reason' in item ? item.reason : null,
  }
}

function difference(one: PlanDifference, then: Plan, now: Plan, names: Names): Output<'plan.compare'>['differences'][number] {
  const find = (plan: Plan): PlanItem | undefined => plan.items.find(({ key }) => key === one.key)
  const [was, is] = [find(then), find(now)]
  // A cell that is only kept belongs to the person of another item, one that is lost to the removal.
  const near = was ?? is ?? now.items.find(({ key }) => (one.kind === 'lost' ? one.key.startsWith(`${key}|`) : one.key.startsWith(key.slice(0, key.lastIndexOf('|') + 1))))
  if (near === undefined) throw new Error('a difference of plans belongs to none of their items')
  const { accountId, customerId } = near.intent
  return {
    key: one.key, accountId, customerId, customer: names.customer(accountId, customerId), person: names.person(near.intent), then: was === undefined ? null : view(was, names), now: is === undefined ? null : view(is, names),
    kept: one.kind === 'item' ? null : { environment: one.environment, then: one.then, now: one.now, lost: one.kind === 'lost' },
  }
}
