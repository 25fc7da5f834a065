import type { Handlers, Output } from '../contract'
import { namesFrom, type Names } from '../jobs/names'
import { addInstead, resolveInJob } from '../jobs/resolve'
import { undoJob } from '../jobs/undo'
import type { Step } from '../store/step-row'
import type { FeatureDeps } from './deps'

type Methods =
  | 'jobs.start' | 'jobs.list' | 'jobs.state' | 'jobs.steps' | 'jobs.failures' | 'jobs.pause' | 'jobs.resume' | 'jobs.startNow' | 'jobs.cancel' | 'jobs.retryFailed' | 'jobs.checkUnknown'
  | 'jobs.resolve' | 'jobs.addInstead' | 'jobs.undo'

/** What a person reads beside a list; who wants all of it saves the evidence. */
const FAILURES_TOLD = 5

/** Jobs: starting, watching, stopping, deciding and undoing. */
export function jobsHandlers({ jobs: executor }: FeatureDeps): Handlers<Methods> {
  const { deps } = executor
  const { store } = deps
  return {
    'jobs.start': ({ planId, typedCount, name }) => executor.start(planId, typedCount, name),
    'jobs.list': ({ offset, limit }) => {
      const { rows, matched } = store.jobs.page(offset, limit)
      return { jobs: rows.map(({ id }) => executor.state(id)), matched }
    },
    'jobs.state': ({ jobId }) => executor.state(jobId),
    'jobs.steps': ({ jobId, states, offset, limit }) => {
      const names = namesFrom(store)
      const { rows, matched } = store.steps.page(jobId, states, offset, limit)
      return { steps: rows.map((step) => view(step, names)), matched }
    },
    'jobs.failures': ({ jobId }) => {
      const found = store.steps.failures(jobId)
      return { failures: found.slice(0, FAILURES_TOLD).map(({ outcome: { error, reason }, ...numbers }) => ({ error: error ?? null, reason: reason ?? null, ...numbers })), causes: found.length }
    },
    'jobs.pause': ({ jobId }) => executor.pause(jobId),
    'jobs.resume': ({ jobId }) => executor.resume(jobId),
    'jobs.startNow': ({ jobId }) => executor.startNow(jobId),
    'jobs.cancel': ({ jobId }) => executor.cancel(jobId),
    'jobs.retryFailed': ({ jobId }) => executor.retryFailed(jobId),
    'jobs.checkUnknown': ({ jobId }) => executor.checkUnknown(jobId),
    'jobs.resolve': ({ jobId, keys, choice }) => ({ ...resolveInJob(deps, jobId, keys, choice), job: executor.state(jobId) }),
    'jobs.addInstead': ({ jobId }) => ({ ...addInstead(deps, jobId), job: executor.state(jobId) }),
    'jobs.undo': ({ jobId }) => {
      const { staged, irreversible, counts } = undoJob(deps, jobId, executor.state(jobId).name)
      return { staged, irreversible: irreversible.map(({ intent, why }) => ({ intent: intent as never, why })), counts }
    },
  }
}

function view({ place, key, accountId, customerId, intent, covers, planned, state, notBefore, tries, outcome, resolved, updatedAt }: Step, names: Names): Output<'jobs.steps'>['steps'][number] {
  return {
    place, key, accountId, customerId, customer: names.customer(accountId, customerId), person: names.person(intent), intent: intent as never, covers: [...covers], planned, state, notBefore, tries,
    seen: outcome.seen ?? null, readBack: outcome.readBack ?? null, reason: outcome.reason ?? null, error: outcome.error ?? null, resolved, updatedAt,
  }
}
