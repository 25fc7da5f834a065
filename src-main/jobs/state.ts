import type { AccountId } from '../contract/ids'
import type { JobId, JobState } from '../contract/jobs'
import type { LimitClass } from '../contract/limits'
import type { CallCounts } from '../contract/plan'
import { remainingMs } from '../domain/quota-floor'
import type { Hold } from './account-runner'
import type { JobDeps } from './deps'
import { goesOnAt, ranSince, untilWorked } from './job-hours'

/** A job as the screen shows it; null: there is none with this id. */
export type JobView = (id: JobId) => JobState | null

/** Reads a job and its steps; `holdOf` says why an account stands still. */
export function jobView(deps: Pick<JobDeps, 'store' | 'client' | 'clock'>, holdOf: (accountId: AccountId) => Hold | null): JobView {
  return (id) => {
    const { store, clock } = deps
    const job = store.jobs.get(id)
    if (job === null) return null
    const accounts = store.steps.accounts(id)
    const etas = job.state === 'running' ? accounts.filter(({ open }) => open > 0).map(({ accountId }) => untilWorked(deps, job, accountId, workMs(deps, id, accountId, job.ranMs + ranSince(deps, job, accountId)))) : []
    return {
      id, name: job.name, state: job.state, createdAt: job.createdAt, endedAt: job.endedAt, total: job.total, counts: store.steps.counts(id), conflictsOpen: store.steps.conflictsOpen(id), unreadable: store.steps.unreadable(id), addable: store.steps.existingCount(id), held: job.held,
      etaMs: etas.length === 0 ? null : Math.max(...etas), nextAt: store.steps.waitsUntil(id, clock.now()),
      accounts: accounts.map(({ accountId, open }) => {
        const hold = open === 0 ? null : holdOf(accountId)
        return { accountId, open, phase: hold === null ? 'running' : hold.kind === 'pause' ? 'paused' : 'waiting', error: hold?.error ?? null, opensAt: open === 0 || job.state === 'paused' ? null : goesOnAt(deps, id, accountId) }
      }),
    }
  }
}

/** From the quotas of the account and the pace so far: the calls that change something, and two readings for each customer. */
function workMs({ store, client }: Pick<JobDeps, 'store' | 'client'>, id: JobId, accountId: AccountId, elapsedMs: number): number {
  const calls = store.steps.calls(id).filter((one) => one.accountId === accountId)
  const customers = store.steps.customers(id).find((one) => one.accountId === accountId)
  const count = (part: 'done' | 'open', reads: number): CallCounts => {
    const counts: Partial<Record<LimitClass, number>> = { members: reads }
    for (const one of calls) counts[one.limitClass] = (counts[one.limitClass] ?? 0) + one[part]
    return counts
  }
  const { perMinute, reserved, speed, shareMembersAndCustomers } = client(accountId).options
  const { closed, begun, fresh } = customers ?? { closed: 0, begun: 0, fresh: 0 }
  return remainingMs({ done: count('done', 2 * closed + begun), remaining: count('open', begun + 2 * fresh), elapsedMs }, { perMinute, reserved, speed, shareMembersAndCustomers })
}
